import type { CfnParameterProps } from 'aws-cdk-lib';
import { App, Aws, CfnParameter, Fn, Lazy, PhysicalName, Stack, Token, aws_s3 as s3 } from 'aws-cdk-lib';
import { InvalidInputError } from '../../lib/private/errors';
import { checkLiteral, parametersIn } from '../../lib/private/literal';

const WILDCARD = "holds a wildcard ('*' or '?'), which would match more than was named";
const VARIABLE = "holds '${', which starts a policy variable";
const INVISIBLE = 'holds a control or invisible character';
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

  test.each([
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
  ])('refuses %s', (_, text, message) => {
    expect(() => checkLiteral(text(), 'The name', 'Write it out.')).toThrow(new InvalidInputError(message));
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
