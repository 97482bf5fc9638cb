import { CfnParameter, Fn, Token, aws_iam as iam } from 'aws-cdk-lib';
import { ApplicationRole, ExternalId, ThirdPartyPrincipal } from '../../lib';
import { newStack, normalized, templateOf, trustOf, warningsOf } from '../helpers';

const UUID = '3f0c8e52-9d6a-4f41-8b55-0d6c4b1f7a21';
const ALLOWED = 'Allowed: 2 to 1224 letters, digits and _ + = , . @ : / -. Give a random value, such as a UUID.';

describe('a fixed external ID', () => {
  test.each([
    ['', `The external ID is too short: got ''. ${ALLOWED}`],
    ['x', `The external ID is too short: got 'x'. ${ALLOWED}`],
    ['x'.repeat(1225), `The external ID is too long: got 1225 characters, '${'x'.repeat(80)}…'. ${ALLOWED}`],
    ['with blank', `The external ID has characters that STS refuses: got 'with blank'. ${ALLOWED}`],
    ['star*', `The external ID has characters that STS refuses: got 'star*'. ${ALLOWED}`],
    ['line\nbreak', `The external ID has characters that STS refuses: got 'line\\nbreak'. ${ALLOWED}`],
    ['line-end\n', `The external ID has characters that STS refuses: got 'line-end\\n'. ${ALLOWED}`],
    ['zero\u200Bwidth', `The external ID has characters that STS refuses: got 'zero\\u{200b}width'. ${ALLOWED}`],
    ['ünïcode', `The external ID has characters that STS refuses: got 'ünïcode'. ${ALLOWED}`],
  ])('refuses %j', (value, message) => {
    expect(() => ExternalId.of(value)).toThrow(new Error(message));
  });

  test('refuses a number, as JavaScript allows', () => {
    const number = 4711471147114711 as unknown as string;
    expect(() => ExternalId.of(number)).toThrow(new Error("The external ID is not text: got '4711471147114711'. Write it in quotes."));
    expect(() => ExternalId.tenantAndStackId(number)).toThrow(new Error("The external ID is not text: got '4711471147114711'. Write it in quotes."));
  });

  test.each(['ab', 'x'.repeat(1224), UUID, '_+=,.@:/-'])('accepts %p', (value) => {
    expect(demanded(ExternalId.of(value))).toEqual([value]);
  });

  test.each([
    ['111111111111', 'looks like an account id'],
    ['myapp', 'has only 5 characters'],
    ['0d6c4b1f7a2', 'has only 11 characters'],
    ['ababababababababab', 'repeats a few characters'],
    ['my-company-external-id', 'is made of words'],
    ['AcmeCorporationProduction', 'is made of words'],
    ['acme-external-id-2024', 'is made of words'],
  ])('warns of %p, which %s', (value, reason) => {
    expect(warnings(ExternalId.of(value))).toEqual([`The external ID '${value}' can be guessed: it ${reason}. Mint a random value for each tenant, such as a UUID.`]);
  });

  test.each([UUID, 'KJHgf87Tzr54-wq_z', 'acme-4711-0d6c4b1f7a21'])('does not warn of %p', (value) => {
    expect(warnings(ExternalId.of(value))).toEqual([]);
  });

  test('with a token beside characters that STS refuses is an error', () => {
    expect(() => ExternalId.of(`acme ${Fn.importValue('TheId')}`)).toThrow(/^The external ID has characters that STS refuses: got 'acme \{token\}'\. Allowed beside tokens/);
    expect(() => ExternalId.tenantAndStackId(`acme*${Fn.importValue('TheId')}`)).toThrow(/^The external ID has characters that STS refuses/);
  });

  test('may be a token, whose value nobody knows yet', () => {
    expect(demanded(ExternalId.of(Fn.importValue('TheId')))).toEqual([{ 'Fn::ImportValue': 'TheId' }]);
  });

  test('that refers to a parameter gets the limits of one', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Id');
    new iam.Role(stack, 'Role', { assumedBy: ThirdPartyPrincipal.account('111111111111', { externalId: ExternalId.of(parameter.valueAsString) }) });
    expect(templateOf(stack).Parameters.Id).toMatchObject({ MinLength: 16, MaxLength: 1224, AllowedPattern: '^[\\w+=,.@:/-]+$' });
  });
});

describe('an external ID as a parameter', () => {
  test('has limits and no default', () => {
    const stack = newStack();
    ExternalId.parameter(stack, 'ExternalId');
    expect(templateOf(stack).Parameters.ExternalId).toEqual({
      Type: 'String',
      Description: 'The external ID that you were given for this account. It is sent with every request to assume the role.',
      MinLength: 16,
      MaxLength: 1224,
      AllowedPattern: '^[\\w+=,.@:/-]+$',
      ConstraintDescription: '16 to 1224 letters, digits and _ + = , . @ : / -',
    });
  });

  test('takes limits of the seller\'s', () => {
    const stack = newStack();
    ExternalId.parameter(stack, 'TenantId', { description: 'Your tenant', minLength: 8, maxLength: 41, allowedPattern: '^acme-[a-f0-9-]{3,36}$' });
    expect(templateOf(stack).Parameters.TenantId).toEqual({
      Type: 'String',
      Description: 'Your tenant',
      MinLength: 8,
      MaxLength: 41,
      AllowedPattern: '^acme-[a-f0-9-]{3,36}$',
      ConstraintDescription: '8 to 41 letters, digits and _ + = , . @ : / -',
    });
  });

  test('that admits short values warns', () => {
    const stack = newStack();
    const externalId = ExternalId.parameter(stack, 'ExternalId', { minLength: 4 });
    new ApplicationRole(stack, 'Role', { assumedBy: ThirdPartyPrincipal.account('111111111111', { externalId }) });
    expect(warningsOf(stack)).toEqual(["The external ID's parameter 'ExternalId' admits 4 characters, few enough to try values out. Demand 16."]);
  });

  test('keeps its name inside of a construct', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    ExternalId.parameter(role, 'ExternalId');
    expect(Object.keys(templateOf(stack).Parameters)).toContain('ExternalId');
  });

  test.each([
    ['External-Id', {}, "The name of the external ID's parameter is not a name that CloudFormation takes: got 'External-Id'. Allowed: 1 to 255 letters and digits, such as 'ExternalId'."],
    ['Id', { minLength: 1 }, "The external ID's parameter 'Id' has a length that STS does not take: got 1. Allowed: 2 to 1224."],
    ['Id', { minLength: 2.5 }, "The external ID's parameter 'Id' has a length that STS does not take: got 2.5. Allowed: 2 to 1224."],
    ['Id', { maxLength: 1225 }, "The external ID's parameter 'Id' has a length that STS does not take: got 1225. Allowed: 2 to 1224."],
    ['Id', { maxLength: 8 }, "The external ID's parameter 'Id' admits no value: got 'maxLength' 8 below 'minLength' 16. Raise 'maxLength' or lower 'minLength'."],
    ['Id', { allowedPattern: '.+' }, /has an 'allowedPattern' that admits ' ', '\*', .* which STS refuses: got '\.\+'\. Name the allowed characters, such as/],
    ['Id', { allowedPattern: '[a-z]*' }, "The external ID's parameter 'Id' has an 'allowedPattern' that admits an empty value: got '[a-z]*'. Name the allowed characters, such as '^[\\w+=,.@:/-]+$'."],
    ['Id', { allowedPattern: '[a-z' }, /has an 'allowedPattern' that cannot be checked: got '\[a-z'/],
    ['Id', { allowedPattern: '\\p{Alpha}+' }, /has an 'allowedPattern' that cannot be checked: got '\\\\p\{Alpha\}\+', unclear is '\\\\p'/],
  ])('%p with %j is an error', (name, options, message) => {
    expect(() => ExternalId.parameter(newStack(), name, options)).toThrow(typeof message === 'string' ? new Error(message) : message);
  });
});

describe('an external ID from a parameter of the user\'s', () => {
  test('keeps what the user has set', () => {
    const stack = newStack();
    ExternalId.fromParameter(new CfnParameter(stack, 'Id', { minLength: 20, allowedPattern: '^[a-z0-9]+$', constraintDescription: 'As in our letter.' }));
    expect(templateOf(stack).Parameters.Id).toEqual({ Type: 'String', MinLength: 20, MaxLength: 1224, AllowedPattern: '^[a-z0-9]+$', ConstraintDescription: 'As in our letter.' });
  });

  const PROBLEMS: [string, any, string][] = [
    ['a default', { default: 'one-for-all-customers' }, "The external ID's parameter 'Id' has the default 'one-for-all-customers', which would be one external ID for all customers. Take the default out, so that each customer enters his own."],
    ['an empty default', { default: '' }, "The external ID's parameter 'Id' has the default '', which would be one external ID for all customers. Take the default out, so that each customer enters his own."],
    ['NoEcho', { noEcho: true }, "The external ID's parameter 'Id' has NoEcho. The external ID is not a secret, and a quick-create link cannot fill in such a parameter. Take 'noEcho' out."],
    ['allowed values', { allowedValues: ['a-value-of-all'] }, "The external ID's parameter 'Id' has 'allowedValues', a list that all customers share and can read. Take it out: each tenant has an external ID of its own."],
    ['another type', { type: 'CommaDelimitedList' }, "The external ID's parameter 'Id' is of type 'CommaDelimitedList'. Make it 'String'."],
  ];

  test.each(PROBLEMS)('with %s is an error', (_, props, message) => {
    expect(() => ExternalId.fromParameter(new CfnParameter(newStack(), 'Id', props))).toThrow(new Error(message));
  });

  test.each(PROBLEMS)('that gets %s later is an error at synthesis', (_, props, message) => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Id');
    ExternalId.fromParameter(parameter);
    Object.assign(parameter, props);
    expect(() => templateOf(stack)).toThrow(message);
  });
});

test.each([
  [{ minLength: 1 }, /has a length that STS does not take: got 1/],
  [{ allowedPattern: '.*' }, /has an 'allowedPattern' that admits an empty value/],
])('a parameter that gets %j later is an error at synthesis', (props, message) => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Id');
  ExternalId.fromParameter(parameter);
  Object.assign(parameter, props);
  expect(() => templateOf(stack)).toThrow(message);
});

describe('tenantAndStackId', () => {
  test('joins the tenant and the whole UUID of the stack', () => {
    expect(demanded(ExternalId.tenantAndStackId('acme-4711'))).toEqual([
      { 'Fn::Join': ['-', ['acme-4711', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]] },
    ]);
  });

  test('limits a parameter that holds the tenant', () => {
    const stack = newStack();
    ExternalId.tenantAndStackId(new CfnParameter(stack, 'Tenant').valueAsString);
    expect(templateOf(stack).Parameters.Tenant).toMatchObject({ MinLength: 16, AllowedPattern: '^[\\w+=,.@:/-]+$' });
  });

  test('leaves room for the UUID', () => {
    expect(() => ExternalId.tenantAndStackId('a'.repeat(1188))).toThrow(/^The external ID is too long: got 1188 characters, .* Allowed: 2 to 1187/);
  });

  test('refuses a tenant that is no external ID', () => {
    expect(() => ExternalId.tenantAndStackId('a b')).toThrow(/has characters that STS refuses: got 'a b'/);
  });
});

describe('anyOf', () => {
  test('accepts each value, once', () => {
    expect(demanded(ExternalId.anyOf(ExternalId.of(UUID), ExternalId.of('KJHgf87Tzr54-wq_z'), ExternalId.of(UUID)))).toEqual([UUID, 'KJHgf87Tzr54-wq_z']);
  });

  test('warns of each value that can be guessed', () => {
    expect(warnings(ExternalId.anyOf(ExternalId.of(UUID), ExternalId.of('myapp')))).toEqual([expect.stringContaining("'myapp' can be guessed")]);
  });

  test.each([
    [[], 'ExternalId.anyOf() got no external ID, so nothing could be accepted. Give at least one.'],
    [[ExternalId.of(UUID), ExternalId.none('reason')], 'ExternalId.anyOf() got ExternalId.none() beside others: a request without an external ID would be accepted. Leave one of them out.'],
  ])('refuses %#', (externalIds, message) => {
    expect(() => ExternalId.anyOf(...externalIds)).toThrow(new Error(message));
  });
});

describe('none', () => {
  test('demands nothing, and warns with the reason', () => {
    expect(demanded(ExternalId.none('The vendor cannot send one.'))).toEqual([undefined]);
    expect(warnings(ExternalId.none('The vendor cannot send one.'))).toEqual([
      'The role does not demand an external ID, so other customers of the third party may reach it through the third party (the confused deputy). Reason given: The vendor cannot send one.',
    ]);
  });

  test('needs a reason', () => {
    expect(() => ExternalId.none(' ')).toThrow(new Error('ExternalId.none() got an empty reason. Say why the third party cannot send an external ID, for those who review the role.'));
  });
});

/** The external IDs that the statements of a role's trust demand. */
function demanded(externalId: ExternalId): any[] {
  const stack = newStack();
  new iam.Role(stack, 'Role', { assumedBy: ThirdPartyPrincipal.account('111111111111', { externalId }) });
  return trustOf(stack).map((statement) => statement.Condition?.StringEquals['sts:ExternalId']);
}

function warnings(externalId: ExternalId): string[] {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: ThirdPartyPrincipal.account('111111111111', { externalId }) });
  return warningsOf(stack);
}

test('values stay what they are in every form', () => {
  expect(normalized(demanded(ExternalId.of(Token.asString({ Ref: 'AWS::StackName' }))))).toBe('${AWS::StackName}');
});
