import type { CfnParameterProps } from 'aws-cdk-lib';
import { App, Aws, CfnParameter, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { InvalidInputError } from '../../lib/private/errors';
import { admitsNothing, beginsWithSlash, checkLiteralParameter, endsWithSlash, isParameter } from '../../lib/private/parameters';
import { notLiteralBecause } from '../../lib/private/text';

const WILDCARD = "holds a wildcard ('*' or '?'), which would match more than was named";
const INVISIBLE = 'holds a control or invisible character';

test.each<[CfnParameterProps, boolean]>([
  [{}, true],
  [{ allowedPattern: '^[a-z]*$' }, true],
  [{ allowedPattern: '^[a-z]*$', minLength: 0 }, true],
  [{ allowedPattern: 'a|' }, true],
  [{ allowedPattern: '^[a-z]+$' }, false],
  [{ allowedPattern: '^[a-z]*$', minLength: 1 }, false],
  [{ allowedValues: ['a'] }, false],
  [{ type: 'Number' }, false],
  [{ type: 'AWS::EC2::VPC::Id' }, false],
])('with %j a parameter may be empty: %s', (props, expected) => {
  expect(admitsNothing(aParameter(props))).toBe(expected);
});

test.each<[CfnParameterProps, boolean, boolean]>([
  [{ allowedPattern: '^/[a-z]+/$' }, true, true],
  [{ allowedPattern: '\\/[a-z]+\\/' }, true, true],
  [{ allowedPattern: '^/?[a-z]+/?$' }, false, false],
  [{ allowedPattern: '^/*[a-z]+/*$' }, false, false],
  [{ allowedPattern: '^/{0,1}[a-z]+/{0,1}$' }, false, false],
  [{ allowedPattern: '^/a|b/$' }, false, false],
  [{ allowedPattern: '^[a-z/]+$' }, false, false],
  [{ allowedValues: ['/a/', '/b/'] }, true, true],
  [{ allowedValues: ['/a', 'b/'] }, false, false],
  [{}, false, false],
])('with %j a parameter begins with a slash: %s, and ends with one: %s', (props, begins, ends) => {
  expect(beginsWithSlash(aParameter(props))).toBe(begins);
  expect(endsWithSlash(aParameter(props))).toBe(ends);
});

describe('a parameter whose value is text in a policy', () => {
  test.each<[string, CfnParameterProps]>([
    ['a pattern of plain characters', { allowedPattern: '^[\\w.-]+$' }],
    ['plain values', { allowedValues: ['a', 'b'] }],
    ['numbers as values', { allowedValues: [1, 2] as unknown as string[] }],
    ['a value that is known later', { allowedValues: ['a', Aws.REGION] }],
    ['plain values and an open pattern', { allowedValues: ['a'], allowedPattern: '.*' }],
    ['the type Number', { type: 'Number' }],
    ['the type of ids that CloudFormation looks up', { type: 'AWS::EC2::VPC::Id' }],
    ['the type of ids of hosted zones', { type: 'AWS::Route53::HostedZone::Id' }],
  ])('passes with %s', (_, props) => {
    expect(() => checkLiteralParameter(aParameter(props), 'The name')).not.toThrow();
  });

  test.each<[string, CfnParameterProps, string]>([
    ['with neither pattern nor values', {},
      "The name comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    ['with an empty list of values', { allowedValues: [] },
      "The name comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    // Names of key pairs and security groups may hold wildcards.
    ['with the type of names of key pairs', { type: 'AWS::EC2::KeyPair::KeyName' },
      "The name comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    ['with the type of names of security groups', { type: 'AWS::EC2::SecurityGroup::GroupName' },
      "The name comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    ['with the type of what is stored in Systems Manager', { type: 'AWS::SSM::Parameter::Value<String>' },
      "The name is taken from Parameter Store when the template is deployed, where nobody checks it for wildcards: got parameter 'Input'. Look it up at synthesis, with ssm.StringParameter.valueFromLookup(), or write it as it is."],
    ['with a wildcard among its values', { allowedValues: ['a', 'b*'] },
      `The name comes from parameter 'Input', whose allowed value 'b*' ${WILDCARD}. Take that value out of 'allowedValues'.`],
    ['with an empty value among its values', { allowedValues: ['a', ''] },
      "The name comes from parameter 'Input', whose allowed value '' is empty. Take that value out of 'allowedValues'."],
    ['whose pattern admits a wildcard', { allowedPattern: '^[a-z*]+$' },
      "The name comes from parameter 'Input', whose 'allowedPattern' '^[a-z*]+$' admits '*': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
    ['whose pattern admits a dollar sign', { allowedPattern: '^[a-z$]+$' },
      "The name comes from parameter 'Input', whose 'allowedPattern' '^[a-z$]+$' admits '$': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
    ['whose pattern admits a line break', { allowedPattern: '^[a-z\\s]+$' },
      "The name comes from parameter 'Input', whose 'allowedPattern' '^[a-z\\\\s]+$' admits '\\n': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
    ['whose pattern cannot be read', { allowedPattern: '^\\p{Alpha}+$' },
      "The name comes from parameter 'Input', whose 'allowedPattern' '^\\\\p{Alpha}+$' cannot be checked for wildcards because of '\\\\p'. Use plain characters and classes, such as '^[A-Za-z0-9._-]+$'."],
  ])('is refused %s', (_, props, message) => {
    expect(() => checkLiteralParameter(aParameter(props), 'The name')).toThrow(new InvalidInputError(message));
  });

  // Whatever a literal may not hold, a parameter may not bring.
  test.each([
    ['carriage return', '\r', '\\r'],
    ['escape', '\u001B', '\\u001b'],
    ['DEL', '\u007F', '\\u{7f}'],
    ['next line', '\u0085', '\\u{85}'],
    ['soft hyphen', '\u00AD', '\\u{ad}'],
    ['zero-width joiner', '\u200D', '\\u{200d}'],
    ['right-to-left override', '\u202E', '\\u{202e}'],
    ['line separator', '\u2028', '\\u{2028}'],
    ['word joiner', '\u2060', '\\u{2060}'],
    ['byte order mark', '\uFEFF', '\\u{feff}'],
  ])('is refused if its pattern admits the invisible character %s', (_, character, shown) => {
    expect(notLiteralBecause(`a${character}b`)).toBe(INVISIBLE);
    expect(() => checkLiteralParameter(aParameter({ allowedPattern: `^[a-z${character}]+$` }), 'The name')).toThrow(new InvalidInputError(
      `The name comes from parameter 'Input', whose 'allowedPattern' '^[a-z${shown}]+$' admits '${shown}': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'.`,
    ));
  });
});

describe('what is a parameter', () => {
  test.each<[string, () => unknown, boolean]>([
    ['a parameter', () => aParameter({}), true],
    ['a resource', () => aBucket().node.defaultChild, false],
    ['a construct', () => aBucket(), false],
    ['a stack', () => new Stack(), false],
    ['an object that has the same properties', () => ({ allowedPattern: '', noEcho: false }), false],
  ])('is told by its shape: %s', (_, target, expected) => {
    expect(isParameter(target())).toBe(expected);
  });
});

function aParameter(props: CfnParameterProps): CfnParameter {
  return new CfnParameter(new Stack(), 'Input', { type: 'String', ...props });
}

function aBucket(): s3.Bucket {
  return new s3.Bucket(new Stack(new App(), 'Stack'), 'Bucket');
}
