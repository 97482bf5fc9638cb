import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { meaningOf } from './policies';
import { InvalidInputError } from '../../lib/private/errors';
import type { PlacementRule } from '../../lib/private/placement';
import { placeStatements } from '../../lib/private/placement';
import { serviceOf, servicePrefixes } from '../../lib/private/service-authorization';
import { parseStatement, renderStatement } from '../../lib/private/statement';

/** Of the IAM quotas page, written down again: the library's own constants are what is tried here. */
const INLINE_MAX = 10_240;
const MANAGED_MAX = 6_144;

/** What the statements of a managed policy have, each with a comma. */
const ROOM = MANAGED_MAX - '{"Version":"2012-10-17","Statement":[]}'.length + 1;

/** The same cases in every run, so that a failing one is not lost. */
const RUNS = { seed: 1, numRuns: 40 };

const stack = new Stack(new App(), 'Stack');

describe('a role that reads a whole account by 561 actions', () => {
  // As much as a security product was found to ask for, which its vendor packs into three policies by hand.
  const readers = actionsOf(servicePrefixes().sort().filter((prefix, i) => i % 4 === 0 && prefix !== 'apigateway'), 36);
  const wide = { Effect: 'Allow', Action: evenly(readers, 560), Resource: '*' };
  const narrow = { Effect: 'Allow', Action: 'apigateway:GET', Resource: ['apis', 'apis/*/authorizers', 'apis/*/integrations', 'apis/*/routes', 'apis/*/stages', 'domainnames', 'restapis', 'restapis/*/stages'].map((path) => `arn:aws:apigateway:*::/${path}`) };
  const size = JSON.stringify([wide, narrow]).length;

  test('has as many characters as three policies hold, and two do not', () => {
    expect(wide.Action).toHaveLength(560);
    expect(size).toBeGreaterThan(2.7 * MANAGED_MAX);
    expect(size).toBeLessThan(2.98 * MANAGED_MAX);
  });

  test('needs three managed policies', () => {
    const { inline, embedded, managed } = place([wide, narrow], 0, 'managed');

    expect([inline, embedded]).toEqual([[], []]);
    expect(managed).toHaveLength(3);
    expect(managed.map(policySize).filter((characters) => characters > MANAGED_MAX)).toEqual([]);
    expect(saidBy(managed.flat())).toEqual(saidBy([wide, narrow]));
  });

  test('needs two beside what the role holds', () => {
    const { inline, embedded, managed } = place([wide, narrow], 0);

    expect(embedded).toEqual([]);
    expect(policySize(inline)).toBeLessThanOrEqual(INLINE_MAX);
    expect(managed).toHaveLength(2);
    expect(managed.map(policySize).filter((characters) => characters > MANAGED_MAX)).toEqual([]);
    expect(saidBy([...inline, ...managed.flat()])).toEqual(saidBy([wide, narrow]));
  });

  test('is the same from actions added one by one, in any order', () => {
    const single = [...wide.Action].sort((a, b) => a.slice(-3) < b.slice(-3) ? -1 : 1).map((action) => ({ ...wide, Action: action }));

    expect(place([narrow, ...single], 0)).toEqual(place([wide, narrow], 0));
  });

  test.each<[PlacementRule]>([['managed'], ['inline-first']])('has one policy that changes when an action is added, more only where one is full (%s)', (rule) => {
    const changes = Array.from({ length: 14 }, (_, i) => 300 + 20 * i).flatMap((count) => {
      const some = { ...wide, Action: evenly(readers, count) };
      const before = policiesOf(place([some, narrow], 0, rule));
      const added = evenly(readers.filter((action) => !some.Action.includes(action)), 10);
      return added.map((action) => policiesOf(place([some, narrow, { ...some, Action: action }], 0, rule)))
        .map((policies) => policies.filter((policy) => !before.includes(policy)).length);
    });

    expect(Math.min(...changes)).toBe(1);
    // Where policies are filled to the brim, all that come later change too.
    expect(changes.reduce((sum, count) => sum + count, 0) / changes.length).toBeLessThan(1.5);
  });
});

describe('a statement', () => {
  test('stays whole where cutting it saves no policy', () => {
    expect(counts([cuttable(4_000, 'a'), cuttable(4_000, 'b')])).toEqual([1, 1]);
  });

  test('is cut to fill the room that others leave, where that saves a policy', () => {
    expect(counts([cuttable(4_000, 'a'), cuttable(4_000, 'b'), cuttable(4_000, 'c')])).toEqual([2, 2]);
  });

  test('is cut once for each policy that it fills', () => {
    const parts = place([cuttable(30_000, 'a')], INLINE_MAX).managed;

    expect(parts.map((policy) => policy.length)).toEqual([1, 1, 1, 1, 1]);
  });

  test('that cannot be cut leaves gaps to others', () => {
    expect(counts([solid(4_000, 'a'), solid(4_000, 'b'), solid(2_000, 'c'), solid(2_000, 'd')])).toEqual([2, 2]);
  });

  test('is poured into the gaps of several that cannot be cut', () => {
    const policies = place([solid(4_000, 'a'), solid(4_000, 'b'), cuttable(3_600, 'c')], INLINE_MAX).managed;

    expect(policies).toHaveLength(2);
    expect(policies.map((policy) => policy.map(({ Effect }) => Effect))).toEqual([['Deny', 'Allow'], ['Deny', 'Allow']]);
  });

  test('has its Sid in the first part alone', () => {
    const parts = place([{ ...cuttable(14_000, 'a'), Sid: 'Read' }], INLINE_MAX).managed.flat();

    expect(parts.map(({ Sid }) => Sid)).toEqual(['Read', undefined, undefined]);
  });

  test('is cut at a service', () => {
    const actions = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((service) => Array.from({ length: 40 }, (_, i) => `${service}:Describe${'x'.repeat(11)}${i + 10}`));
    const parts = place([{ Effect: 'Allow', Action: actions, Resource: '*' }], INLINE_MAX).managed.flat();

    expect(parts).toHaveLength(2);
    expect(parts[1].Action[0]).toMatch(/^[a-h]:Describex+10$/);
  });

  test('with many actions on many resources repeats neither in full', () => {
    const json = { Effect: 'Allow', Action: items('s:', 4_000), Resource: items('r', 7_000) };
    const { managed } = place([json], INLINE_MAX);

    expect(managed.map(policySize).filter((characters) => characters > MANAGED_MAX)).toEqual([]);
    expect(saidBy(managed.flat())).toEqual(saidBy([json]));
    // Half of the actions take a third of a policy, so that it has two thirds for resources.
    expect(managed).toHaveLength(4);
  });

  test('with a large condition is cut down to one action on one resource', () => {
    const json = { Effect: 'Allow', Action: items('s:', 200), Resource: items('r', 200), Condition: { StringEquals: { k: 'x'.repeat(5_950) } } };
    const { managed } = place([json], INLINE_MAX);

    expect(managed.map(policySize).filter((characters) => characters > MANAGED_MAX)).toEqual([]);
    expect(saidBy(managed.flat())).toEqual(saidBy([json]));
  });

  test('that does not fit even so is an error', () => {
    const json = { Effect: 'Allow', Action: ['s:A', 's:B'], Resource: ['a', 'b'], Condition: { StringEquals: { k: 'x'.repeat(6_100) } } };

    expect(() => place([json], INLINE_MAX)).toThrow(InvalidInputError);
    expect(() => place([json], INLINE_MAX)).toThrow(/^One statement is too large for any policy: 62\d\d characters for Action 's:A'\./);
  });

  test('fills the role, where that saves a managed policy', () => {
    expect(countsOf(place([cuttable(12_000, 'a')]))).toEqual({ inline: 1, embedded: 0, managed: [1] });
    expect(countsOf(place([cuttable(5_000, 'a'), cuttable(8_000, 'b')]))).toEqual({ inline: 2, embedded: 0, managed: [1] });
  });

  test('leaves the role as it is, where that saves no managed policy', () => {
    expect(countsOf(place([cuttable(5_000, 'a'), cuttable(5_900, 'b')]))).toEqual({ inline: 1, embedded: 0, managed: [1] });
  });

  test('that refers to resources needs no policy of its own for a part', () => {
    const [plain, referring] = [statement(cuttable(3_000, 'a')), { ...statement(cuttable(13_000, 'b')), refersToResources: true }];
    const small = { ...statement({ Effect: 'Allow', Action: 'a:Get', Resource: 'r' }), refersToResources: true };

    expect(countsOf(rendered([plain, referring]))).toEqual({ inline: 1, embedded: 0, managed: [1, 1, 1] });
    expect(countsOf(rendered([plain, referring, small]))).toEqual({ inline: 1, embedded: 2, managed: [1] });
  });
});

describe('a rule for where statements go', () => {
  const large = cuttable(12_000, 'a');

  test('has none in the role', () => {
    expect(countsOf(place([{ Effect: 'Allow', Action: 'a:Get', Resource: 'r' }], 0, 'managed'))).toEqual({ inline: 0, embedded: 0, managed: [1] });
  });

  test('unites what refers to resources with what does not, where all are in managed policies', () => {
    const get = { Effect: 'Allow', Action: 'a:Get', Resource: 'r' };
    const statements = [statement(get), { ...statement({ ...get, Resource: 's' }), refersToResources: true }];

    expect(rendered(statements, 'managed').managed).toEqual([[{ ...get, Resource: ['r', 's'] }]]);
    expect(countsOf(rendered(statements))).toEqual({ inline: 1, embedded: 1, managed: [] });
  });

  test('has all of them in the role, whole, whether they fit or not', () => {
    expect(countsOf(place([large, cuttable(6_000, 'b')], 0, 'inline-only'))).toEqual({ inline: 2, embedded: 0, managed: [] });
    expect(countsOf(place([large], INLINE_MAX, 'inline-only'))).toEqual({ inline: 1, embedded: 0, managed: [] });
  });
});

describe('any statements', () => {
  const ACTIONS = Array.from({ length: 40 }, (_, i) => `service${i % 9}:Describe${'x'.repeat(i * 7 % 60)}${i}`);
  const RESOURCES = Array.from({ length: 40 }, (_, i) => `arn:aws:service${i % 9}:us-east-1:111111111111:thing/${'y'.repeat(i * 7 % 100)}${i}`);
  const someOf = (names: readonly string[]) => fc.tuple(fc.nat(names.length - 1), fc.constantFrom(1, 1, 2, 7, 20, names.length))
    .map(([from, count]) => names.slice(from, from + count));
  const condition = fc.constantFrom({}, {}, { Condition: { StringEquals: { k: 'v' } } }, { Condition: { StringLike: { k: ['v*', 'w'.repeat(400)] } } });
  const onItems = fc.record({ effect: fc.constantFrom('Allow', 'Allow', 'Deny'), action: someOf(ACTIONS), resource: someOf(RESOURCES), condition, refers: fc.boolean() })
    .map(({ effect, action, resource, condition: test, refers }): Given =>
      ({ json: { Effect: effect, Action: action, Resource: resource, ...test }, refers }));
  const onOthers = fc.record({ action: someOf(ACTIONS), resource: someOf(RESOURCES), not: fc.constantFrom('NotAction', 'NotResource'), condition, refers: fc.boolean() })
    .map(({ action, resource, not, condition: test, refers }): Given => ({ json: { Effect: 'Deny', [not === 'NotAction' ? not : 'Action']: action, [not === 'NotResource' ? not : 'Resource']: resource, ...test }, refers }));
  const given = fc.record({
    statements: fc.array(fc.oneof({ weight: 4, arbitrary: onItems }, { weight: 1, arbitrary: onOthers }), { maxLength: 14 }),
    spent: fc.constantFrom(0, 0, 5_000, 9_900, 12_000),
    rule: fc.constantFrom<PlacementRule>('inline-first', 'inline-first', 'managed', 'inline-only'),
  });

  test('say the same once they are packed', () => {
    fc.assert(fc.property(given, ({ statements, spent, rule }) => {
      const { inline, embedded, managed } = rendered(parse(statements), rule, spent);
      expect(meaningOf([...inline, ...embedded, ...managed.flat()], ACTIONS, RESOURCES))
        .toEqual(meaningOf(statements.map(({ json }) => json), ACTIONS, RESOURCES));
    }), RUNS);
  });

  test('are packed within the limits', () => {
    fc.assert(fc.property(given, ({ statements, spent, rule }) => {
      const { inline, embedded, managed } = rendered(parse(statements), rule, spent);
      const own = [inline, embedded].filter((policy) => policy.length > 0).map(policySize).reduce((sum, characters) => sum + characters, 0);
      if (rule === 'managed') expect(own).toBe(0);
      if (rule === 'inline-only') expect(managed).toEqual([]);
      else expect(own).toBeLessThanOrEqual(Math.max(0, INLINE_MAX - spent));
      expect(managed.filter((policy) => policy.length === 0 || policySize(policy) > MANAGED_MAX)).toEqual([]);
    }), RUNS);
  });

  test('are packed the same in whatever order they come', () => {
    const shuffled = given.chain((one) => fc.tuple(fc.constant(one), fc.shuffledSubarray(one.statements, { minLength: one.statements.length })));
    fc.assert(fc.property(shuffled, ([{ statements, spent, rule }, others]) => {
      expect(rendered(parse(others), rule, spent)).toEqual(rendered(parse(statements), rule, spent));
    }), RUNS);
  });

  test('have what denies before what allows in each policy', () => {
    fc.assert(fc.property(given, ({ statements, spent, rule }) => {
      const { inline, embedded, managed } = rendered(parse(statements), rule, spent);
      for (const policy of [inline, embedded, ...managed]) {
        const effects = policy.map(({ Effect }) => Effect);
        expect(effects).toEqual([...effects].sort().reverse());
      }
    }), RUNS);
  });

  /** Any two policies with room for each other's statements would be one. */
  test('need less than twice as many policies as if they could be cut anywhere', () => {
    fc.assert(fc.property(given, ({ statements }) => {
      const { managed } = rendered(parse(statements), 'managed');
      const total = managed.flat().reduce((sum, json) => sum + JSON.stringify(json).length + 1, 0);
      expect(managed.length).toBeLessThan(2 * total / ROOM + 1);
    }), RUNS);
  });

  test('need as few policies as fit, where each can be cut, but for what a cut repeats and the item that no longer fits', () => {
    const long = fc.record({ effect: fc.constantFrom('Allow', 'Deny'), action: fc.nat(ACTIONS.length - 1), resource: someOf(RESOURCES).filter(({ length }) => length > 1), condition });
    fc.assert(fc.property(fc.array(long, { minLength: 1, maxLength: 30 }), (many) => {
      const jsons = many.map(({ effect, action, resource, condition: test }, i) => ({ Effect: effect, Action: `${ACTIONS[action]}${i}`, Resource: resource, ...test }));
      const frame = Math.max(...jsons.map((json) => JSON.stringify({ ...json, Resource: [] }).length + 1));
      const item = Math.max(...RESOURCES.map((resource) => resource.length + '"",'.length));
      const total = jsons.reduce((sum, json) => sum + JSON.stringify(json).length + 1, 0);
      expect(place(jsons, INLINE_MAX).managed.length).toBeLessThanOrEqual(Math.ceil(total / (ROOM - 2 * frame - item)));
    }), RUNS);
  });
});

interface Given {
  readonly json: any;
  /** As if one of its values were a reference; plain text, so that its size is known. */
  readonly refers: boolean;
}

function parse(given: readonly Given[]) {
  return given.map(({ json, refers }) => ({ ...statement(json), refersToResources: refers }));
}

function statement(json: any) {
  return parseStatement(stack, json);
}

interface Rendered {
  readonly inline: any[];
  readonly embedded: any[];
  readonly managed: any[][];
}

function place(jsons: readonly any[], spent: number = 0, rule?: PlacementRule): Rendered {
  return rendered(jsons.map(statement), rule, spent);
}

function rendered(statements: readonly ReturnType<typeof statement>[], rule?: PlacementRule, spent: number = 0): Rendered {
  const { inline, embedded, managed } = placeStatements(statements, spent, rule);
  const render = (policy: readonly ReturnType<typeof statement>[]) => policy.map((one) => renderStatement(one, 'resolved'));
  return { inline: render(inline), embedded: render(embedded), managed: managed.map(render) };
}

function counts(jsons: readonly any[]): number[] {
  return place(jsons, INLINE_MAX).managed.map((policy) => policy.length);
}

function countsOf({ inline, embedded, managed }: Rendered): unknown {
  return { inline: inline.length, embedded: embedded.length, managed: managed.map((policy) => policy.length) };
}

function policiesOf({ inline, embedded, managed }: Rendered): string[] {
  return [inline, embedded, ...managed].map((policy) => JSON.stringify(policy));
}

function policySize(statements: readonly any[]): number {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }).length;
}

/** A statement of so many characters on many resources. */
function cuttable(size: number, service: string): any {
  return { Effect: 'Allow', Action: `${service}:Get`, Resource: items(service, size - 60) };
}

/** A statement of so many characters that IAM has no smaller form of. */
function solid(size: number, service: string): any {
  return { Effect: 'Deny', Action: `${service}:Get`, NotResource: items(service, size - 60) };
}

/** Names of 18 characters, 21 with what is around them, in about so many characters. */
function items(prefix: string, size: number): string[] {
  return Array.from({ length: Math.floor(size / 21) }, (_, i) => `${prefix}${String(i).padStart(18 - prefix.length, '0')}`);
}

/** The readers of services, those with names of up to so many characters. */
function actionsOf(services: readonly string[], longest: number): string[] {
  return services.flatMap((prefix) => serviceOf(prefix)!.actions.filter(({ level }) => level === 'List' || level === 'Read').map(({ name }) => `${prefix}:${name}`))
    .filter((action) => action.length <= longest);
}

function evenly(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => names[Math.floor(i * names.length / count)]);
}

/** Every pair of an action and a resource that is allowed. */
function saidBy(jsons: readonly any[]): string[] {
  return [...new Set(jsons.flatMap((json) => [json.Action].flat().flatMap((action) => [json.Resource].flat().map((resource) => `${action} ${resource}`))))].sort();
}
