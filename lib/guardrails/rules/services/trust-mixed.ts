import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { accountOf, isOwnAccount, principalsOf } from '../../principals';
import type { Found, Level, Rule, Settings } from '../../rule';
import { isFor, parametersIn, trustAllows } from '../../statements';

export const trustMixed: Rule = {
  id: 'trust-mixed',
  title: 'A role is for an AWS service and for another account at once.',
  why: 'Whoever may pass the role to the service gets the permissions that were meant for the other account, and the other account those of the service.',
  fix: 'Make two roles, each with what its caller needs.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  find: (template, settings) => {
    const byRole = new Map<string, ReturnType<typeof trustAllows>>();
    for (const placed of trustAllows(template)) {
      if (!isFor(placed.statement, 'sts:AssumeRole')) continue;
      const { logicalId } = placed.role.resource;
      byRole.set(logicalId, [...byRole.get(logicalId) ?? [], placed]);
    }
    return [...byRole.values()].flatMap((placed): Found[] => {
      const service = placed.flatMap(({ statement }) => principalsOf(statement, 'Service'))[0];
      const callers = placed.flatMap(({ statement }) => foreign(statement, template, settings));
      const caller = callers.find(({ level }) => level === 'warning') ?? callers[0];
      if (service === undefined || caller === undefined) return [];
      return [{
        at: placed[0].role.resource,
        message: `the trust policy lets in the service ${quote(shown(service))} and ${caller.name}.`,
        location: 'Properties/AssumeRolePolicyDocument',
        level: caller.level,
      }];
    });
  },
};

interface Caller {
  readonly name: string;
  readonly level: Level;
}

/** The callers of a statement that are, or may be, of other accounts. */
function foreign(statement: Statement, template: Template, settings: Settings): Caller[] {
  return principalsOf(statement, 'AWS', '*').flatMap((principal): Caller[] => {
    if (principal === '*') return [{ name: 'every account', level: 'warning' }];
    const account = accountOf(principal);
    if (account === undefined) return mayBeForeign(principal, template);
    if (isOwnAccount(account, template, settings)) return [];
    // Where nobody knows the account of the stack, a literal one may be its own.
    const isSure = /^\d{12}$/.test(account) && /^\d{12}$/.test(template.deployment.account ?? '');
    return [{ name: isSure ? `account ${account}` : `account ${quote(account)}, which may be another one`, level: isSure ? 'warning' : 'info' }];
  });
}

/** A caller that a parameter gives as a whole. */
function mayBeForeign(principal: Text, template: Template): Caller[] {
  const [parameter] = parametersIn(principal, template);
  return parameter === undefined ? [] : [{ name: `what the parameter ${quote(parameter)} names, which may be of another account`, level: 'info' }];
}
