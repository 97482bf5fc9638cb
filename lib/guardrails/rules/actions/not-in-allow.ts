import type { Limiting } from './limiting-policies';
import { limitingPolicies } from './limiting-policies';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import type { Found, Level, Rule } from '../../rule';
import { called, covers, identityAllows, named, resourceAllows, subjectOf, trustAllows, whenever } from '../../statements';

/** So much of what is left out is named. */
const MOST_NAMED = 2;

/** What sets for administrators of workloads leave out: whoever may not change IAM can give himself no more. */
const CHANGES_IDENTITIES = ['iam:CreatePolicyVersion', 'iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:CreateAccessKey', 'iam:PassRole', 'iam:UpdateAssumeRolePolicy'];

/** ARNs that are of one service, and not of one that says who may do what: all actions but some are all of that service then. */
const OF_ONE_SERVICE = /^arn:[^:]*:(?!iam|sts|sso|organizations)[a-z0-9-]+:/;

export const notInAllow: Rule = {
  id: 'not-in-allow',
  title: 'A policy allows everything but what it names.',
  why: 'NotAction, NotResource and NotPrincipal in an Allow give all the rest, today\'s and what AWS or others add later; who is left out of NotPrincipal is the only one who does not get in.',
  fix: 'Name in Action, Resource and Principal what is allowed, and put what must never be into a Deny.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
  find: (template) => {
    const limiting = limitingPolicies(template);
    const allows = [...identityAllows(template), ...trustAllows(template), ...resourceAllows(template)];
    return allows.flatMap(({ policy, statement }) => leftOut(statement).flatMap(([element, texts]): Found[] => {
      const level = levelOf(element, statement, limiting.get(policy));
      return level === undefined ? [] : [{
        at: policy.resource,
        subject: subjectOf(statement, element),
        message: `${called(statement)} allows everything but what its ${element} names (${named(texts, MOST_NAMED)})${whenever(statement)}.`,
        location: statement.location,
        level,
      }];
    }));
  },
};

function leftOut({ notActions, notResources, notPrincipals }: Statement): [element: string, texts: readonly Text[]][] {
  const found: [string, readonly Text[] | undefined][] = [
    ['NotAction', notActions],
    ['NotResource', notResources],
    ['NotPrincipal', notPrincipals && Object.values(notPrincipals).flat()],
  ];
  return found.filter((one): one is [string, readonly Text[]] => one[1] !== undefined);
}

function levelOf(element: string, statement: Statement, limiting?: Limiting): Level | undefined {
  if (limiting === 'boundary') return undefined;
  if (limiting === 'called boundary') return 'info';
  const { notActions = [], resources = [] } = statement;
  if (element !== 'NotAction') return 'error';
  const isWithoutIam = CHANGES_IDENTITIES.every((action) => notActions.some((pattern) => covers(pattern, action)));
  const isOfOneService = resources.length > 0 && resources.every((resource) => OF_ONE_SERVICE.test(shown(resource)));
  return isWithoutIam || isOfOneService ? 'warning' : 'error';
}
