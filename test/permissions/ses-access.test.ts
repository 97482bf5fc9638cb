import { App, Aws, CfnParameter, Stack, aws_iam as iam, aws_ses as ses } from 'aws-cdk-lib';
import { SesAccess } from '../../lib';
import type { Access, SesAccessOptions } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const SES = 'arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}';

describe.each<[string, (stack: Stack) => ses.IEmailIdentityRef, string]>([
  ['made in the app', domain, `${SES}:identity/\${Identity2D60E2CC}`],
  ['made as L1', (stack) => new ses.CfnEmailIdentity(stack, 'Identity', { emailIdentity: 'example.com' }), `${SES}:identity/\${Identity}`],
  ['imported by name', imported, `${SES}:identity/example.com`],
  ['imported by ARN', (stack) => ses.EmailIdentity.fromEmailIdentityArn(stack, 'Identity', 'arn:aws:ses:eu-west-1:111111111111:identity/example.com'), 'arn:aws:ses:eu-west-1:111111111111:identity/example.com'],
])('an identity %s', (_, make, arn) => {
  test('sendFrom', () => {
    const stack = newStack();
    expect(granted(stack, SesAccess.sendFrom(make(stack)))).toEqual([{ Action: ['ses:SendEmail', 'ses:SendRawEmail'], Effect: 'Allow', Resource: arn }]);
  });

  test.each([
    ['sendTemplated', ['ses:SendEmail', 'ses:SendTemplatedEmail']],
    ['sendBulk', ['ses:SendBulkEmail', 'ses:SendBulkTemplatedEmail']],
  ] as const)('%s', (method, actions) => {
    const stack = newStack();
    const [{ Action, Resource }] = granted(stack, SesAccess[method](make(stack), ['welcome', 'goodbye']));
    expect(Action).toEqual(actions);
    expect(Resource).toHaveLength(3);
    expect(Resource).toEqual(expect.arrayContaining([arn, expect.stringMatching(/:template\/welcome$/), expect.stringMatching(/:template\/goodbye$/)]));
  });
});

test.each(['aws', Aws.PARTITION])('templates and configuration sets are where the identity is, in an ARN with the partition %s', (partition) => {
  const stack = newStack();
  const identity = ses.EmailIdentity.fromEmailIdentityArn(stack, 'Identity', `arn:${partition}:ses:eu-west-1:111111111111:identity/example.com`);
  const configurationSet = ses.ConfigurationSet.fromConfigurationSetName(stack, 'Set', 'transactional');
  const [{ Resource }] = granted(stack, SesAccess.sendBulk(identity, ['welcome'], { configurationSet }));
  expect(Resource).toEqual([
    'arn:${AWS::Partition}:ses:eu-west-1:${AWS::AccountId}:configuration-set/transactional',
    'arn:${AWS::Partition}:ses:eu-west-1:${AWS::AccountId}:template/welcome',
    normalized(stack.resolve(`arn:${partition}:ses:eu-west-1:111111111111:identity/example.com`)),
  ]);
});

test.each<[string, (stack: Stack) => ses.IConfigurationSetRef, string]>([
  ['made in the app', (stack) => new ses.ConfigurationSet(stack, 'Set'), '${Set1C1E2B1A}'],
  ['made as L1', (stack) => new ses.CfnConfigurationSet(stack, 'Set'), '${Set}'],
  ['imported', (stack) => ses.CfnConfigurationSet.fromConfigurationSetName(stack, 'Set', 'transactional'), 'transactional'],
])('a configuration set %s is authorized too', (_, make) => {
  const stack = newStack();
  const configurationSet = make(stack);
  const name = normalized(stack.resolve(configurationSet.configurationSetRef.configurationSetName));
  expect(granted(stack, SesAccess.sendFrom(imported(stack), { configurationSet }))[0].Resource).toEqual([`${SES}:configuration-set/${name}`, `${SES}:identity/example.com`]);
});

const ADDRESSES: [SesAccessOptions, object][] = [
  [{ addresses: ['orders@example.com'] }, { StringEquals: { 'ses:FromAddress': 'orders@example.com' } }],
  [{ addresses: ['orders@example.com', 'Help@shop.example.com'] }, { StringEquals: { 'ses:FromAddress': ['Help@shop.example.com', 'orders@example.com'] } }],
  [{ displayName: 'Example Shop' }, { StringEquals: { 'ses:FromDisplayName': 'Example Shop' } }],
  [{ recipients: ['staff@example.org'] }, { 'ForAllValues:StringEquals': { 'ses:Recipients': 'staff@example.org' }, 'Null': { 'ses:Recipients': 'false' } }],
  [{ recipientDomains: ['example.org'] }, { 'ForAllValues:StringLike': { 'ses:Recipients': '*@example.org' }, 'Null': { 'ses:Recipients': 'false' } }],
  [{ addresses: ['a@example.com'], displayName: 'A', recipients: ['b@example.net'], recipientDomains: ['example.org'] }, {
    'ForAllValues:StringLike': { 'ses:Recipients': ['*@example.org', 'b@example.net'] },
    'Null': { 'ses:Recipients': 'false' },
    'StringEquals': { 'ses:FromAddress': 'a@example.com', 'ses:FromDisplayName': 'A' },
  }],
];

test.each(ADDRESSES)('%j limits the mail', (options, condition) => {
  for (const access of [(stack: Stack) => SesAccess.sendFrom(imported(stack), options), (stack: Stack) => SesAccess.sendTemplated(imported(stack), ['welcome'], options)]) {
    const stack = newStack();
    expect(granted(stack, access(stack)).map(({ Condition }) => Condition)).toEqual([condition]);
  }
});

test('mail to many cannot be limited to an address, so no access with addresses lets it', () => {
  const options: SesAccessOptions = { addresses: ['orders@example.com'] };
  const accesses = [SesAccess.sendFrom(imported(newStack()), options), SesAccess.sendTemplated(imported(newStack()), ['welcome'], options)];
  expect(accesses.flatMap((access) => access.toStatements()).flatMap(({ actions }) => actions).join()).not.toContain('Bulk');
});

test.each<[string, string]>([
  ['example.com', 'orders@example.com'],
  ['example.com', 'orders@mail.EXAMPLE.com'],
  ['orders@example.com', 'orders@example.com'],
  ['orders@example.com', 'orders+7@Example.com'],
])('the identity %s has the address %s', (emailIdentity, address) => {
  const identity = new ses.CfnEmailIdentity(newStack(), 'Identity', { emailIdentity });
  expect(SesAccess.sendFrom(identity, { addresses: [address] }).toStatements()).toHaveLength(1);
});

test.each<[string, string]>([
  ['example.com', 'orders@example.org'],
  ['example.com', 'orders@notexample.com'],
  ['mail.example.com', 'orders@example.com'],
  ['orders@example.com', 'help@example.com'],
])('the identity %s has no address %s', (name, address) => {
  const message = `The address to send from is outside of the email identity '${name}', so SES would refuse it: got '${address}'. Give the identity of its domain, or of the address itself.`;
  const made = new ses.EmailIdentity(newStack(), 'Identity', { identity: { value: name } });
  const known = ses.EmailIdentity.fromEmailIdentityName(newStack(), 'Identity', name);
  for (const identity of [made, known]) expect(() => SesAccess.sendFrom(identity, { addresses: [address] })).toThrow(new Error(message));
});

test('tokens pass', () => {
  const stack = newStack();
  const text = (id: string) => new CfnParameter(stack, id, { allowedPattern: '^[a-z.@]+$' }).valueAsString;
  const identity = ses.EmailIdentity.fromEmailIdentityName(stack, 'Identity', text('Name'));
  const [statement] = granted(stack, SesAccess.sendTemplated(identity, [text('Template')], {
    addresses: [text('Address')], displayName: text('DisplayName'), recipients: [text('Recipient')], recipientDomains: [text('Domain')],
  }));
  expect(statement.Condition['ForAllValues:StringLike']).toEqual({ 'ses:Recipients': ['${Recipient}', '*@${Domain}'].sort() });
  expect(statement.Resource).toContain(`${SES}:identity/\${Name}`);
  // What is known of only one of the two is not compared.
  expect(SesAccess.sendFrom(identity, { addresses: ['orders@example.com'] }).toStatements()).toHaveLength(1);
});

const ADDRESS = 'Write the address alone, such as \'orders@example.com\'.';

test.each<[SesAccessOptions, string]>([
  [{ addresses: [] }, "The list 'addresses' is empty. Name at least one, or leave it out for every address of the identity."],
  [{ recipients: [] }, "The list 'recipients' is empty. Name at least one, or leave it out."],
  [{ recipientDomains: [] }, "The list 'recipientDomains' is empty. Name at least one, or leave it out."],
  [{ addresses: ['*@example.com'] }, `The address to send from holds a wildcard ('*' or '?'), which would match more than was named: got '*@example.com'. ${ADDRESS}`],
  [{ addresses: ['${aws:username}@example.com'] }, `The address to send from holds '\${', which starts a policy variable: got '\${aws:username}@example.com'. ${ADDRESS}`],
  [{ addresses: ['Shop <orders@example.com>'] }, `The address to send from is no email address: got 'Shop <orders@example.com>'. ${ADDRESS}`],
  [{ addresses: ['orders'] }, `The address to send from is no email address: got 'orders'. ${ADDRESS}`],
  [{ addresses: [undefined as unknown as string] }, `The address to send from is not text: got 'undefined'. ${ADDRESS}`],
  [{ recipients: ['example.org'] }, `A recipient is no email address: got 'example.org'. ${ADDRESS}`],
  [{ recipientDomains: ['*.example.org'] }, "The domain of recipients holds a wildcard ('*' or '?'), which would match more than was named: got '*.example.org'. Write it as 'example.com'."],
  [{ recipientDomains: ['@example.org'] }, "The domain of recipients is none: got '@example.org'. Write it as 'example.com'."],
  [{ displayName: '' }, "The display name is empty: got ''. Write it as it stands before the address."],
])('%j is an error', (options, message) => {
  expect(() => SesAccess.sendFrom(imported(newStack()), options)).toThrow(new Error(message));
  expect(() => SesAccess.sendTemplated(imported(newStack()), ['welcome'], options)).toThrow(new Error(message));
});

test.each<[string[], string]>([
  [[], 'The list of templates is empty. Name at least one, or use SesAccess.sendFrom() for mail without a template.'],
  [undefined as unknown as string[], 'The list of templates is empty. Name at least one, or use SesAccess.sendFrom() for mail without a template.'],
  [['*'], "The name of the template holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Allowed: 1 to 64 letters, digits and _ -."],
  [['a/b'], "The name of the template is not one that SES takes: got 'a/b'. Allowed: 1 to 64 letters, digits and _ -."],
])('templates %j are an error', (templates, message) => {
  expect(() => SesAccess.sendTemplated(imported(newStack()), templates)).toThrow(new Error(message));
  expect(() => SesAccess.sendBulk(imported(newStack()), templates)).toThrow(new Error(message));
});

test('an identity or a configuration set that is a pattern is an error', () => {
  const stack = newStack();
  expect(() => SesAccess.sendFrom(ses.EmailIdentity.fromEmailIdentityName(stack, 'All', '*'))).toThrow(/^The ARN of the email identity holds a wildcard/);
  const configurationSet = ses.ConfigurationSet.fromConfigurationSetName(stack, 'Set', '*');
  expect(() => SesAccess.sendFrom(imported(stack), { configurationSet })).toThrow(/^The name of the configuration set holds a wildcard/);
});

test('an identity of another account needs its policy too', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '222222222222', region: 'eu-west-1' } });
  const identity = ses.EmailIdentity.fromEmailIdentityArn(stack, 'Identity', 'arn:aws:ses:eu-west-1:111111111111:identity/example.com');
  expect(() => granted(stack, SesAccess.sendFrom(identity))).toThrow(/must let the role in by a sending authorization policy of the identity too/);
});

function domain(stack: Stack): ses.EmailIdentity {
  return new ses.EmailIdentity(stack, 'Identity', { identity: ses.Identity.domain('example.com') });
}

function imported(stack: Stack): ses.IEmailIdentity {
  return ses.EmailIdentity.fromEmailIdentityName(stack, `Imported${stack.node.children.length}`, 'example.com');
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
