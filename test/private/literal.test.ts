import type { CfnParameterProps } from 'aws-cdk-lib';
import { App, Aws, CfnParameter, Fn, Lazy, PhysicalName, Stack, Token, aws_s3 as s3 } from 'aws-cdk-lib';
import { InvalidInputError } from '../../lib/private/errors';
import { checkBeginning, checkLiteral, checkPresent, parametersIn } from '../../lib/private/literal';

const WILDCARD = "holds a wildcard ('*' or '?'), which would match more than was named";
const VARIABLE = "holds '${', which starts a policy variable";
const INVISIBLE = 'holds a control or invisible character';
const NO_VALUE = 'may be AWS::NoValue, and what it limits would be open then';
const BLANK = 'begins or ends with a blank';

describe('the check of literal text', () => {
  test.each([
    ['plain text', () => 'reports'],
    ['a pseudo parameter', () => Aws.PARTITION],
    ['a pseudo parameter between texts', () => `a-${Aws.REGION}-b`],
    ['a value that is made later', () => Lazy.string({ produce: () => '*' })],
    ['a reference to a resource', () => aBucket().bucketName],
    ['a function of a resource', () => Fn.join('-', [aBucket().bucketName, 'x'])],
    ['a name that CDK makes up', () => PhysicalName.GENERATE_IF_NEEDED],
    ['a name that CDK makes up in a function', () => Fn.join('-', ['a', PhysicalName.GENERATE_IF_NEEDED])],
    ['a value that cannot be made yet', () => Token.asString({ creationStack: [], resolve: () => { throw new Error('not yet'); } })],
    ['a value that depends on a condition', () => Fn.conditionIf('IsProduction', 'a', 'b').toString()],
    ['a parameter that admits no pattern', () => aParameter({ allowedPattern: '^[a-z]+$' }).valueAsString],
    ['a parameter with a list of plain values', () => aParameter({ allowedValues: ['a', 'b'] }).valueAsString],
    ['two parameters that admit no pattern', () => `${aParameter({ allowedPattern: '[a-z]+' }).valueAsString}/${aParameter({ allowedPattern: '[0-9]+' }).valueAsString}`],
  ])('lets %s pass', (_, text) => {
    expect(() => checkLiteral(text(), 'The name', 'Write it out.')).not.toThrow();
  });

  test.each<[string, () => string, string | RegExp]>([
    ['a number', () => 7 as any, "The name is not text: got '7'. Write it out."],
    ['nothing', () => undefined as any, "The name is not text: got 'undefined'. Write it out."],
    ['an empty text', () => '', "The name is empty: got ''. Write it out."],
    ['an asterisk', () => 'a*', `The name ${WILDCARD}: got 'a*'. Write it out.`],
    ['a policy variable', () => '${aws:username}', `The name ${VARIABLE}: got '\${aws:username}'. Write it out.`],
    ['an invisible character', () => 'a\u200B', `The name ${INVISIBLE}: got 'a\\u{200b}'. Write it out.`],
    ['an outer blank', () => 'a ', `The name ${BLANK}: got 'a '. Write it out.`],
    ['an asterisk beside a token', () => `${Aws.REGION}-*`, `The name ${WILDCARD}: got '{token}-*'. Write it out.`],
    ['a question mark between tokens', () => `${Aws.REGION}?${Aws.PARTITION}`, `The name ${WILDCARD}: got '{token}?{token}'. Write it out.`],
    ['a policy variable beside a token', () => `\${aws:username}${Aws.REGION}`, `The name ${VARIABLE}: got '\${aws:username}{token}'. Write it out.`],
    ['a blank before a token', () => ` ${Aws.REGION}`, `The name ${BLANK}: got ' {token}'. Write it out.`],
    ['a blank after a token', () => `${Aws.REGION} `, `The name ${BLANK}: got '{token} '. Write it out.`],
    ['an invisible character beside a token', () => `\n${Aws.REGION}`, `The name ${INVISIBLE}: got '\\n{token}'. Write it out.`],
    ['a wildcard in a branch of Fn::If', () => Fn.conditionIf('IsProduction', 'a', '*').toString(), `The name ${WILDCARD}: got '{token}'. Write it out.`],
    ['a wildcard in Fn::Join', () => Fn.join('*', ['a', aBucket().bucketName]), `The name ${WILDCARD}: got '{token}'. Write it out.`],
    ['a wildcard in Fn::Select', () => Fn.select(0, ['?', aBucket().bucketName]), `The name ${WILDCARD}: got '{token}'. Write it out.`],
    ['a wildcard in Fn::Sub', () => Fn.sub('${AWS::StackName}-*'), `The name ${WILDCARD}: got '{token}'. Write it out.`],
    ['a wildcard in a variable of Fn::Sub', () => Fn.sub('${a}', { a: '*' }), `The name ${WILDCARD}: got '{token}'. Write it out.`],
    ['a policy variable in Fn::Sub', () => Fn.sub('${!aws:username}'), `The name ${VARIABLE}: got '{token}'. Write it out.`],
    ['what CloudFormation leaves out', () => Aws.NO_VALUE, `The name ${NO_VALUE}: got '{token}'. Write it out.`],
    ['what CloudFormation may leave out', () => `a${Fn.conditionIf('IsProduction', 'a', Aws.NO_VALUE).toString()}`, `The name ${NO_VALUE}: got 'a{token}'. Write it out.`],
    ['a list', () => aParameter({ type: 'CommaDelimitedList' }).valueAsList[0], /^The name is a list that is known only once deployed: got '#\{Token\[.*Take its items out of it with Fn\.select\(0, list\), or write them down\.$/],
  ])('refuses %s', (_, text, message) => {
    expect(() => checkLiteral(text(), 'The name', 'Write it out.')).toThrow(message instanceof RegExp ? message : new InvalidInputError(message));
  });

  test('lets the texts of functions pass that are not put into their result', () => {
    expect(() => checkLiteral(Fn.sub('${a}-${AWS::Region}', { a: Fn.split(',', 'a,b')[0] }), 'The name', 'Write it out.')).not.toThrow();
    expect(() => checkLiteral(Fn.findInMap('*', Aws.REGION, '?'), 'The name', 'Write it out.')).not.toThrow();
  });

  test('refuses a dollar sign before a parameter that can bring the rest of a policy variable', () => {
    const rest = aParameter({ allowedPattern: '^[{}:A-Za-z]+$' });

    expect(() => checkLiteral(`home/$${rest.valueAsString}`, 'The name', 'Write it out.'))
      .toThrow(new InvalidInputError(`The name ${VARIABLE}: got 'home/\${Ref}'. Write it out.`));
  });

  test.each([
    ['alone', (parameter: string) => parameter],
    ['at the end', (parameter: string) => `reports/${parameter}`],
    ['after another token', (parameter: string) => `${Aws.REGION}${parameter}`],
    ['in Fn::Join', (parameter: string) => Fn.join('-', ['reports', parameter])],
    ['in Fn::Select', (parameter: string) => Fn.select(0, [parameter, 'b'])],
    ['in Fn::Join between texts', (parameter: string) => `a/${Fn.join('-', ['reports', parameter])}/b`],
  ])('finds a parameter that admits everything %s', (_, text) => {
    expect(() => checkLiteral(text(aParameter({}).valueAsString), 'The name', 'Write it out.')).toThrow(new InvalidInputError(
      "The name comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'.",
    ));
  });
});

describe('the check of the beginning of names', () => {
  const EMPTY = "The prefix comes from parameter 'Input', which may be left empty, and everything begins with nothing. Give the parameter a 'minLength' of 1.";

  test.each<[string, () => string]>([
    ['text', () => 'a'],
    ['a parameter whose pattern wants something', () => aParameter({ allowedPattern: '^[a-z]+$' }).valueAsString],
    ['a parameter that has a least length', () => aParameter({ allowedPattern: '^[a-z]*$', minLength: 1 }).valueAsString],
    ['a parameter with values', () => aParameter({ allowedValues: ['a'] }).valueAsString],
    ['a number', () => Token.asString(aParameter({ type: 'Number' }).value)],
    ['an empty parameter after text', () => `a-${aParameter({ allowedPattern: '^[a-z]*$' }).valueAsString}`],
    ['two parameters, one of which wants something', () => `${aParameter({ allowedPattern: '^[a-z]*$' }).valueAsString}${aParameter({ allowedPattern: '[a-z]+' }).valueAsString}`],
    ['what AWS makes', () => aBucket().bucketName],
  ])('lets %s pass', (_, text) => {
    expect(() => checkBeginning(text(), 'The prefix', 'Write it out.')).not.toThrow();
  });

  test.each<[string, () => string, string]>([
    ['a parameter that may be empty', () => aParameter({ allowedPattern: '^[a-z]*$' }).valueAsString, EMPTY],
    ['a parameter that may be empty, in a function', () => Fn.join('', [aParameter({ allowedPattern: '[a-z]*' }).valueAsString]), EMPTY],
    ['an empty text', () => '', "The prefix is empty: got ''. Write it out."],
    ['an open parameter', () => aParameter({}).valueAsString, "The prefix comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
  ])('refuses %s', (_, text, message) => {
    expect(() => checkBeginning(text(), 'The prefix', 'Write it out.')).toThrow(new InvalidInputError(message));
  });
});

test('the check of text that may be a pattern lets it pass', () => {
  expect(() => checkPresent('a*', 'The name', 'Write it out.')).not.toThrow();
  expect(() => checkPresent(Aws.NO_VALUE, 'The name', 'Write it out.')).toThrow(new InvalidInputError(`The name ${NO_VALUE}: got '{token}'. Write it out.`));
});

// The first to resolve such a value settles it for good.
describe('a value that is made later', () => {
  test.each([
    ['alone', (later: string) => later],
    ['beside text', (later: string) => `a-${later}`],
    ['in a function', (later: string) => Fn.join('-', ['a', later, Aws.REGION])],
    ['in a function beside a parameter', (later: string) => `${aParameter({ allowedPattern: '[a-z]+' }).valueAsString}${Fn.join('-', ['a', later])}`],
  ])('is still made later after the check: %s', (_, text) => {
    const items = ['early'];
    const checked = text(Lazy.string({ produce: () => items.join() }));
    checkLiteral(checked, 'The name', 'Write it out.');
    items.push('late');

    expect(JSON.stringify(new Stack().resolve(checked))).toContain('early,late');
  });
});

describe('the parameters in a text', () => {
  test('are none in plain text', () => {
    expect(parametersIn('reports')).toEqual([]);
  });

  test('are none among pseudo parameters and resources', () => {
    expect(parametersIn(`${Aws.REGION}/${aBucket().bucketArn}`)).toEqual([]);
  });

  test('are those that it refers to, in order', () => {
    const [first, second] = [aParameter({}), aParameter({})];

    expect(parametersIn(`a-${first.valueAsString}-${Aws.REGION}-${second.valueAsString}`).map((p) => p.node.path)).toEqual([first, second].map((p) => p.node.path));
  });

  test.each([
    ['later', Lazy.string({ produce: () => { throw new Error('not yet'); } })],
    ['by CDK', PhysicalName.GENERATE_IF_NEEDED],
    ['by others', Token.asString({ creationStack: [], resolve: () => { throw new Error('not yet'); } })],
  ])('are found before and after what is made %s', (_, notYet) => {
    const parameter = aParameter({});

    expect(parametersIn(`${parameter.valueAsString}-${notYet}`)).toEqual([parameter]);
    expect(parametersIn(`${notYet}-${parameter.valueAsString}`)).toEqual([parameter]);
    expect(parametersIn(`${notYet}-${Fn.join('-', ['a', parameter.valueAsString])}`)).toEqual([parameter]);
  });
});

function aParameter(props: CfnParameterProps): CfnParameter {
  return new CfnParameter(new Stack(), 'Input', { type: 'String', ...props });
}

function aBucket(): s3.Bucket {
  return new s3.Bucket(new Stack(new App(), 'Stack'), 'Bucket');
}
