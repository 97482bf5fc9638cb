import { App, Aws, Stack } from 'aws-cdk-lib';
import { meaningOf } from './policies';
import { Random } from './random';
import { InvalidInputError } from '../../lib/private/errors';
import type { Placement } from '../../lib/private/placement';
import { placeStatements } from '../../lib/private/placement';
import type { Statement } from '../../lib/private/statement';
import { parseStatement, renderStatement } from '../../lib/private/statement';

/** Of the IAM quotas page, written down again: the library's own constants are what is tried here. */
const INLINE_MAX = 10_240;
const MANAGED_MAX = 6_144;

/** A policy without statements. */
const EMPTY = '{"Version":"2012-10-17","Statement":[]}'.length;

const stack = new Stack(new App(), 'Stack');

describe('a place for statements', () => {
  test('is not needed for none', () => {
    expect(place([])).toEqual({ inline: [], embedded: [], managed: [] });
  });

  test('is the role itself for what refers to nothing', () => {
    expect(place([allow('a'), allow('b', ['s:Put'])])).toEqual({ inline: [allow('a'), allow('b', ['s:Put'])], embedded: [], managed: [] });
  });

  test('is a policy of its own for what refers to a resource', () => {
    const placed = placeStatements([statement(allow('a')), referring(allow('b'))], 0);

    expect(rendered(placed)).toEqual({ inline: [allow('a')], embedded: [allow('b')], managed: [] });
  });

  test('is found for what says the same only once', () => {
    expect(place([allow('a'), allow('a'), allow('b')]).inline).toEqual([{ ...allow('a'), Resource: ['a', 'b'] }]);
  });

  test('is first for what denies', () => {
    const placed = placeStatements([
      statement(allow('a')), referring(allow('b')), statement(deny('c')), referring(deny('d')), statement(allow('e', ['s:Put'])),
    ], 0);

    expect(rendered(placed)).toEqual({ inline: [deny('c'), allow('a'), allow('e', ['s:Put'])], embedded: [deny('d'), allow('b')], managed: [] });
  });

  test('is for the first of a Sid with its Sid', () => {
    const placed = placeStatements([
      statement({ ...allow('a'), Sid: 'Read' }), referring({ ...allow('b'), Sid: 'Read' }), statement({ ...allow('c', ['s:Put']), Sid: 'Read' }), statement({ ...allow('d', ['s:Put']), Sid: 'Write' }),
    ], 0);

    expect(rendered(placed)).toEqual({ inline: [{ ...allow('a'), Sid: 'Read' }, allow('c', ['s:Put']), { ...allow('d', ['s:Put']), Sid: 'Write' }], embedded: [allow('b')], managed: [] });
  });
});

describe('the limit of all inline policies', () => {
  test.each([
    ['is what one statement may fill', 0, INLINE_MAX, 1],
    ['is not exceeded by a part of one statement', 0, INLINE_MAX + 1, 1],
    ['is not exceeded by one statement for which a managed policy is needed in any case', 4_200, INLINE_MAX - 4_200 + 1, 0],
    ['is less by what is spent elsewhere', 4_000, INLINE_MAX - 4_000, 1],
    ['is not exceeded together with what is spent elsewhere', 4_000, INLINE_MAX - 4_000 + 1, 1],
    ['is reached by what is spent elsewhere', INLINE_MAX, 200, 0],
    ['is exceeded by what is spent elsewhere', 20_000, 200, 0],
  ])('%s', (_, spent, policySize, count) => {
    const placed = rendered(placeStatements([statement(ofPolicySize(policySize))], spent));

    expect(placed.inline).toHaveLength(count);
    if (count > 0) expect(policySizeOf(placed.inline)).toBeLessThanOrEqual(INLINE_MAX - spent);
    expect(placed.inline.length + placed.managed.flat().length).toBeGreaterThan(0);
  });

  test('counts what is in policies of their own', () => {
    const placed = placeStatements([referring(ofPolicySize(6_000)), statement(ofPolicySize(6_000, 's:Put'))], 0);

    expect(rendered(placed)).toMatchObject({ inline: [], embedded: [{}], managed: [[{}]] });
  });

  test('leaves room for what is smaller', () => {
    const placed = placeStatements([statement(ofPolicySize(6_000)), statement(ofPolicySize(6_000, 's:Put')), statement(ofPolicySize(2_000, 's:List'))], 0);

    expect(rendered(placed).inline.map((s) => s.Action)).toEqual(['s:Get', 's:List']);
  });
});

describe('managed policies', () => {
  test.each([
    ['hold one statement that fills a policy', [MANAGED_MAX], [1]],
    ['share a statement that is one character too large', [MANAGED_MAX + 1], [1, 1]],
    ['hold two statements that fill a policy', [3_000, MANAGED_MAX - 3_000 + EMPTY - 1], [2]],
    ['share two statements that are one character too large', [3_000, MANAGED_MAX - 3_000 + EMPTY], [1, 1]],
    ['hold no more than fits', [MANAGED_MAX - 200, 400], [1, 1]],
    ['hold several statements', [2_000, 2_000, 2_000], [3]],
    ['take a small statement where there is room', [5_000, 3_000, 800], [1, 2]],
    ['share a statement that is too large for one', [9_000], [1, 1]],
  ])('%s', (_, sizes, counts) => {
    const statements = sizes.map((policySize, i) => statement(ofPolicySize(policySize, `s:Action${i}`)));

    expect(placeStatements(statements, INLINE_MAX).managed.map((policy) => policy.length)).toEqual(counts);
  });

  test('hold what refers to resources too, where the role is full', () => {
    expect(placeStatements([referring(allow('a'))], INLINE_MAX).managed).toEqual([[referring(allow('a'))]]);
  });

  test('hold a statement that cannot be cut and fills a policy', () => {
    expect(place([ofPolicySize(MANAGED_MAX, 's:Get', 'NotResource')], INLINE_MAX).managed).toHaveLength(1);
  });

  test('hold a statement that cannot be cut and fills a policy at least', () => {
    const known = ofPolicySize(MANAGED_MAX - 1, 's:Get', 'NotResource');
    const json = { ...known, NotResource: [`${known.NotResource[0]}${Aws.STACK_NAME}`, ...known.NotResource.slice(1)] };

    expect(place([json], INLINE_MAX).managed).toHaveLength(1);
  });

  test('hold a statement whose size is only estimated, even if it could become too large', () => {
    const json = { Action: 's:Get', Effect: 'Allow', Resource: Array.from({ length: 60 }, () => Aws.STACK_NAME).join('') };

    expect(placeStatements([statement(json)], INLINE_MAX).managed).toHaveLength(1);
  });
});

describe('a statement that fits nowhere', () => {
  const BIG = { StringEquals: { 'aws:PrincipalTag/team': 'x'.repeat(7_000) } };

  test.each<[string, any, string]>([
    ['all but some actions', { Effect: 'Deny', NotAction: ['iam:GetRole', 'iam:GetUser'], Resource: '*', Condition: BIG }, "NotAction 'iam:GetRole'"],
    ['one action on one resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'a', Condition: BIG }, "Action 's3:GetObject'"],
    ['an action on all but some resources', { Effect: 'Deny', Action: 's3:GetObject', NotResource: ['a', 'b'], Condition: BIG }, "Action 's3:GetObject'"],
  ])('is an error: %s', (_, json, what) => {
    expect(() => place([json], INLINE_MAX)).toThrow(new InvalidInputError(
      `One statement is too large for any policy: ${policySizeOf([json])} characters for ${what}. A managed policy holds 6144 characters, and this statement cannot be cut into smaller ones. Shorten its conditions, or name Action and Resource instead of NotAction and NotResource.`,
    ));
  });

  test('is told by the size that is over the limit', () => {
    const message = messageOf(() => place([ofPolicySize(MANAGED_MAX + 1, 's:Get', 'NotResource')], INLINE_MAX));

    expect(Number(/any policy: (\d+) characters/.exec(message)?.[1])).toBeGreaterThan(MANAGED_MAX);
  });

  test('is named although its action is known later', () => {
    const message = messageOf(() => place([{ Effect: 'Allow', Action: Aws.STACK_NAME, Resource: 'a', Condition: BIG }], INLINE_MAX));

    expect(message).toContain("for Action '${AWS::StackName}'");
  });
});

describe('any statements', () => {
  const seeds = Array.from({ length: 15 }, (_, i) => i + 1);

  test.each(seeds)('are placed with nothing lost and nothing added (seed %i)', (seed) => {
    const { jsons, placed, actions, resources } = aLargeRole(seed);

    expect(meaningOf(all(placed), actions, resources)).toEqual(meaningOf(jsons, actions, resources));
  });

  test.each(seeds)('are placed within the limits of IAM (seed %i)', (seed) => {
    const { placed, spent } = aLargeRole(seed);
    const inline = [placed.inline, placed.embedded].filter((statements) => statements.length > 0).map(policySizeOf);

    if (inline.length > 0) expect(inline.reduce((sum, policySize) => sum + policySize, spent)).toBeLessThanOrEqual(INLINE_MAX);
    expect(placed.managed.map(policySizeOf).filter((policySize) => policySize > MANAGED_MAX)).toEqual([]);
    expect(placed.managed.filter((statements) => statements.length === 0)).toEqual([]);
  });

  test.each(seeds)('are placed with what denies before what allows (seed %i)', (seed) => {
    const { placed } = aLargeRole(seed);

    for (const policy of [placed.inline, placed.embedded, ...placed.managed]) {
      const effects = policy.map((s) => s.Effect);
      expect(effects).toEqual([...effects].sort((a, b) => (a === b ? 0 : a === 'Deny' ? -1 : 1)));
    }
  });

  test.each(seeds)('are placed with each Sid once, and none lost (seed %i)', (seed) => {
    const { jsons, placed } = aLargeRole(seed);
    const sids = all(placed).map((s) => s.Sid).filter((sid) => sid !== undefined);

    expect([...sids].sort()).toEqual([...new Set(jsons.map((json) => json.Sid).filter((sid) => sid !== undefined))].sort());
  });

  test.each(seeds)('are placed the same in whatever order they come (seed %i)', (seed) => {
    const { statements, placed, spent } = aLargeRole(seed);
    const random = new Random(seed);
    const order = new Map(statements.map((one) => [one, random.below(1_000_000)]));
    const shuffled = [...statements].sort((a, b) => order.get(a)! - order.get(b)!);
    expect(rendered(placeStatements(shuffled, spent))).toEqual(placed);
  });
});

interface Rendered {
  readonly inline: any[];
  readonly embedded: any[];
  readonly managed: any[][];
}

function allow(resource: string, actions: string[] = ['s:Get']): any {
  return { Effect: 'Allow', Action: actions.length === 1 ? actions[0] : actions, Resource: resource };
}

function deny(resource: string): any {
  return { ...allow(resource), Effect: 'Deny' };
}

function statement(json: any): Statement {
  return parseStatement(stack, json);
}

/** As if one of its values were a reference; plain text, so that its size is known. */
function referring(json: any): Statement {
  return { ...statement(json), refersToResources: true };
}

/** A statement on as many resources as make a policy of just that size with it alone. */
function ofPolicySize(policySize: number, action: string = 's:Get', resourceKey: 'Resource' | 'NotResource' = 'Resource'): any {
  const json = { Effect: 'Allow', Action: action, [resourceKey]: Array.from({ length: Math.ceil(policySize / 200) }, (_, i) => `${action}${i}`) };
  const missing = policySize - policySizeOf([json]);
  const each = Math.floor(missing / json[resourceKey].length);
  json[resourceKey] = (json[resourceKey] as string[]).map((resource, i) => `${resource}${'x'.repeat(i === 0 ? missing - each * (json[resourceKey].length - 1) : each)}`);
  expect(policySizeOf([json])).toBe(policySize);
  return json;
}

function policySizeOf(statements: readonly any[]): number {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;
}

function place(jsons: readonly any[], spent: number = 0): Rendered {
  return rendered(placeStatements(jsons.map(statement), spent));
}

function rendered(placement: Placement): Rendered {
  const render = (statements: readonly Statement[]) => statements.map((s) => renderStatement(s, 'resolved'));
  return { inline: render(placement.inline), embedded: render(placement.embedded), managed: placement.managed.map(render) };
}

function all(placed: Rendered): any[] {
  return [...placed.inline, ...placed.embedded, ...placed.managed.flat()];
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

interface LargeRole {
  readonly jsons: any[];
  readonly statements: Statement[];
  readonly placed: Rendered;
  readonly spent: number;
  readonly actions: string[];
  readonly resources: string[];
}

/** Enough statements of all forms to fill the role and several managed policies. */
function aLargeRole(seed: number): LargeRole {
  const random = new Random(seed);
  const actions = Array.from({ length: 60 }, (_, i) => `service${i % 7}:DescribeSomethingLong${'x'.repeat(i % 30)}${i}`);
  const resources = Array.from({ length: 60 }, (_, i) => `arn:aws:service${i % 7}:us-east-1:111111111111:thing/${'y'.repeat(i * 7 % 90)}${i}`);
  const spent = random.pick([0, 0, 3_000, 10_000, 12_000]);
  const jsons = random.times(1 + random.below(30), () => {
    const sid = random.pick([undefined, undefined, undefined, 'First', 'Second', 'Third']);
    const tag = random.pick([undefined, undefined, 'a', 'b']);
    const effect = random.pick(['Allow', 'Allow', 'Allow', 'Deny']);
    return {
      ...sid === undefined ? {} : { Sid: sid },
      Effect: effect,
      // Exceptions cannot be cut, so they are few enough for one policy.
      ...random.below(8) === 0 ? { NotAction: actions.slice(0, 1 + random.below(20)) } : { Action: manyOf(random, actions) },
      ...random.below(8) === 0 ? { NotResource: resources.slice(0, 1 + random.below(15)) } : { Resource: manyOf(random, resources) },
      ...tag === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalTag/team': tag } } },
    };
  });
  const statements = jsons.map((json) => random.below(3) === 0 ? referring(json) : statement(json));
  return { jsons, statements, placed: rendered(placeStatements(statements, spent)), spent, actions, resources };
}

function manyOf(random: Random, values: readonly string[]): string[] {
  const from = random.below(values.length);
  return values.slice(from, from + 1 + random.below(random.pick([2, 8, values.length])));
}
