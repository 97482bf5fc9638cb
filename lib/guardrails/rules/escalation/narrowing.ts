import { coversText, isAsWide, reachOfText } from './reach';
import { isResourceTagKey } from '../../../private/condition-keys';
import type { Text } from '../../../private/evaluation/text';
import { shown, withMarks } from '../../../private/evaluation/text';
import { serviceOf } from '../../../private/service-authorization';
import type { Statement, Test } from '../../../private/template/statement';
import { isItself, isPositive } from '../../statements';

/** Whether a test of a key, whichever way it goes, is of values that leave something out. */
export type Narrowing = (test: Test) => boolean;

/** Whether an Allow holds for what meets a narrowing test alone. */
export function isNarrowedBy(statement: Statement, narrows: Narrowing): boolean {
  return statement.tests.some((test) => isPositive(test) && narrows(test));
}

/** A key with values none of which is for everything. */
function of(key: RegExp, isForAll: (value: Text) => boolean): Narrowing {
  return (test) => key.test(test.key) && test.values.length > 0 && !test.values.some((value) => isAny(test, value) || isForAll(value));
}

/** Whether a value leaves nothing out: wildcards alone, also as the default of a variable, or what the key itself is. */
function isAny(test: Test, value: Text): boolean {
  return value === '' || /^[*?]+$|^\$\{[^}]*,\s*'[*?]*'\s*\}$/.test(shown(value)) || isItself(test, value);
}

/** Whether a pattern is for every ARN of a type of IAM's in an account. */
function isEvery(type: string): (value: Text) => boolean {
  return (value) => isAsWide(reachOfText(value, serviceOf('iam')!.kind(type)!), 'account');
}

/** The boundary that what is changed must have. */
export const byBoundary: Narrowing = of(/^iam:PermissionsBoundary$/i, isEvery('policy'));

/** The policies that may be attached: none of them is the one of AWS that gives everything. */
export const byPolicy: Narrowing = of(/^iam:PolicyARN$/i, (value) => isEvery('policy')(value) || isForAdministrators(value));

function isForAdministrators(value: Text): boolean {
  return typeof value === 'string' ? coversText(value.replace(/^arn:[^:*]*:/, 'arn:any:'), ADMINISTRATOR) : /:iam::aws:policy\/(\*|AdministratorAccess)$/.test(shown(value));
}

const ADMINISTRATOR = 'arn:any:iam::aws:policy/AdministratorAccess';

/** The services to which roles may be passed. */
export const byService: Narrowing = of(/^iam:PassedToService$/i, (value) => coversText(value, 'zq8w.amazonaws.com'));

/** To what roles may be passed. */
export const byReceiver: Narrowing = (test) => byService(test) || byResource(test);

const byResource = of(/^iam:AssociatedResourceArn$/i, (value) => /^(arn)?[:*?]*(aws[a-z-]*)?[:*?]*$/.test(shown(value)));

/** Whose resources they must be. */
export const byOwner: Narrowing = of(/^aws:Resource(Account|OrgID|OrgPaths)$/i, (value) => /^[^/]*[*?]/.test(withMarks(value, 'X')));

/** The tags that resources must have. */
export const byTag: Narrowing = (test) => isResourceTagKey(test.key) && test.values.length > 0 && !test.values.some((value) => isAny(test, value));

/** For whom grants may be. */
export const byGrantee: Narrowing = of(/^kms:Grantee(Service)?Principal$/i, (value) => /^arn:[^:]*:iam::\*:/.test(shown(value)));

/** A tag of the resource, or a key of the action's own service. */
export function byOwnKeysOf(action: string): Narrowing {
  const prefix = action.slice(0, action.indexOf(':') + 1).toLowerCase();
  const isOwn: Narrowing = (test) => test.key.toLowerCase().startsWith(prefix) && !/^ec2:Region$/i.test(test.key)
    && test.values.length > 0 && !test.values.some((value) => isAny(test, value));
  return (test) => byTag(test) || isOwn(test);
}
