import * as fc from 'fast-check';
import { RULES } from '../../lib/guardrails/catalogue';
import type { Settings } from '../../lib/guardrails/rule';
import { Template } from '../../lib/private/template/template';
import { template } from '../private/template/arbitrary';

const SETTINGS: Settings = {
  ownAccounts: ['111122223333'],
  requiredBoundaries: ['limit', 'arn:aws:iam::111122223333:policy/teams/other'],
  requiredPath: '/teams/',
  requiredNamePattern: /^team-/g,
  requiredTags: ['owner', 'toString'],
};

test('every rule has an answer to any template', () => {
  fc.assert(fc.property(template, (source) => {
    const read = Template.read(source);
    for (const { id, find } of RULES) {
      try {
        for (const { message } of find(read, SETTINGS)) expect(message).toMatch(/^[^\n]+\.$/);
      } catch (error) {
        throw new Error(`${id}: ${(error as Error).message}`, { cause: error });
      }
    }
  }), { numRuns: 1_000 });
});
