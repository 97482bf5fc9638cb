import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import type { EvaluationRequest, PolicyDocuments } from '../../../lib/private/evaluation/evaluate';
import { compilePolicies, decide } from '../../../lib/private/evaluation/evaluate';

/** A request, policies, and the answer that AWS gives. */
interface EvaluationCase {
  readonly name: string;
  readonly request: EvaluationRequest;
  readonly policies: PolicyDocuments;
  readonly expected: 'allow' | 'deny' | 'cannot tell';
  /** The Sid of the statement that decides. */
  readonly statement?: string;
  /** The element that a near miss fails. */
  readonly missed?: string;
}

const FOLDER = join(__dirname, '..', '..', 'cases', 'evaluation');
const FILES = readdirSync(FOLDER).sort().map((file) => ({ file, ...JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }));

describe.each(FILES)('$file: $concept', ({ source, cases }: { source: string[]; cases: EvaluationCase[] }) => {
  test('has its source, and no name twice', () => {
    expect(source.every((page) => page.startsWith('https://docs.aws.amazon.com/'))).toBe(true);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test.each(cases)('$name: $expected', ({ request, policies, expected, statement, missed }) => {
    const decision = decide(compilePolicies(policies), request);
    expect(`${decision.answer}: ${decision.reason}`).toMatch(new RegExp(`^${expected}: `));
    if (statement !== undefined) expect(decision.statement?.sid).toBe(statement);
    if (missed !== undefined) expect(decision.nearMisses.map(({ element }) => element)).toContain(missed);
  });
});
