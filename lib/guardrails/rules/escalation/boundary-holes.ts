import type { Holder } from './holders';
import { boundariesOf, calledAt, holdersOf, levelIn, locationAt } from './holders';
import { byBoundary, byReceiver, isNarrowedBy } from './narrowing';
import type { Permissions } from './permissions';
import { ActionSet } from './permissions';
import { isAsWide } from './reach';
import type { Truth } from '../../../private/evaluation/logic';
import { some } from '../../../private/evaluation/logic';
import { matches, patternOf, valueOf, wildcardsIn } from '../../../private/evaluation/patterns';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import { judged } from '../../../private/template/trust-statement';
import type { Found, Level, Rule } from '../../rule';
import { isNegated, isPositive, testsOf, whenever } from '../../statements';

const BOUNDARY = /^iam:PermissionsBoundary$/i;
const CREATE_ROLE = 'iam:CreateRole';

/** How far an Allow opens a way out of a boundary; undefined where it does not. */
type Judge = (action: string, statement: Statement, permissions: Permissions, boundaries: readonly Text[]) => 'surely' | 'maybe' | undefined;

/** On roles that the boundary is not on: those that the holder makes have it. */
const onAll: Judge = (action, statement, permissions) =>
  !isWithin(action, statement, permissions) && isAsWide(permissions.reachOf(statement, action), 'account') ? 'surely' : undefined;

const onAny: Judge = (action, statement, permissions) =>
  isWithin(action, statement, permissions) || permissions.reachOf(statement, action) === 'none' ? undefined : 'surely';

/** A condition that names the boundary lets it be taken off; one that names all others does not. */
const offRoles: Judge = (action, statement, permissions) => {
  const sparesBoundary = testsOf(statement, BOUNDARY).some(isNegated)
    || permissions.conditionalDenies(action).some(({ tests }) => tests.every((test) => BOUNDARY.test(test.key) && isPositive(test)));
  return sparesBoundary || permissions.reachOf(statement, action) === 'none' ? undefined : 'surely';
};

/** What changes the policy that is the boundary: there is no condition key for it. */
const onBoundary: Judge = (action, statement, permissions, boundaries) => {
  const denies = permissions.certainDenies(action).filter(({ notResources }) => notResources === undefined);
  const answers = boundaries.filter((boundary) => !denies.some((deny) => isFor(deny, boundary) === true))
    .map((boundary) => isFor(statement, boundary));
  return answers.includes(true) ? 'surely' : answers.includes('unknown') ? 'maybe' : undefined;
};

const passesAll: Judge = (action, statement, permissions, boundaries) => {
  const isToNamed = isNarrowedBy(statement, byReceiver) || permissions.isFenced(action, byReceiver);
  return isToNamed ? undefined : onAll(action, statement, permissions, boundaries);
};

function isFor({ resources = [], notResources }: Statement, boundary: Text): Truth {
  if (notResources !== undefined) return 'unknown';
  return some(resources, (resource) => {
    const [pattern, name] = [resource, boundary].map(inOneAccount);
    return matches(patternOf(wildcardsIn(valueOf(pattern))), valueOf(name));
  });
}

/** An ARN of IAM as if all were of one partition and account, which policies and boundaries of a holder are. */
function inOneAccount(arn: Text): Text {
  const text = judged(arn);
  const named = text.replace(/^arn:(\$\{[^}]*\}|[^:*$]+):iam::(\$\{[^}]*\}|\d+):/, 'arn:any:iam::any:');
  return named === text || named.includes('${') ? arn : named;
}

interface Hole {
  readonly what: string;
  readonly judge: Judge;
}

/** What leads out of a boundary that whoever makes roles must put on them. */
const HOLES: Readonly<Record<string, Hole>> = {
  [CREATE_ROLE]: { what: 'makes roles without the boundary', judge: onAny },
  'iam:PutRolePermissionsBoundary': { what: 'puts another boundary on roles', judge: onAny },
  'iam:DeleteRolePermissionsBoundary': { what: 'takes the boundary off roles', judge: offRoles },
  'iam:CreatePolicyVersion': { what: 'rewrites the boundary', judge: onBoundary },
  'iam:SetDefaultPolicyVersion': { what: 'puts an older version of the boundary in force', judge: onBoundary },
  'iam:DeletePolicy': { what: 'deletes the boundary', judge: onBoundary },
  'iam:AttachRolePolicy': { what: 'gives policies to roles that have no boundary', judge: onAll },
  'iam:PutRolePolicy': { what: 'gives policies to roles that have no boundary', judge: onAll },
  'iam:UpdateAssumeRolePolicy': { what: 'lets itself into roles that have no boundary', judge: onAll },
  'iam:PassRole': { what: 'passes roles that have no boundary', judge: passesAll },
  'iam:CreateUser': { what: 'makes users without the boundary', judge: onAny },
  'iam:CreateAccessKey': { what: 'makes access keys of users that have no boundary', judge: onAll },
  'iam:CreateLoginProfile': { what: 'makes passwords of users that have no boundary', judge: onAll },
  'iam:UpdateLoginProfile': { what: 'sets passwords of users that have no boundary', judge: onAll },
};

const ACTIONS = new ActionSet(Object.keys(HOLES));

export const boundaryHoles: Rule = {
  id: 'boundary-holes',
  title: 'A boundary that new roles must have can be got round.',
  why: 'Who may make roles within a boundary alone has all rights if he can also take the boundary off, rewrite it, or use what has none: the boundary then keeps nobody in.',
  fix: 'Deny the action, or test iam:PermissionsBoundary there too; deny changes of the boundary itself on its ARN, as no condition key exists for them.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  find: (template) => [
    ...holdersOf(template).flatMap((holder) => findAt(holder, 'fatal')),
    // Another policy may close what a boundary leaves open.
    ...boundariesOf(template).flatMap((holder) => findAt(holder, 'warning')),
  ],
};

function findAt(holder: Holder, level: Level): Found[] {
  const permissions = ACTIONS.of(holder);
  const boundaries = demanded(permissions);
  if (boundaries === undefined) return [];
  return Object.entries(HOLES).flatMap(([action, { what, judge }]) => permissions.allows(action).flatMap((placed): Found[] => {
    const answer = judge(action, placed.statement, permissions, boundaries);
    return answer === undefined ? [] : [{
      at: holder.at,
      level: levelIn(answer === 'maybe' ? 'warning' : level, placed.statement),
      subject: action,
      message: `${calledAt(placed, holder.at)} ${answer === 'maybe' || placed.statement.unreadable !== undefined ? 'may allow' : 'allows'} ${action} beside ${CREATE_ROLE} within a boundary: who has it ${what}${whenever(placed.statement)}.`,
      ...locationAt(placed, holder.at),
    }];
  }));
}

/** More boundaries than anybody demands of new roles. */
const MOST_BOUNDARIES = 20;

/** The boundaries that new roles must have; undefined if none is demanded, or no role can be made. */
function demanded(permissions: Permissions): Text[] | undefined {
  const allows = permissions.allows(CREATE_ROLE).map(({ statement }) => statement);
  const within = [
    ...allows.filter((statement) => isNarrowedBy(statement, byBoundary)),
    ...permissions.conditionalDenies(CREATE_ROLE).filter((deny) => testsOf(deny, BOUNDARY).some(isNegated)),
  ];
  if (allows.length === 0 || within.length === 0) return undefined;
  const named = within.flatMap((statement) => testsOf(statement, BOUNDARY)).flatMap(({ values }) => values);
  return [...new Map(named.map((boundary) => [shown(boundary), boundary])).values()].slice(0, MOST_BOUNDARIES);
}

/** Whether an action is limited to what has the boundary, or gives it. */
function isWithin(action: string, statement: Statement, permissions: Permissions): boolean {
  return isNarrowedBy(statement, byBoundary) || permissions.isFenced(action, byBoundary);
}
