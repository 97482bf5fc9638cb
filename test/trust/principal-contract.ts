import { CfnParameter, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { ApplicationRole } from '../../lib';
import { newStack, normalized, onlyResource, templateOf, trustOf } from '../helpers';

/** What a principal pins: each of its statements, and the conditions of its policy fragment. */
export interface Pinned {
  /** The statements of the trust policy, normalized. */
  readonly statements: any[];
  /** The conditions of `policyFragment`, normalized; undefined where one statement cannot say what the principal says. */
  readonly fragment?: any;
}

/**
 * The contract of every principal of this library: wherever CDK takes it, its conditions are there, and nothing widens them.
 *
 * @param make the principal, for the stack in which it is used
 */
export function describePrincipalContract(name: string, make: (stack: Stack) => iam.PrincipalBase, pinned: Pinned): void {
  describe(`${name} keeps the contract of principals`, () => {
    let stack: Stack;
    let principal: iam.PrincipalBase;
    beforeEach(() => {
      stack = newStack();
      principal = make(stack);
    });
    // Who may pass session tags already, if under conditions of their own, gets nothing more.
    const tagged = pinned.statements.some((statement) => [statement.Action].flat().includes('sts:TagSession'));
    const taggedAction = (statement: any) => tagged ? statement.Action : withSessionTags(statement.Action);

    test('in a plain iam.Role', () => {
      new iam.Role(stack, 'Role', { assumedBy: principal });
      expect(normalizedTrust(stack)).toEqual(pinned.statements);
    });

    test('in an ApplicationRole', () => {
      new ApplicationRole(stack, 'Role', { assumedBy: principal });
      expect(normalizedTrust(stack)).toEqual(pinned.statements);
    });

    test('inside of a CompositePrincipal', () => {
      new iam.Role(stack, 'Role', { assumedBy: new iam.CompositePrincipal(new iam.ServicePrincipal('lambda.amazonaws.com'), principal) });
      expect(normalizedTrust(stack).slice(1)).toEqual(pinned.statements);
    });

    test('with more conditions', () => {
      new iam.Role(stack, 'Role', { assumedBy: principal.withConditions({ StringEquals: { 'aws:PrincipalTag/team': 'blue' } }) });
      expect(normalizedTrust(stack)).toEqual(pinned.statements.map((statement) => withCondition(statement, 'aws:PrincipalTag/team', 'blue')));
    });

    test('with a condition that would replace one of its own', () => {
      for (const statement of pinned.statements) {
        for (const [operator, keys] of Object.entries<any>(statement.Condition ?? {})) {
          for (const key of Object.keys(keys)) {
            expect(() => principal.withConditions({ [operator]: { [key]: 'something else' } })).toThrow(/is already set by .* and a second one would replace it/);
            expect(() => principal.withConditions({ [operator.toLowerCase()]: { [key.toUpperCase()]: 'something else' } })).toThrow(/a second one would replace it/);
          }
        }
      }
    });

    test('in a wrapper of CDK\'s that would replace one of its own conditions', () => {
      const refused = pinned.fragment === undefined ? /stands for several callers with conditions of their own/ : /is already set by .* and a second one would replace it/;
      for (const statement of pinned.statements) {
        for (const [operator, keys] of Object.entries<any>(statement.Condition ?? {})) {
          for (const key of Object.keys(keys)) {
            const wrapped = new iam.PrincipalWithConditions(principal, { [operator]: { [key]: 'something else' } });
            expect(() => new iam.Role(newStack(), 'Role', { assumedBy: wrapped })).toThrow(refused);
          }
        }
      }
    });

    test('with session tags, under the same conditions', () => {
      new iam.Role(stack, 'Role', { assumedBy: principal.withSessionTags() });
      expect(normalizedTrust(stack)).toEqual(pinned.statements.map((statement) => ({ ...statement, Action: taggedAction(statement) })));
    });

    test('with session tags and more conditions, in either order', () => {
      const condition = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };
      const expected = pinned.statements.map((statement) => ({
        ...withCondition(statement, 'aws:PrincipalTag/team', 'blue'),
        Action: taggedAction(statement),
      }));
      new iam.Role(stack, 'Role', { assumedBy: principal.withSessionTags().withConditions(condition) });
      expect(normalizedTrust(stack)).toEqual(expected);

      const other = newStack();
      new iam.Role(other, 'Role', { assumedBy: make(other).withConditions(condition).withSessionTags() });
      expect(normalizedTrust(other)).toEqual(expected);
    });

    test('as it was, after a copy got more', () => {
      principal.withConditions({ StringEquals: { 'aws:PrincipalTag/team': 'blue' } });
      principal.withSessionTags();
      new iam.Role(stack, 'Role', { assumedBy: principal });
      expect(normalizedTrust(stack)).toEqual(pinned.statements);
    });

    test('in two roles', () => {
      new iam.Role(stack, 'First', { assumedBy: principal });
      new iam.Role(stack, 'Second', { assumedBy: principal });
      const roles = Object.values<any>(templateOf(stack).Resources).filter((resource) => resource.Type === 'AWS::IAM::Role');
      const trusts = roles.map((role) => normalized(role.Properties.AssumeRolePolicyDocument.Statement));
      expect(trusts).toEqual([normalized(pinned.statements), normalized(pinned.statements)]);
    });

    if (pinned.fragment !== undefined) {
      test('in wrappers of CDK\'s that add to it', () => {
        const wrapped = new iam.SessionTagsPrincipal(new iam.PrincipalWithConditions(principal, { StringEquals: { 'aws:PrincipalTag/team': 'blue' } }));
        new iam.Role(stack, 'Role', { assumedBy: wrapped });
        const expected = pinned.statements.map((statement) => withCondition({ ...statement, Action: withSessionTags(statement.Action, principal.assumeRoleAction), Condition: pinned.fragment }, 'aws:PrincipalTag/team', 'blue'));
        expect(normalizedTrust(stack)).toEqual([...new Map(expected.map((statement) => [JSON.stringify(statement), statement])).values()]);
      });

      test('in a statement of the user\'s own', () => {
        new iam.CfnManagedPolicy(stack, 'Policy', { policyDocument: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ principals: [principal], actions: ['s3:GetObject'], resources: ['*'] })] }) });
        const [statement] = onlyResource(stack, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement;
        expect(normalized(statement.Condition ?? {})).toEqual(pinned.fragment);
      });

      test('in the policy of a bucket', () => {
        const bucket = new s3.Bucket(stack, 'Bucket');
        bucket.grantRead(principal);
        const policy = Object.values<any>(templateOf(stack).Resources).find((resource) => resource.Type === 'AWS::S3::BucketPolicy');
        for (const statement of policy.Properties.PolicyDocument.Statement) expect(normalized(statement.Condition ?? {})).toEqual(pinned.fragment);
      });

      test('beside another principal with other conditions in one statement: CDK refuses', () => {
        const other = new iam.AccountPrincipal('999999999999').withConditions({ StringEquals: { 'sts:ExternalId': new CfnParameter(stack, 'Other').valueAsString } });
        expect(() => new iam.PolicyStatement({ principals: [principal, other], actions: ['s3:GetObject'], resources: ['*'] })).toThrow(/must have the same Conditions/);
      });
    } else {
      test('in a statement of the user\'s own: an error, as one statement would let in more', () => {
        expect(() => principal.policyFragment).toThrow(/stands for several callers with conditions of their own, which one statement cannot say/);
      });
    }

    test('compares by all that it pins', () => {
      expect(principal.dedupeString()).toBe(principal.dedupeString());
      expect(principal.withConditions({ StringEquals: { 'aws:PrincipalTag/team': 'blue' } }).dedupeString()).not.toBe(principal.dedupeString());
      expect(principal.withSessionTags().dedupeString() === principal.dedupeString()).toBe(tagged);
    });

    test('takes no permissions of its own', () => {
      expect(principal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })).statementAdded).toBe(false);
    });
  });
}

function normalizedTrust(stack: Stack): any[] {
  return trustOf(stack).map(normalized);
}

function withSessionTags(action: string | string[], assumeRoleAction: string | string[] = []): any {
  return normalized([...new Set([action, assumeRoleAction, 'sts:TagSession'].flat())]);
}

function withCondition(statement: any, key: string, value: string): any {
  const condition = statement.Condition ?? {};
  return normalized({ ...statement, Condition: { ...condition, StringEquals: { ...condition.StringEquals, [key]: value } } });
}
