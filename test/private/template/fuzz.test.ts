import * as fc from 'fast-check';
import { template, value } from './arbitrary';
import { InvalidInputError } from '../../../lib/private/errors';
import type { Policy } from '../../../lib/private/template/policies';
import { Template } from '../../../lib/private/template/template';

/** Reads all that there is to read of a template. */
function readAll(source: unknown): void {
  const read = Template.read(source, { parameters: { Param: 'x' } });
  const again = Template.read(source);
  for (const one of [read, again]) {
    const policies: Policy[] = [...one.roles.map(({ trust }) => trust!), ...one.identityPolicies, ...one.otherPolicies, ...one.managedPolicies];
    for (const policy of policies) {
      expect(policy.enters).toBeInstanceOf(Array);
      for (const { effect, tests, unreadable } of policy.statements) {
        expect(['Allow', 'Deny', 'unknown']).toContain(effect);
        expect(tests.every(({ values }) => Array.isArray(values))).toBe(true);
        expect(effect === 'unknown' && unreadable === undefined).toBe(false);
      }
    }
    for (const { properties } of one.resources) one.all(properties);
  }
}

test('whatever a template holds, it is read', () => {
  fc.assert(fc.property(template, readAll), { numRuns: 1_500 });
});

test('what is no template at all is an error of the library', () => {
  const attempt = (source: unknown) => {
    try {
      readAll(source);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as Error).message).not.toContain('\n');
    }
  };
  const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true });
  fc.assert(fc.property(fc.oneof(value, fc.string(), fc.json(), anything), attempt), { numRuns: 1_000 });
  fc.assert(fc.property(template, fc.nat(), (source, at_) => {
    const text = JSON.stringify(source);
    attempt(text.slice(0, at_ % (text.length + 1)));
  }), { numRuns: 500 });
});
