import { App, Aws, CfnParameter, Fn, Lazy, Stack, Token, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { meaningOf, randomStatement } from './policies';
import { Random } from './random';
import type { Statement } from '../../lib/private/statement';
import { asList, cutStatement, cuttableLists, mergeStatements, parseStatement, renderStatement, sortStatements, statementSize } from '../../lib/private/statement';

const stack = new Stack(new App(), 'Stack');
const bucket = new s3.Bucket(stack, 'Bucket');
const name = new CfnParameter(stack, 'Name');
const names = new CfnParameter(stack, 'Names', { type: 'CommaDelimitedList' });

describe('a statement that was read', () => {
  test.each<[string, any]>([
    ['one action on one resource', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'r' }],
    ['lists', { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['r', 's'] }],
    ['a Deny', { Effect: 'Deny', Action: 's3:GetObject', Resource: 'r' }],
    ['all but some actions', { Effect: 'Deny', NotAction: ['iam:GetRole', 'iam:GetUser'], Resource: '*' }],
    ['all but some resources', { Effect: 'Deny', Action: 's3:*', NotResource: ['r', 's'] }],
    ['a condition', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'r', Condition: { StringEquals: { 'aws:PrincipalTag/a': ['b', 'c'] } } }],
    ['a Sid', { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'r' }],
    ['pseudo parameters', { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:${Aws.PARTITION}:s3:::a`, Condition: { StringEquals: { 'aws:RequestedRegion': Aws.REGION } } }],
    ['references', { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: [bucket.bucketArn, `${bucket.bucketArn}/*`] }],
    ['a parameter for an action', { Effect: 'Allow', Action: name.valueAsString, Resource: 'r' }],
    ['a condition that is known later', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'r', Condition: { StringEquals: Lazy.any({ produce: () => ({ a: 'b' }) }) } }],
    ['a list parameter for resources', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: names.valueAsList }).toJSON()],
    ['a list parameter for actions', new iam.PolicyStatement({ actions: names.valueAsList, resources: ['r'] }).toJSON()],
    ['a list of a resource, beside a reference', { Effect: 'Allow', Action: 's3:GetObject', Resource: Token.asList(Fn.getAtt('Things', 'Arns')), Condition: { ArnEquals: { 'aws:SourceArn': bucket.bucketArn } } }],
    ['a list that becomes longer', { Effect: 'Allow', Action: 's3:GetObject', Resource: Lazy.list({ produce: () => ['r', 's', bucket.bucketArn] }) }],
    ['a list with a value that comes to nothing', { Effect: 'Allow', Action: 's3:GetObject', Resource: ['r', Lazy.string({ produce: () => undefined }), 's'] }],
  ])('says the same as before: %s', (_, json) => {
    const expected = stack.resolve(json);

    expect(renderStatement(parse(json), 'resolved')).toEqual(expected);
    expect(stack.resolve(renderStatement(parse(json), 'given'))).toEqual(expected);
  });

  test('leaves a list of what another stack has for CDK to write', () => {
    const app = new App();
    const [own, foreign] = [new Stack(app, 'Own'), new Stack(app, 'Foreign')];
    const arns = Lazy.list({ produce: () => ['One', 'Two'].map((id) => s3.Bucket.fromBucketName(own, id, new s3.Bucket(foreign, id).bucketName).bucketArn) });
    const read = parseStatement(own, { Effect: 'Allow', Action: 's3:GetObject', Resource: arns });

    expect(renderStatement(read, 'given')).toEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: arns });
    expect(renderStatement(read, 'resolved').Resource).toHaveLength(2);
    expect(cuttableLists(read)).toEqual([]);
  });

  test('of one element in lists is written without lists', () => {
    expect(renderStatement(parse({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['r'] }), 'resolved'))
      .toEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'r' });
  });

  test.each<[string, unknown]>([
    ['comes to nothing', Lazy.string({ produce: () => undefined })],
    ['is left out by CloudFormation', Aws.NO_VALUE],
    ['may be left out by CloudFormation', Fn.conditionIf('IsProduction', 'a', Aws.NO_VALUE)],
    ['is a list of what CloudFormation leaves out', [Aws.NO_VALUE]],
    ['is missing', undefined],
  ])('with a condition whose value %s is an error', (_, value) => {
    expect(() => parse({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'r', Condition: { StringEquals: { 'aws:PrincipalTag/a': value } } })).toThrow(new Error(
      "The condition StringEquals on 'aws:PrincipalTag/a' of the role 'Stack' has no value once it is written, so the statement would hold without it. Give it a value, or leave it out."));
  });

  test.each<[string, unknown]>([
    ['a list of which something stays', ['a', Fn.conditionIf('IsProduction', 'b', Aws.NO_VALUE)]],
    ['no value at all', []],
  ])('with a condition on %s is taken', (_, value) => {
    expect(() => parse({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'r', Condition: { StringEquals: { 'aws:PrincipalTag/a': value } } })).not.toThrow();
  });

  test('without an effect allows', () => {
    expect(parse({ Action: 's3:GetObject', Resource: 'r' }).effect).toBe('Allow');
  });

  test('without actions or resources has none', () => {
    expect(parse({ Effect: 'Allow' })).toMatchObject({ actions: [], resources: [] });
  });

  test.each<[string, any, boolean]>([
    ['text', 'r', false],
    ['a parameter', name.valueAsString, false],
    ['a pseudo parameter', Aws.PARTITION, false],
    ['a resource', bucket.bucketArn, true],
    ['a resource by its logical id', Fn.getAtt('Bucket', 'Arn'), true],
  ])('stands apart if it would make the role wait for a resource: %s', (_, resource, refers) => {
    expect(parse({ Effect: 'Allow', Action: 's3:GetObject', Resource: resource }).refersToResources).toBe(refers);
    expect(parse({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: { ArnEquals: { 'aws:SourceArn': resource } } }).refersToResources).toBe(refers);
  });

  test('is as large as its JSON without white space', () => {
    const json = { Action: 's3:GetObject', Condition: { StringEquals: { a: 'b"c' } }, Effect: 'Allow', Resource: ['r', 's'], Sid: 'Read' };

    expect(statementSize(parse(json), 'usual')).toBe(JSON.stringify(json).length);
    expect(statementSize(parse(json), 'least')).toBe(JSON.stringify(json).length);
  });

  test('is as large as its parts will be', () => {
    const json = { Action: 's3:GetObject', Effect: 'Allow', Resource: `arn:${Aws.PARTITION}:s3:::a` };

    expect(statementSize(parse(json), 'least')).toBe(JSON.stringify({ ...json, Resource: 'arn:aws:s3:::a' }).length);
    expect(statementSize(parse(json), 'usual')).toBe(JSON.stringify({ ...json, Resource: 'arn:aws-us-gov:s3:::a' }).length);
  });
});

describe('merging', () => {
  const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'a' };
  const CONDITION = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };

  test.each<[string, any[], any[]]>([
    ['nothing', [], []],
    ['one', [READ], [READ]],
    ['the same twice', [READ, READ], [READ]],
    ['the same in a list and alone', [READ, { ...READ, Action: ['s3:GetObject'], Resource: ['a'] }], [READ]],
    ['other actions on the same resource', [READ, { ...READ, Action: 's3:PutObject' }], [{ ...READ, Action: ['s3:GetObject', 's3:PutObject'] }]],
    ['the same action on another resource', [READ, { ...READ, Resource: 'b' }], [{ ...READ, Resource: ['a', 'b'] }]],
    ['overlapping actions', [{ ...READ, Action: ['s:a', 's:b'] }, { ...READ, Action: ['s:b', 's:c'] }], [{ ...READ, Action: ['s:a', 's:b', 's:c'] }]],
    ['overlapping resources', [{ ...READ, Resource: ['a', 'b'] }, { ...READ, Resource: ['b', 'c'] }], [{ ...READ, Resource: ['a', 'b', 'c'] }]],
    ['the same resources in another order', [{ ...READ, Resource: ['a', 'b'] }, { ...READ, Action: 's3:PutObject', Resource: ['b', 'a'] }], [{ ...READ, Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'] }]],
    ['the same actions in another order', [{ ...READ, Action: ['s:a', 's:b'] }, { ...READ, Action: ['s:b', 's:a'], Resource: 'b' }], [{ ...READ, Action: ['s:a', 's:b'], Resource: ['a', 'b'] }]],
    ['the same condition', [{ ...READ, Condition: CONDITION }, { ...READ, Resource: 'b', Condition: CONDITION }], [{ ...READ, Resource: ['a', 'b'], Condition: CONDITION }]],
    ['two of one Sid', [{ ...READ, Sid: 'A' }, { ...READ, Sid: 'A', Resource: 'b' }], [{ ...READ, Sid: 'A', Resource: ['a', 'b'] }]],
    ['two that deny', [{ ...READ, Effect: 'Deny' }, { ...READ, Effect: 'Deny', Resource: 'b' }], [{ ...READ, Effect: 'Deny', Resource: ['a', 'b'] }]],
    ['the same twice with all but some actions', [{ Effect: 'Deny', NotAction: 's:a', Resource: 'a' }, { Effect: 'Deny', NotAction: 's:a', Resource: 'a' }], [{ Effect: 'Deny', NotAction: 's:a', Resource: 'a' }]],
    ['what fits together only after another fit', [READ, { ...READ, Action: 's3:PutObject' }, { ...READ, Action: ['s3:GetObject', 's3:PutObject'], Resource: 'b' }], [{ ...READ, Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'] }]],
    ['parameters for actions', [{ ...READ, Action: name.valueAsString }, { ...READ, Action: Fn.select(0, names.valueAsList) }], [{ ...READ, Action: [{ Ref: 'Name' }, { 'Fn::Select': [0, { Ref: 'Names' }] }] }]],
    ['a parameter beside an action', [{ ...READ, Action: ['s:a', name.valueAsString] }, { ...READ, Action: [Fn.select(0, names.valueAsList)] }], [{ ...READ, Action: ['s:a', { Ref: 'Name' }, { 'Fn::Select': [0, { Ref: 'Names' }] }] }]],
    ['two ways to the same reference', [{ ...READ, Resource: name.valueAsString }, { ...READ, Resource: Lazy.string({ produce: () => name.valueAsString }) }], [{ ...READ, Resource: { Ref: 'Name' } }]],
  ])('makes as few statements as say the same: %s', (_, statements, merged) => {
    expect(merge(statements)).toEqual(merged);
  });

  test.each<[string, any, any]>([
    ['both actions and resources differ', READ, { ...READ, Action: 's3:PutObject', Resource: 'b' }],
    ['the effect differs', READ, { ...READ, Effect: 'Deny' }],
    ['the condition differs', { ...READ, Condition: CONDITION }, { ...READ, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'b' } } }],
    ['one has a condition', READ, { ...READ, Condition: CONDITION }],
    ['the Sid differs', { ...READ, Sid: 'A' }, { ...READ, Sid: 'B' }],
    ['one has a Sid', READ, { ...READ, Sid: 'A', Resource: 'b' }],
    ['one says all but some actions', READ, { Effect: 'Allow', NotAction: 's3:GetObject', Resource: 'a' }],
    ['one says all but some resources', READ, { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'a' }],
    ['they except different actions', { Effect: 'Deny', NotAction: 's:a', Resource: 'a' }, { Effect: 'Deny', NotAction: 's:b', Resource: 'a' }],
    ['they except different actions elsewhere', { Effect: 'Deny', NotAction: 's:a', Resource: 'a' }, { Effect: 'Deny', NotAction: 's:a', Resource: 'b' }],
    ['they except different resources', { Effect: 'Deny', Action: 's:a', NotResource: 'a' }, { Effect: 'Deny', Action: 's:a', NotResource: 'b' }],
    ['one refers to a resource', READ, { ...READ, Resource: bucket.bucketArn }],
    ['one is a list that is known later', READ, new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: names.valueAsList }).toJSON()],
  ])('keeps apart two statements if %s', (_, one, other) => {
    expect(merge([one, other])).toHaveLength(2);
    expect(merge([other, one])).toHaveLength(2);
  });

  test('keeps apart resources of the same logical id in two stacks', () => {
    const app = new App();
    const [first, second, own] = ['First', 'Second', 'Own'].map((id) => new Stack(app, id));
    const arns = [first, second].map((foreign) => new s3.Bucket(foreign, 'Bucket').bucketArn);
    const merged = mergeStatements(arns.map((arn) => parseStatement(own, { Effect: 'Allow', Action: 's3:GetObject', Resource: arn })));

    expect(merged.flatMap((statement) => statement.resources.map((resource) => resource.given)).sort()).toEqual([...arns].sort());
  });

  test('leaves the order in which statements were added', () => {
    const statements = ['c', 'a', 'b'].map((resource) => ({ Effect: 'Allow', Action: `s:${resource}`, Resource: resource }));

    expect(merge([...statements, statements[0]])).toEqual(statements);
  });

  test('leaves what it is given as it is', () => {
    const statements = [READ, { ...READ, Resource: 'b' }].map(parse);
    const before = JSON.stringify(statements);
    mergeStatements(statements);

    expect(JSON.stringify(statements)).toBe(before);
  });

  test.each(seeds())('never changes what is allowed and denied (seed %i)', (seed) => {
    const random = new Random(seed);
    for (let i = 0; i < 60; i++) {
      const statements = random.times(random.below(8), () => randomStatement(random));

      expect({ statements, meaning: meaningOf(merge(statements)) }).toEqual({ statements, meaning: meaningOf(statements) });
      expect(merge(statements).length).toBeLessThanOrEqual(statements.length);
    }
  });

  test.each(seeds())('comes to the same in a second round (seed %i)', (seed) => {
    const random = new Random(seed);
    const merged = mergeStatements(random.times(8, () => parse(randomStatement(random))));

    expect(rendered(mergeStatements(merged))).toEqual(rendered(merged));
  });
});

describe('sorting', () => {
  test.each<[string, any, any]>([
    ['actions and all but those actions', { Effect: 'Deny', Action: 's:a', Resource: 'a' }, { Effect: 'Deny', NotAction: 's:a', Resource: 'a' }],
    ['resources and all but those resources', { Effect: 'Deny', Action: 's:a', Resource: 'a' }, { Effect: 'Deny', Action: 's:a', NotResource: 'a' }],
    ['no condition and one', { Effect: 'Deny', Action: 's:a', Resource: 'a' }, { Effect: 'Deny', Action: 's:a', Resource: 'a', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['a list that only CDK can write, in two orders', ...[['s', 'r'], ['r', 's']].map((arns) => ({ Effect: 'Allow', Action: 's:a', Resource: Lazy.list({ produce: () => arns }) })) as [any, any]],
  ])('does not depend on the order in which statements were added: %s', (_, one, other) => {
    const sorted = rendered(sortStatements([one, other].map(parse)));

    expect(rendered(sortStatements([other, one].map(parse)))).toEqual(sorted);
  });

  test('puts a Deny first, and does not depend on the language of the machine', () => {
    const statements = ['s:a', 's:B', 's:\u00E4', 's:b'].map((action) => ({ Effect: 'Allow', Action: action, Resource: 'a' }));
    const deny = { Effect: 'Deny', Action: 's:z', Resource: 'a' };

    expect(rendered(sortStatements([...statements, deny].map(parse))).map((s) => s.Action)).toEqual(['s:z', 's:B', 's:a', 's:b', 's:\u00E4']);
  });
});

describe('cutting', () => {
  test.each<[string, any, string[]]>([
    ['two resources', { Effect: 'Allow', Action: 's:a', Resource: ['a', 'b'] }, ['resources']],
    ['actions and resources', { Effect: 'Allow', Action: ['s:a', 's:b'], Resource: ['a', 'b', 'c', 'd', 'e'] }, ['actions', 'resources']],
    ['three actions', { Effect: 'Allow', Action: ['s:a', 's:b', 's:c'], Resource: 'a' }, ['actions']],
    ['actions on all but some resources', { Effect: 'Deny', Action: ['s:a', 's:b'], NotResource: ['a', 'b'] }, ['actions']],
    ['all but some actions on two resources', { Effect: 'Deny', NotAction: ['s:a', 's:b'], Resource: ['a', 'b'] }, ['resources']],
    ['a Deny with a condition', { Effect: 'Deny', Action: ['s:a', 's:b'], Resource: 'a', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, ['actions']],
  ])('says the same in two smaller statements: %s', (_, json, lists) => {
    const statement = parse({ ...json, Sid: 'Large' });

    expect(cuttableLists(statement)).toEqual(lists);
    for (const list of cuttableLists(statement)) {
      const parts = cutStatement(statement, list, 1);
      expect(meaningOf(rendered(parts))).toEqual(meaningOf([json]));
      expect(parts.map((part) => part.sid)).toEqual(['Large', undefined]);
      parts.forEach((part) => expect(statementSize(part, 'usual')).toBeLessThan(statementSize(statement, 'usual')));
    }
  });

  test.each<[string, any]>([
    ['one action on one resource', { Effect: 'Allow', Action: 's:a', Resource: 'a' }],
    ['all but some actions on one resource', { Effect: 'Deny', NotAction: ['s:a', 's:b'], Resource: 'a' }],
    ['one action on all but some resources', { Effect: 'Deny', Action: 's:a', NotResource: ['a', 'b'] }],
    ['all but some actions on all but some resources', { Effect: 'Deny', NotAction: ['s:a', 's:b'], NotResource: ['a', 'b'] }],
    ['a list that is known later', new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: names.valueAsList }).toJSON()],
  ])('is impossible for %s', (_, json) => {
    expect(cuttableLists(parse(json))).toEqual([]);
  });

  test.each(seeds())('never changes what is allowed and denied, down to the smallest parts (seed %i)', (seed) => {
    const random = new Random(seed);
    for (let i = 0; i < 60; i++) {
      const json = randomStatement(random);
      const parts = cutUp(parse(json));

      expect({ json, meaning: meaningOf(rendered(parts)) }).toEqual({ json, meaning: meaningOf([json]) });
      expect(parts.map((part) => part.sid).filter((sid) => sid !== undefined)).toEqual(json.Sid === undefined ? [] : [json.Sid]);
    }
  });
});

describe('a list', () => {
  test.each<[string, any, any[]]>([
    ['nothing', undefined, []],
    ['one value', 'a', ['a']],
    ['an empty text', '', ['']],
    ['an object', { Ref: 'A' }, [{ Ref: 'A' }]],
    ['a list', ['a', 'b'], ['a', 'b']],
    ['no values', [], []],
  ])('is made of %s', (_, value, values) => {
    expect(asList(value)).toEqual(values);
  });

  test('is a copy', () => {
    const values = ['a'];
    asList(values).push('b');

    expect(values).toEqual(['a']);
  });
});

function parse(json: any): Statement {
  return parseStatement(stack, json);
}

function rendered(statements: readonly Statement[]): any[] {
  return statements.map((statement) => renderStatement(statement, 'resolved'));
}

function merge(statements: readonly any[]): any[] {
  return rendered(mergeStatements(statements.map(parse)));
}

function cutUp(statement: Statement): Statement[] {
  const [list] = cuttableLists(statement);
  return list === undefined ? [statement] : cutStatement(statement, list, Math.ceil(statement[list].length / 2)).flatMap(cutUp);
}

function seeds(): number[] {
  return Array.from({ length: 10 }, (_, i) => i + 1);
}
