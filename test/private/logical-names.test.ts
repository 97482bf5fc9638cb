import { App, Aws, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { InvalidInputError } from '../../lib/private/errors';
import { at, checkLogicalName } from '../../lib/private/logical-names';

describe('a name in a template', () => {
  test.each(['A', '7', 'ExternalId', 'x'.repeat(255)])('may be %s', (name) => {
    expect(() => checkLogicalName(name, 'The key of the output')).not.toThrow();
  });

  test.each([
    ['is empty', '', ''],
    ['holds a hyphen', 'External-Id', 'External-Id'],
    ['holds an underscore', 'External_Id', 'External_Id'],
    ['holds a blank', 'External Id', 'External Id'],
    ['ends with a line break', 'ExternalId\n', 'ExternalId\\n'],
    ['holds a letter of another alphabet', 'Extеrnal', 'Ext\\u{435}rnal'],
    ['holds a letter with an accent', 'Zürich', 'Zürich'],
    ['has 256 characters', 'x'.repeat(256), `${'x'.repeat(80)}…`],
  ])('is refused if it %s', (_, name, shown) => {
    expect(() => checkLogicalName(name, 'The key of the output')).toThrow(new InvalidInputError(
      `The key of the output is not a name that CloudFormation takes: got '${shown}'. Allowed: 1 to 255 letters and digits, such as 'ExternalId'.`,
    ));
  });

  test('is refused if it is only known at deployment', () => {
    expect(() => checkLogicalName(Aws.REGION, 'The logical id')).toThrow(InvalidInputError);
  });
});

describe('the place of a construct', () => {
  test('is its path', () => {
    expect(at(new Construct(new Stack(new App(), 'Stack'), 'Role'))).toBe('(at Stack/Role)');
  });
});
