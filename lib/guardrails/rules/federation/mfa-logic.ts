import { demandsFactor, deniesWithout, mfaTests, nameOf, wantsFactor } from './mfa';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Policy } from '../../../private/template/policies';
import type { Statement, Test } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Level, Rule } from '../../rule';
import { allStatements, called, isMetWithoutKey, operatorOf, whenever } from '../../statements';

export const mfaLogic: Rule = {
  id: 'mfa-logic',
  title: 'A policy asks for a second factor and is met without one.',
  why: 'A request that is signed with a long-term access key says nothing of a second factor. An Allow with BoolIfExists true lets it through, and a Deny with Bool false passes it over.',
  fix: 'Write Bool aws:MultiFactorAuthPresent true in an Allow, and BoolIfExists aws:MultiFactorAuthPresent false in a Deny.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
  find: (template) => {
    const levels = levelsOf(template);
    const denied = new Map<Policy, Set<string>>();
    return allStatements(template).flatMap(({ policy, statement }): Found[] => {
      if (mfaTests(statement).length === 0) return [];
      const right = denied.get(policy) ?? new Set(policy.statements.filter(deniesWithout).map(actionsOf));
      denied.set(policy, right);
      const test = mistakeIn(statement, right);
      if (test === undefined) return [];
      const written = `${operatorOf(test)} ${test.key} ${test.values.map(shown).join()}`;
      const does = statement.effect === 'Allow' ? 'allows requests with a long-term access key' : 'does not deny requests with a long-term access key';
      return [{
        at: policy.resource,
        subject: nameOf(statement),
        location: statement.location,
        level: levels.get(keyOf(policy)) ?? 'error',
        message: `${called(statement)} ${does}, which say nothing of a second factor: it tests ${written}${whenever(statement)}.`,
      }];
    });
  },
};

/**
 * The test by which a statement is met without a second factor, though it asks for one.
 *
 * @param right for which actions the policy denies all requests without a second factor
 */
function mistakeIn(statement: Statement, right: ReadonlySet<string>): Test | undefined {
  const tests = mfaTests(statement);
  if (statement.effect === 'Allow') {
    const isInOrder = demandsFactor(statement) || isForNobodyWithKeys(statement);
    return isInOrder ? undefined : tests.find((test) => wantsFactor(test) === true && isMetWithoutKey(test));
  }
  if (statement.effect !== 'Deny' || right.has(EVERY_ACTION) || right.has(actionsOf(statement))) return undefined;
  return tests.find((test) => wantsFactor(test) === false && !isMetWithoutKey(test));
}

const EVERY_ACTION = JSON.stringify({ actions: ['*'] });

/** What a statement is for, to be compared. */
function actionsOf({ actions, notActions }: Statement): string {
  return JSON.stringify({ actions, notActions });
}

/** Services and users of identity providers have no access keys. */
function isForNobodyWithKeys({ principals }: Statement): boolean {
  return principals !== undefined && Object.keys(principals).every((kind) => kind === 'Service' || kind === 'Federated');
}

/**
 * Policies for those who may have no access keys at all: groups, whose users may come by the console alone, users that the template gives a
 * password and no key, and roles, of which AWS does not say what their sessions tell.
 */
function levelsOf(template: Template): Map<string, Level> {
  const withKeys = new Set(template.ofType('AWS::IAM::AccessKey').flatMap(({ properties }) => template.texts(properties.UserName).map(shown)));
  const mayHaveKeys = ({ kind, resource }: Identity) => kind === 'user'
    && (resource.properties.LoginProfile === undefined || template.texts({ Ref: resource.logicalId }).some((name) => withKeys.has(shown(name))));
  const levels = new Map<string, Level>();
  for (const identity of template.identities) {
    for (const policy of identity.policies) {
      const key = keyOf(policy);
      levels.set(key, mayHaveKeys(identity) || levels.get(key) === 'error' ? 'error' : 'warning');
    }
  }
  return levels;
}

function keyOf({ resource, location }: Policy): string {
  return `${resource.logicalId} ${location}`;
}
