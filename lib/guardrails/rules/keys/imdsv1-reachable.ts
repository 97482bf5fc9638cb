import { launchesWithRole } from './instances';
import type { Launch } from './instances';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Identity } from '../../../private/template/identities';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { bareName } from '../../../private/template/values';
import type { Found, Level, Rule } from '../../rule';
import { isForEverything } from '../../statements';

export const imdsv1Reachable: Rule = {
  id: 'imdsv1-reachable',
  title: 'An instance hands the credentials of its role to any request, without a token.',
  why: 'Version 1 of the instance metadata service answers a plain GET: whoever makes the application fetch a URL of his choice gets the credentials of the role.',
  fix: 'Set HttpTokens to required (requireImdsv2 in CDK), or deny the role everything with credentials of version 1: NumericLessThan ec2:RoleDelivery 2.0.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  find: (template) => {
    const protectedRoles = new Map<Identity, boolean>();
    const isProtected = (role: Identity): boolean => {
      const known = protectedRoles.get(role) ?? requiresImdsv2(role);
      protectedRoles.set(role, known);
      return known;
    };
    return launchesWithRole(template).filter(({ roles }) => roles.length === 0 || !roles.every(isProtected))
      .flatMap((launch) => judge(launch, template) ?? []);
  },
};

function judge(launch: Launch, template: Template): Found | undefined {
  const { resource, location, endpoint, tokens, mixesOptions, whenever } = launch;
  const at = { at: resource, location };
  if (endpoint === 'disabled' || tokens === 'required') return mixesOptions ? { ...at, level: 'info', message: `the instance has a role, and ${MIXED}${whenever}.` } : undefined;
  if (tokens === undefined) {
    const { level, why } = unsaid(launch);
    return { ...at, level, message: `the instance has a role, and ${why}${whenever}.` };
  }
  if (typeof tokens === 'string') {
    return { ...at, level: 'error', message: `the instance has a role and answers version 1 of the metadata service: HttpTokens is ${quote(tokens)}${whenever}.` };
  }
  const allowed: unknown = template.parameter(bareName(tokens) ?? '')?.declaration.AllowedValues;
  if (Array.isArray(allowed) && allowed.length > 0 && allowed.every((value) => value === 'required')) return undefined;
  return { ...at, level: 'info', message: `the instance has a role and may answer version 1 of the metadata service: HttpTokens is ${quote(shown(tokens))}${whenever}.` };
}

const MIXED = 'its launch template keeps version 1 of the metadata service out, but AWS does not document that the options of an instance leave others of its launch template as they are: set HttpTokens here too';

/** An image that asks for version 2 where neither the launch nor the account says anything. @see https://docs.aws.amazon.com/linux/al2023/ug/imdsv2.html */
const AL2023 = /\/al2023-ami/;

function unsaid({ isFromElsewhere, image }: Launch): { level: Level; why: string } {
  if (isFromElsewhere) return { level: 'info', why: 'its launch template is not here to tell whether HttpTokens is required' };
  if (AL2023.test(image)) return { level: 'info', why: 'HttpTokens is left to its image, which asks for version 2 if the account has no other default' };
  return { level: 'warning', why: 'nothing sets HttpTokens, so that version 1 of the metadata service answers unless the account or the image says otherwise' };
}

/** Whether the role can do nothing with credentials of version 1, in every deployment. */
function requiresImdsv2({ policies, boundaryPolicies, mayLackBoundary, resource }: Identity): boolean {
  return [...policies, ...(mayLackBoundary ? [] : boundaryPolicies)]
    .filter(({ resource: { condition } }) => condition === undefined || condition === resource.condition)
    .some(({ statements }) => statements.some(deniesVersion1));
}

const VERSION_1 = 1;
const VERSION_2 = 2;

function deniesVersion1(statement: Statement): boolean {
  const { effect, when, actions, tests, unreadable } = statement;
  // Another test narrows what is denied.
  const [test, ...others] = tests;
  if (effect !== 'Deny' || when !== '' || unreadable !== undefined || test === undefined || others.length > 0) return false;
  if (!isForEverything(statement) || !actions?.includes('*') || test.quantifier !== undefined) return false;
  if (test.key.toLowerCase() !== 'ec2:roledelivery' || test.values.length === 0) return false;
  const limits = test.values.map((value) => Number(shown(value)));
  if (/^NumericLessThan$/i.test(test.operator)) return limits.some((limit) => limit > VERSION_1);
  return /^NumericLessThanEquals$/i.test(test.operator) && limits.some((limit) => limit >= VERSION_1 && limit < VERSION_2);
}
