import { App, Aws, CfnMapping, CfnParameter, DefaultTokenResolver, Fn, Lazy, Stack, StringConcat, Token, Tokenization, aws_s3 as s3 } from 'aws-cdk-lib';
import { Random } from './random';
import { ResolvedJson, holdsNoValue, isIntrinsic, mayVanish, resolve, resolveEarly, size, textsInFunctions } from '../../lib/private/intrinsics';

const { stack, parameter, bucket, otherStack } = anApp();
const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('a resolved value', () => {
  test.each<[string, unknown]>([
    ['text', 'reports'],
    ['no text', ''],
    ['a number', 3],
    ['nothing', undefined],
    ['a list with a gap', ['a', undefined, 'b']],
    ['an object with a gap', { a: 'b', c: undefined }],
    ['a pseudo parameter', Aws.PARTITION],
    ['text before a token', `a${Aws.REGION}`],
    ['text after a token', `${Aws.REGION}a`],
    ['text around tokens', `arn:${Aws.PARTITION}:s3:::${parameter.valueAsString}/*`],
    ['tokens side by side', `${Aws.PARTITION}${Aws.REGION}`],
    ['a join in a join', Fn.join('', ['a', Fn.join('', ['b', Aws.REGION]), 'c'])],
    ['a join beside text', `a${Fn.join('', ['b', Aws.REGION, 'c'])}d`],
    ['a join with a separator beside text', `a${Fn.join('/', ['b', Aws.REGION])}d`],
    ['a join of two joins', `${Fn.join('', ['b', Aws.REGION])}${Fn.join('', [Aws.REGION, 'b'])}`],
    ['empty text from a token between texts', `a${Lazy.string({ produce: () => '' })}b`],
    ['empty text from tokens alone', `${Lazy.string({ produce: () => '' })}${Lazy.string({ produce: () => '' })}`],
    ['a number in text', `a${Token.asString(5)}b`],
    ['a token that is a list', parameterOf('CommaDelimitedList').valueAsList],
    ['a token that is a number', parameterOf('Number').valueAsNumber],
    ['a mapping', new CfnMapping(stack, 'Accounts', { mapping: { eu: { id: '1' } } }).findInMap(Aws.REGION, 'id')],
    ['a map of pseudo parameters', { a: [Aws.PARTITION, `x${Aws.REGION}y${Aws.ACCOUNT_ID}`], b: { c: true, d: 5, e: Aws.STACK_ID } }],
    ['a list of lists', [['a', [Aws.REGION]], [Aws.REGION]]],
    ['nothing in a list', ['a', null, Aws.REGION]],
    ['an object of a class', new Map([['a', Aws.REGION]])],
    ['a list that is known later, in a map', { a: Token.asList(Fn.getAtt('A', 'B')), b: Aws.REGION }],
    ['a number that is known later, in a map', { a: Token.asNumber(Fn.getAtt('A', 'B')), b: Aws.REGION }],
    ['a pseudo parameter as a value', { a: Fn.ref('AWS::Region'), b: Fn.ref('Name') }],
    ['a key that is made later', { [Lazy.string({ produce: () => 'k' })]: 'a', b: 'c' }],
    ['a pseudo parameter that is made later', Lazy.string({ produce: () => Aws.REGION })],
    ['a condition', Fn.conditionIf('IsProduction', Aws.REGION, Aws.NO_VALUE)],
    ['a split and a choice', Fn.select(2, Fn.split('/', Aws.STACK_ID))],
    ['a reference to a resource', { a: [bucket.bucketArn, bucket.arnForObjects('a/*')] }],
  ])('is what CDK makes of %s', (_, value) => {
    expect(resolve(stack, value).value).toEqual(stack.resolve(value));
  });

  test('is the reference alone where the text beside it comes to nothing', () => {
    expect(resolve(stack, `${Lazy.string({ produce: () => '' })}${Aws.REGION}`).value).toEqual({ Ref: 'AWS::Region' });
  });

  test('is empty text where tokens come to nothing', () => {
    expect(resolve(stack, `${Lazy.string({ produce: () => undefined })}${Lazy.string({ produce: () => undefined })}`).value).toBe('');
  });

  test.each<[string, unknown, boolean]>([
    ['text', 'reports', false],
    ['a pseudo parameter', Aws.REGION, false],
    ['a parameter', parameter.valueAsString, false],
    ['a value that is made later', Lazy.string({ produce: () => 'a' }), false],
    ['a resource', bucket.bucketArn, true],
    ['a resource deep inside', { a: ['b', { c: `x/${bucket.bucketName}` }] }, true],
    ['a resource in a function', Fn.join('/', ['a', bucket.bucketArn]), true],
    ['a resource in a value that is made later', Lazy.string({ produce: () => bucket.bucketArn }), true],
    ['a resource by its logical id', Fn.getAtt('Bucket', 'Arn'), true],
    ['a resource by its logical id in a list', ['a', Fn.getAtt('Bucket', 'Arn')], true],
    ['a resource by its logical id in a map', { a: 'b', c: { d: 'e', f: Fn.getAtt('Bucket', 'Arn') } }, true],
    ['a resource by its logical id in a function', Fn.join('/', ['a', Fn.getAtt('Bucket', 'Arn').toString()]), true],
    ['a resource by its logical id alone', Fn.ref('Bucket'), true],
    ['a resource by its logical id beside a parameter', [parameter.valueAsString, Fn.ref('Bucket')], true],
    ['a resource in plain JSON', { Ref: 'Bucket' }, true],
    ['a pseudo parameter in plain JSON', { Ref: 'AWS::Region' }, false],
    ['a parameter beside a value of its own', { a: parameter.valueAsString, b: Fn.ref('AWS::Region') }, false],
    ['a condition on text', Fn.conditionIf('C', 'a', 'b'), false],
    ['a resource on one side of a condition', Fn.conditionIf('C', 'a', Fn.getAtt('Bucket', 'Arn')), true],
    ['a resource in a substitution', Fn.sub('${Bucket.Arn}/*'), true],
    ['a resource among others in a substitution', Fn.sub('${AWS::Region}/${Bucket.Arn}'), true],
    ['a resource in a name of a substitution', Fn.sub('a/${AWS::Region}', { B: Fn.getAtt('Bucket', 'Arn').toString() }), true],
    ['a pseudo parameter in a substitution', Fn.sub('${AWS::Region}/a'), false],
    ['an escaped name in a substitution', Fn.sub('${!Bucket}/a'), false],
    ['a parameter of another stack', new CfnParameter(otherStack, 'Other').valueAsString, true],
    ['a resource of another stack', new s3.Bucket(otherStack, 'Bucket').bucketArn, true],
    ['a name of a resource that is known', s3.Bucket.fromBucketName(stack, 'Imported', 'reports').bucketArn, false],
  ])('tells whether it refers to a resource: %s', (_, value, refers) => {
    expect(resolve(stack, value).refersToResources).toBe(refers);
  });

  test('knows the parameters it refers to, wherever they stand', () => {
    const second = parameterOf('String');
    const value = { a: parameter.valueAsString, b: [Fn.join('-', ['x', second.valueAsString]), Aws.REGION, bucket.bucketArn] };

    expect(resolve(stack, value).parameters.map((p) => p.node.id)).toEqual([parameter.node.id, second.node.id]);
  });

  test('is made in the place of the scope', () => {
    expect(resolve(bucket, Lazy.uncachedAny({ produce: ({ scope }) => scope.node.path })).value).toBe('Stack/Bucket');
  });
});

describe('the parameters of a value', () => {
  test.each<[string, unknown, string[]]>([
    ['text', 'a', []],
    ['pseudo parameters', { a: `x${Aws.REGION}` }, []],
    ['a parameter', parameter.valueAsString, ['Name']],
    ['a parameter in a map', { a: [`x-${parameter.valueAsString}`] }, ['Name']],
    ['a parameter in a function', Fn.join('-', ['a', Fn.select(0, [parameter.valueAsString])]), ['Name']],
    ['a resource', bucket.bucketArn, []],
    ['a value that is made later', Lazy.string({ produce: () => parameter.valueAsString }), []],
  ])('are found early: %s', (_, value, ids) => {
    expect(resolveEarly(stack, value).parameters.map((p) => p.node.id)).toEqual(ids);
  });
});

test.each<[string, unknown, string[]]>([
  ['text', 'a', ['a']],
  ['a reference', { Ref: 'Name' }, []],
  ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 'b']] }, ['-', 'a', 'b']],
  ['a branch', { 'Fn::If': ['IsProduction', 'a', { 'Fn::Join': ['', ['b']] }] }, ['a', '', 'b']],
  ['a choice', { 'Fn::Select': ['0', ['a', 'b']] }, ['a', 'b']],
  ['a choice of what is split', { 'Fn::Select': ['0', { 'Fn::Split': [',', 'a,b'] }] }, ['a,b']],
  ['a substitution', { 'Fn::Sub': 'a-${Name}-${!b}' }, ['a--${b}']],
  ['a substitution with variables', { 'Fn::Sub': ['a-${b}', { b: 'c' }] }, ['a-', 'c']],
  ['names of a mapping', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, []],
  ['an attribute', { 'Fn::GetAtt': ['Name', 'Arn'] }, []],
  ['data', { a: 'b' }, []],
])('the texts that come out of functions: %s', (_, value, texts) => {
  expect(textsInFunctions(value)).toEqual(texts);
});

test.each<[unknown, boolean]>([
  [{ Ref: 'AWS::NoValue' }, true],
  [{ 'Fn::If': ['IsProduction', 'a', { Ref: 'AWS::NoValue' }] }, true],
  [['a', { Ref: 'AWS::NoValue' }], true],
  [{ 'Fn::If': ['IsProduction', 'a', 'b'] }, false],
  [{ Ref: 'AWS::Region' }, false],
  ['AWS::NoValue', false],
  [null, false],
])('%j can be left out: %s', (value, expected) => {
  expect(holdsNoValue(value)).toBe(expected);
});

describe('JSON that is taken as it is', () => {
  const JSON_VALUE = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: { 'Fn::Join': ['', ['a', { Ref: 'AWS::Region' }]] }, n: 1, t: true, z: null }] };

  test('is the same in the template', () => {
    expect(stack.resolve({ a: new ResolvedJson(JSON_VALUE) })).toEqual({ a: JSON_VALUE });
    expect(JSON.parse(JSON.stringify(new ResolvedJson(JSON_VALUE)))).toEqual(JSON_VALUE);
  });

  test('is the same as text, which is a token', () => {
    expect(stack.resolve(`${new ResolvedJson(JSON_VALUE)}`)).toEqual(JSON_VALUE);
  });

  test('is a copy each time, into which others may write', () => {
    const json = new ResolvedJson(structuredClone(JSON_VALUE));
    stack.resolve(json).Statement[0].Effect = 'Deny';
    stack.resolve(json).Statement.pop();

    expect(stack.resolve(json)).toEqual(JSON_VALUE);
  });

  test('has nothing in it for CDK to find', () => {
    const resolver = new DefaultTokenResolver(new StringConcat());
    expect(Tokenization.resolve(new ResolvedJson(JSON_VALUE), { scope: stack, resolver, preparing: true })).toEqual({});
  });
});

describe('an intrinsic function', () => {
  test.each<[unknown, boolean]>([
    [{ Ref: 'A' }, true],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, true],
    [{ 'Fn::Anything': 1 }, true],
    [{ Ref: 'A', b: 1 }, false],
    [{ 'Fn::Join': [], 'Fn::Sub': '' }, false],
    [{ Condition: 'A' }, false],
    [{ ref: 'A' }, false],
    [{}, false],
    [[{ Ref: 'A' }], false],
    ['Ref', false],
    [null, false],
    [undefined, false],
    [1, false],
  ])('is one: %j %s', (value, expected) => {
    expect(isIntrinsic(value)).toBe(expected);
  });
});

describe('a value that may not be there once deployed', () => {
  test.each<[unknown, boolean]>([
    [NO_VALUE, true],
    [{ 'Fn::If': ['C', 'a', 'b'] }, true],
    [['a', NO_VALUE], true],
    [{ a: { b: [{ 'Fn::If': ['C', 'a', 'b'] }] } }, true],
    [{ 'Fn::Join': ['', ['a', NO_VALUE]] }, true],
    [{ a: 'b', c: NO_VALUE }, true],
    ['AWS::NoValue', false],
    [{ Ref: 'AWS::Region' }, false],
    [{ a: ['b', { c: 'd' }] }, false],
    [{ a: 'Fn::If' }, false],
    [[], false],
    [null, false],
    [undefined, false],
    [true, false],
  ])('is found: %j %s', (value, expected) => {
    expect(mayVanish(value)).toBe(expected);
  });
});

describe('the size', () => {
  test.each(Array.from({ length: 20 }, (_, i) => i + 1))('of plain JSON is that of its text (seed %i)', (seed) => {
    const value = randomJson(new Random(seed), 4);

    expect(size(value, 'least')).toBe(JSON.stringify(value).length);
    expect(size(value, 'usual')).toBe(JSON.stringify(value).length);
  });

  test.each<[string, unknown, number, number]>([
    ['the partition', { Ref: 'AWS::Partition' }, 'aws'.length, 'aws-us-gov'.length],
    ['the region', { Ref: 'AWS::Region' }, 'us-east-1'.length, 'ap-southeast-2'.length],
    ['the account', { Ref: 'AWS::AccountId' }, 12, 12],
    ['the domain', { Ref: 'AWS::URLSuffix' }, 'c2s.ic.gov'.length, 'amazonaws.com.cn'.length],
    ['the name of the stack', { Ref: 'AWS::StackName' }, 1, 128],
    ['the id of the stack', { Ref: 'AWS::StackId' }, 60, 220],
    ['nothing', NO_VALUE, 0, 0],
    ['a parameter', { Ref: 'Name' }, 1, 120],
    ['an attribute', { 'Fn::GetAtt': ['A', 'Arn'] }, 1, 120],
    ['a resource whose logical id is a word of JavaScript', { Ref: 'constructor' }, 1, 120],
    ['a join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::a']] }, 4 + 3 + 7, 4 + 10 + 7],
    ['a join with a separator', { 'Fn::Join': ['--', ['a', 'b', 'c']] }, 7, 7],
    ['a join with characters that JSON escapes', { 'Fn::Join': ['', ['"', '\\']] }, 4, 4],
    ['a join in a join', { 'Fn::Join': ['', ['a', { 'Fn::Join': ['', ['b', { Ref: 'AWS::AccountId' }]] }]] }, 14, 14],
    ['a join of a part that is no text', { 'Fn::Join': ['', ['a', 5]] }, 2, 121],
    ['a join of no parts', { 'Fn::Join': ['-', []] }, 0, 0],
    ['a join of a list that is known later', { 'Fn::Join': ['', { Ref: 'Names' }] }, 1, 120],
    ['a join that is not well formed', { 'Fn::Join': 'a' }, 1, 120],
    ['a choice', { 'Fn::If': ['C', 'a', 'bcd'] }, 1, 3],
    ['a choice of nothing', { 'Fn::If': ['C', 'abc', NO_VALUE] }, 0, 3],
    ['a choice of choices', { 'Fn::If': ['C', { 'Fn::If': ['D', 'ab', 'abcd'] }, 'abc'] }, 2, 4],
    ['a choice that is not well formed', { 'Fn::If': 'C' }, 1, 120],
    ['anything else', { 'Fn::ImportValue': 'a' }, 1, 120],
  ])('counts what becomes of %s, with its quotes', (_, value, least, usual) => {
    expect({ least: size(value, 'least'), usual: size(value, 'usual') }).toEqual({ least: least + 2, usual: usual + 2 });
  });

  test('counts keys, colons, commas and brackets around functions', () => {
    const value = { Resource: ['a', { Ref: 'AWS::AccountId' }], Effect: 'Allow' };

    expect(size(value, 'least')).toBe('{"Resource":["a","123456789012"],"Effect":"Allow"}'.length);
  });

  test.each<[string, unknown]>([
    ['objects', { StringEquals: { 'aws:PrincipalTag/team': 'x'.repeat(500) } }],
    ['lists', ['x'.repeat(300), 'y'.repeat(300)]],
  ])('usually has room for the larger one of two %s', (_, value) => {
    expect(size({ 'Fn::If': ['C', value, NO_VALUE] }, 'usual')).toBeGreaterThanOrEqual(JSON.stringify(value).length);
    expect(size({ 'Fn::If': ['C', value, NO_VALUE] }, 'least')).toBeLessThanOrEqual(3);
  });

  test('usually has room for the text of a substitution', () => {
    expect(size({ 'Fn::Sub': 'x'.repeat(500) }, 'usual')).toBeGreaterThanOrEqual(500);
    expect(size({ 'Fn::Sub': ['x'.repeat(500), {}] }, 'usual')).toBeGreaterThanOrEqual(500);
    expect(size({ 'Fn::Sub': 'x'.repeat(500) }, 'least')).toBeLessThanOrEqual(500);
  });

  test('of a document that is not written is nothing', () => {
    expect(size(undefined, 'least')).toBe(0);
  });

  test('is never less usually than at least', () => {
    const random = new Random(5);
    const values = random.times(300, () => ({ a: randomIntrinsic(random, 3) }));

    expect(values.filter((value) => !(size(value, 'least') <= size(value, 'usual')))).toEqual([]);
  });
});

function anApp(): { stack: Stack; parameter: CfnParameter; bucket: s3.Bucket; otherStack: Stack } {
  const newApp = new App();
  const newStack = new Stack(newApp, 'Stack');
  return {
    stack: newStack,
    parameter: new CfnParameter(newStack, 'Name'),
    bucket: new s3.Bucket(newStack, 'Bucket'),
    otherStack: new Stack(newApp, 'OtherStack'),
  };
}

function parameterOf(type: string): CfnParameter {
  return new CfnParameter(stack, `Parameter${stack.node.children.length}`, { type });
}

function randomJson(random: Random, depth: number): unknown {
  const plain = ['', 'a', 'arn:aws:s3:::a', 'a"b', 'a\\b', 'a\nb', 'ä', '📄', '\u2028', '\uD83D', 0, 12, -1.5, true, false, null];
  const kind = depth === 0 ? 0 : random.below(3);
  if (kind === 0) return random.pick(plain);
  const items = random.times(random.below(4), () => randomJson(random, depth - 1));
  return kind === 1 ? items : Object.fromEntries(items.map((item, i) => [`${random.pick(['key', 'a"b', 'aws:PrincipalTag/x'])}${i}`, item]));
}

function randomIntrinsic(random: Random, depth: number): unknown {
  const leaf = random.pick(['a', { Ref: 'AWS::Partition' }, { Ref: 'AWS::Region' }, { Ref: 'AWS::URLSuffix' }, { Ref: 'Name' }, NO_VALUE, { 'Fn::GetAtt': ['A', 'Arn'] }]);
  if (depth === 0) return leaf;
  const parts = random.times(1 + random.below(3), () => randomIntrinsic(random, depth - 1));
  return random.pick([leaf, { 'Fn::Join': ['-', parts] }, { 'Fn::If': ['C', ...parts] }, { 'Fn::Sub': 'abc' }]);
}
