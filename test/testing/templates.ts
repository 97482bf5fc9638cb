import { AccessAssertions } from '../../lib/testing/access-assertions';
import type { AccessAssertionsOptions } from '../../lib/testing/access-assertions';
import type { RoleAssertions } from '../../lib/testing/role-assertions';

/** A trust policy that lets Lambda in. */
export const LAMBDA = policyOf({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });

/** A policy of some statements. */
export function policyOf(...statements: any[]): any {
  return { Version: '2012-10-17', Statement: statements };
}

/** Properties of the role, other resources, and sections beside the resources. */
interface More {
  readonly role?: any;
  readonly resources?: any;
  readonly sections?: any;
}

/** A role with an inline policy of some statements, and what else the template has. */
export function templateWith(statements: any[], more: More = {}): any {
  return {
    ...more.sections,
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: LAMBDA, Policies: [{ PolicyName: 'App', PolicyDocument: policyOf(...statements) }], ...more.role },
      },
      ...more.resources,
    },
  };
}

/** The role of such a template. */
export function roleWith(statements: any[], more: More = {}, options: AccessAssertionsOptions = {}): RoleAssertions {
  return AccessAssertions.fromTemplate(templateWith(statements, more), options).role('Role');
}

/** A role with a trust policy of some statements. */
export function roleTrusting(statements: any[], more: More = {}, options: AccessAssertionsOptions = {}): RoleAssertions {
  return roleWith([], { ...more, role: { AssumeRolePolicyDocument: policyOf(...statements), ...more.role } }, options);
}

/** What an assertion that fails says; an error if it does not. */
export function failureOf(assert: () => unknown): string {
  try {
    assert();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The assertion holds.');
}

/** Lines of text without what they are indented by in the test. */
export function lines(text: string): string {
  const all = text.replace(/^\n/, '').replace(/\n *$/, '').split('\n');
  const indent = /^ */.exec(all[0])![0].length;
  return all.map((line) => line.slice(indent)).join('\n');
}
