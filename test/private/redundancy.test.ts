import { App, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { meaningOf } from './policies';
import { smallestStatements } from '../../lib/private/redundancy';
import { parseStatement, renderStatement } from '../../lib/private/statement';

/** The same cases in every run, so that a failing one is not lost. */
const RUNS = { seed: 1, numRuns: 400 };

const stack = new Stack(new App(), 'Stack');
const name = new CfnParameter(stack, 'Name').valueAsString;

const GET = { Effect: 'Allow', Action: 's:Get', Resource: 'a' };
const TEAM = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };

describe('what another statement says already goes', () => {
  test.each<[string, any[], any[]]>([
    ['nothing', [], []],
    ['an action on fewer resources', [GET, { ...GET, Action: ['s:Get', 's:Put'], Resource: ['a', 'b'] }], [{ ...GET, Action: ['s:Get', 's:Put'], Resource: ['a', 'b'] }]],
    ['some of the actions', [{ ...GET, Action: ['s:Get', 's:List'] }, { ...GET, Action: ['s:Get', 's:Put'], Resource: ['a', 'b'] }], [{ ...GET, Action: ['s:Get', 's:Put'], Resource: ['a', 'b'] }, { ...GET, Action: 's:List' }]],
    ['an action on one resource, beside every one', [GET, { ...GET, Action: ['s:Get', 's:Put'], Resource: '*' }], [{ ...GET, Action: ['s:Get', 's:Put'], Resource: '*' }]],
    ['an action on resources, beside every one', [{ ...GET, Resource: ['a', 'b'] }, { ...GET, Resource: '*' }], [{ ...GET, Resource: '*' }]],
    ['resources beside every one in a list', [{ ...GET, Resource: ['a', '*', 'b'] }], [{ ...GET, Resource: '*' }]],
    ['actions that several statements have', [{ ...GET, Action: ['s:A', 's:B'] }, { ...GET, Action: ['s:A', 's:C'], Resource: ['a', 'b'] }, { ...GET, Action: ['s:B', 's:D'], Resource: ['a', 'c'] }], [
      { ...GET, Action: ['s:A', 's:C'], Resource: ['a', 'b'] }, { ...GET, Action: ['s:B', 's:D'], Resource: ['a', 'c'] },
    ]],
    ['what makes room for a merge', [{ ...GET, Action: ['s:Get', 's:Put'] }, { ...GET, Action: 's:Put', Resource: 'b' }, { ...GET, Action: ['s:Get', 's:List'], Resource: ['a', 'c'] }], [
      { ...GET, Action: ['s:Get', 's:List'], Resource: ['a', 'c'] }, { ...GET, Action: 's:Put', Resource: ['a', 'b'] },
    ]],
    ['under the same condition', [{ ...GET, Condition: TEAM }, { ...GET, Resource: '*', Condition: TEAM }], [{ ...GET, Resource: '*', Condition: TEAM }]],
    ['in a Deny', [{ ...GET, Effect: 'Deny' }, { ...GET, Effect: 'Deny', Resource: '*' }], [{ ...GET, Effect: 'Deny', Resource: '*' }]],
    ['an action that is a parameter', [{ ...GET, Action: name }, { ...GET, Action: [name, 's:Put'], Resource: ['a', 'b'] }], [{ ...GET, Action: ['s:Put', { Ref: 'Name' }], Resource: ['a', 'b'] }]],
    ['what a statement with a Sid has', [GET, { ...GET, Sid: 'Read', Action: ['s:Get', 's:List'] }], [{ ...GET, Sid: 'Read', Action: ['s:Get', 's:List'] }]],
  ])('%s', (_, statements, smallest) => {
    expect(smallestOf(statements)).toEqual(smallest);
    expect(smallestOf([...statements].reverse())).toEqual(smallest);
  });
});

describe('nothing goes', () => {
  test.each<[string, any, any]>([
    ['if the effect differs', GET, { ...GET, Effect: 'Deny', Resource: '*' }],
    ['if the condition differs', { ...GET, Condition: TEAM }, { ...GET, Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'b' } } }],
    ['if the other has a condition', GET, { ...GET, Resource: '*', Condition: TEAM }],
    ['if it has a condition that the other has not, which says more to a reader', { ...GET, Condition: TEAM }, { ...GET, Resource: '*' }],
    ['if a resource is on one side only', { ...GET, Resource: ['a', 'b'] }, { ...GET, Action: ['s:Get', 's:Put'], Resource: ['b', 'c'] }],
    ['because of a pattern of resources', { ...GET, Resource: 'arn:aws:s3:::a/b' }, { ...GET, Action: ['s:Get', 's:Put'], Resource: 'arn:aws:s3:::a/*' }],
    ['because of a pattern of actions', GET, { ...GET, Action: 's:*', Resource: '*' }],
    ['because of an action in another case', GET, { ...GET, Action: 's:get', Resource: '*' }],
    ['because of all but some actions', GET, { Effect: 'Allow', NotAction: 's:Put', Resource: '*' }],
    ['because of all but some resources', GET, { Effect: 'Allow', Action: 's:Get', NotResource: 'b' }],
    ['of all but some resources', { Effect: 'Deny', Action: 's:Get', NotResource: '*' }, { ...GET, Effect: 'Deny', Resource: '*' }],
    ['that has a Sid', { ...GET, Sid: 'Read' }, { ...GET, Resource: '*' }],
    ['because of a list that is known later', GET, { ...GET, Action: ['s:Get', 's:Put'], Resource: Lazy.list({ produce: () => ['a', 'b'] }) }],
    ['of all but some actions that are named twice', { Effect: 'Deny', NotAction: ['s:Get', 's:Get'], Resource: 'a' }, GET],
    ['of a list that is known later, with an action twice', { ...GET, Action: ['s:Get', 's:Get'], Resource: Lazy.list({ produce: () => ['a', 'a'] }) }, { ...GET, Resource: '*' }],
    ['for want of actions', { Effect: 'Allow', Action: [], Resource: 'a' }, { ...GET, Resource: '*' }],
    ['for want of resources', { Effect: 'Allow', Action: 's:Get', Resource: [] }, { ...GET, Action: 's:Put', Resource: '*' }],
  ])('%s', (_, one, other) => {
    expect(smallestOf([one, other])).toHaveLength(2);
    expect(smallestOf([other, one])).toEqual(smallestOf([one, other]));
  });
});

describe('any statements', () => {
  /** Few names, so that much is redundant. */
  const ACTIONS = ['s:A', 's:B', 's:C', 's:D'];
  const RESOURCES = ['a', 'b', 'c', '*'];
  const oneOf = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });
  const statement = fc.record({
    effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), oneOf(ACTIONS)),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), oneOf(RESOURCES)),
    condition: fc.constantFrom({}, {}, { Condition: TEAM }, { Condition: { StringEquals: { k: ['v', 'w'] } } }),
    sid: fc.constantFrom({}, {}, {}, { Sid: 'One' }, { Sid: 'Two' }),
    refers: fc.boolean(),
  }).map(({ effect, action, resource, condition, sid, refers }) => ({
    json: { ...sid, Effect: effect, [action[0]]: action[1], [resource[0]]: resource[1], ...condition } as any,
    refers,
  }));
  const statements = fc.array(statement, { maxLength: 9 });

  test('say the same when they are as small as can be', () => {
    fc.assert(fc.property(statements, (given) => {
      expect(meaning(smallest(given))).toEqual(meaning(given.map(({ json }) => json)));
    }), RUNS);
  });

  test('become the same in whatever order they come', () => {
    const inTwoOrders = statements.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })));
    fc.assert(fc.property(inTwoOrders, ([given, shuffled]) => {
      expect(smallest(shuffled)).toEqual(smallest(given));
    }), RUNS);
  });

  test('become no more, and no smaller in a second round', () => {
    fc.assert(fc.property(statements, (given) => {
      const parsed = parse(given);
      const once = smallestStatements(parsed);
      expect(once.length).toBeLessThanOrEqual(given.length);
      expect(smallestStatements(once)).toEqual(once);
    }), RUNS);
  });

  test('keep every Sid', () => {
    fc.assert(fc.property(statements, (given) => {
      const sids = (jsons: any[]) => [...new Set(jsons.map(({ Sid }) => Sid))].filter((sid) => sid !== undefined).sort();
      expect(sids(smallest(given))).toEqual(sids(given.map(({ json }) => json)));
    }), RUNS);
  });

  test('say nothing twice without a Sid, but for what is not listed', () => {
    fc.assert(fc.property(statements, (given) => {
      const unnamed = smallest(given).filter((json) => json.Sid === undefined && 'Action' in json && 'Resource' in json);
      for (const one of unnamed) {
        const isAlike = (other: any) => other.Effect === one.Effect && JSON.stringify(other.Condition) === JSON.stringify(one.Condition);
        const others = unnamed.filter((other) => other !== one && isAlike(other));
        const covers = (other: any) => [one.Resource].flat().every((resource) => [other.Resource].flat().includes(resource)) || other.Resource === '*';
        const covered = others.filter(covers).flatMap(({ Action }) => Action);
        expect([one.Action].flat().filter((action) => covered.includes(action))).toEqual([]);
      }
    }), RUNS);
  });

  interface Given {
    readonly json: any;
    readonly refers: boolean;
  }

  /** What refers to resources is kept apart by whoever places it; here its values are text, so that it can be compared. */
  function parse(given: readonly Given[]) {
    return given.map(({ json, refers }) => ({ ...parseStatement(stack, json), refersToResources: refers }));
  }

  function smallest(given: readonly Given[]): any[] {
    return smallestStatements(parse(given)).map((one) => renderStatement(one, 'resolved'));
  }

  function meaning(jsons: readonly any[]): string[] {
    return meaningOf(jsons, ACTIONS, RESOURCES.filter((resource) => resource !== '*'));
  }
});

function smallestOf(jsons: readonly any[]): any[] {
  return smallestStatements(jsons.map((json) => parseStatement(stack, json))).map((statement) => renderStatement(statement, 'resolved'));
}
