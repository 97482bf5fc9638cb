import { deepStrictEqual } from 'node:assert';

/** What the roles of a template may do and who may assume them, with everything that IAM does not look at made equal. */
export function policiesOf(template: any): unknown {
  const resources = Object.values<any>(template.Resources);
  const trust = resources.flatMap((resource) => resource.Properties.AssumeRolePolicyDocument ?? []);
  const policies = resources.flatMap((resource) => [
    ...(resource.Properties.Policies ?? []).map((policy: any) => policy.PolicyDocument),
    ...resource.Properties.PolicyDocument === undefined ? [] : [resource.Properties.PolicyDocument],
  ]);
  return {
    trust: trust.flatMap(statementsOf).sort(),
    permissions: policies.flatMap(statementsOf).sort(),
    profiles: resources.filter((resource) => resource.Type === 'AWS::IAM::InstanceProfile').length,
  };
}

/** Throws if the roles of two templates are not the same: then their speed cannot be compared either. */
export function checkSame(name: string, actual: unknown, expected: unknown): void {
  deepStrictEqual(actual, expected, `The case '${name}' does not make the same role as the others of its group, so it cannot be compared with them.`);
}

function statementsOf(document: any): string[] {
  return [document.Statement].flat().map((statement) => JSON.stringify(Object.keys(statement).sort().map((key) => [
    key,
    ['Action', 'Resource'].includes(key) ? [statement[key]].flat().map((value) => JSON.stringify(value)).sort() : statement[key],
  ])));
}
