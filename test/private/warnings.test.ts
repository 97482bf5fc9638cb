import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
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

function aStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function warningsOf(stack: Stack): unknown[] {
  return stack.node.metadata.filter(({ type }) => type === 'aws:cdk:warning').map(({ data }) => data);
}
