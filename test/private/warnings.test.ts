import { readFileSync } from 'fs';
import { join } from 'path';
import { Annotations, App, Stack, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WarningId, warn } from '../../lib/private/warnings';

describe('the id of a warning', () => {
  test.each(Object.values(WarningId))('names the library and nothing that CDK would split: %s', (id) => {
    expect(id).toMatch(/^cdk-keyless-roles:[a-z][A-Za-z]+$/);
  });

  test('stands for one warning', () => {
    const ids = Object.values(WarningId);

    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(Object.values(WarningId))('is in the README, for those who acknowledge it: %s', (id) => {
    expect(readFileSync(join(__dirname, '../../README.md'), 'utf-8')).toContain(id);
  });
});

describe('a warning', () => {
  test('is shown at the construct with its text and its id', () => {
    const stack = aStack();
    warn(stack, { id: WarningId.TRUST_MIXED, message: 'Make two roles.' });

    expect(warningsOf(stack)).toEqual([expect.stringMatching(/^Make two roles\. \[ack: annotation::cdk-keyless-roles:trustMixed\]$/i)]);
  });

  test('is shown once, however often it is raised', () => {
    const stack = aStack();
    warn(stack, { id: WarningId.TRUST_MIXED, message: 'Make two roles.' });
    warn(stack, { id: WarningId.TRUST_MIXED, message: 'Make two roles.' });

    expect(warningsOf(stack)).toHaveLength(1);
  });
});

describe('an info', () => {
  const finding = { id: WarningId.BUCKET_OWNER_UNKNOWN, message: 'Name the owner.', isInfo: true };

  test('is shown once, and is no warning', () => {
    const stack = aStack();
    warn(stack, finding);
    warn(stack, finding);

    expect(warningsOf(stack)).toEqual([]);
    expect(infosOf(stack)).toEqual(['Name the owner. [ack: cdk-keyless-roles:bucketOwnerUnknown]']);
  });

  test.each<[string, (stack: Stack) => void]>([
    ['as an annotation of what it is in, beforehand', (stack) => Annotations.of(stack).acknowledgeInfo(finding.id)],
    ['as a validation of what it is in, beforehand', (stack) => Validations.of(stack).acknowledge({ id: `annotation::${finding.id}`, reason: 'The bucket is ours.' })],
  ])('can be acknowledged %s', (_, acknowledge) => {
    const stack = aStack();
    acknowledge(stack);
    const role = new Construct(stack, 'Role');
    warn(role, finding);

    expect(infosOf(role)).toEqual([]);
  });

  test('can be acknowledged afterwards', () => {
    const stack = aStack();
    warn(stack, finding);
    Annotations.of(stack).acknowledgeInfo(finding.id);

    expect(infosOf(stack)).toEqual([]);
  });
});

function aStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function warningsOf(stack: Stack): unknown[] {
  return stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
}

function infosOf(construct: Construct): unknown[] {
  return construct.node.metadata.filter(({ type }) => type === 'aws:cdk:info').map(({ data }) => data);
}
