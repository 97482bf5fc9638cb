import { CfnParameter, Fn } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AssumeRoleAccess, CustomerRole, InstanceRole, RoleNaming } from '../../lib';
import { newStack, normalized, permissionsOf, templateOf, warningsOf } from '../helpers';

const NAME = 'Allowed: 1 to 64 letters, digits and _ + = , . @ -.';

describe('which roles may be assumed', () => {
  test.each<[string, () => CustomerRole, string | string[]]>([
    ['one name in one account', () => CustomerRole.named('my-user-role').inAccount('222222222222'), 'iam::222222222222:role/my-user-role'],
    ['one name in two accounts', () => CustomerRole.named('my-user-role').inAccount('222222222222', '333333333333'), ['iam::222222222222:role/my-user-role', 'iam::333333333333:role/my-user-role']],
    ['one name at a path', () => CustomerRole.named('my-user-role').atPath('/acme/').inAccount('222222222222'), 'iam::222222222222:role/acme/my-user-role'],
    ['one name at any path', () => CustomerRole.named('my-user-role').atAnyPath().inAccount('222222222222'), ['iam::222222222222:role/*/my-user-role', 'iam::222222222222:role/my-user-role']],
    ['a beginning of names', () => CustomerRole.namePrefix('Acme-').inAccount('222222222222'), 'iam::222222222222:role/Acme-*'],
    ['a beginning of names at any path', () => CustomerRole.namePrefix('Acme-').atAnyPath().inAccount('222222222222'), ['iam::222222222222:role/*/Acme-*', 'iam::222222222222:role/Acme-*']],
    ['one name in the own account', () => CustomerRole.named('my-user-role').inOwnAccount(), 'iam::${AWS::AccountId}:role/my-user-role'],
    ['any name, with a reason', () => CustomerRole.anyName('Customers choose freely.').inAccount('222222222222'), 'iam::222222222222:role/*'],
    ['the name of a naming', () => CustomerRole.withNaming(RoleNaming.exactly('my-user-role').atPath('/acme/')).inAccount('222222222222'), 'iam::222222222222:role/acme/my-user-role'],
    ['the beginning of a naming', () => CustomerRole.withNaming(RoleNaming.prefixed('Acme-')).inAccount('222222222222'), 'iam::222222222222:role/Acme-*'],
  ])('%s', (_, make, resource) => {
    const statements = granted(make());
    expect(statements).toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: typeof resource === 'string' ? `arn:\${AWS::Partition}:${resource}` : resource.map((arn) => `arn:\${AWS::Partition}:${arn}`) }]);
  });

  test('in any account: not in the own one, and not without an external ID', () => {
    expect(granted(CustomerRole.named('my-user-role').inAnyAccount())).toEqual([
      { Action: 'sts:AssumeRole', Condition: { Null: { 'sts:ExternalId': 'true' } }, Effect: 'Deny', Resource: 'arn:${AWS::Partition}:iam::*:role/my-user-role' },
      { Action: 'sts:AssumeRole', Effect: 'Deny', Resource: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/my-user-role' },
      { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: 'arn:${AWS::Partition}:iam::*:role/my-user-role' },
    ]);
  });

  test('in any account at any path: each Deny covers every path too', () => {
    const denied = granted(CustomerRole.namePrefix('Acme-').atAnyPath().inAnyAccount()).filter((statement) => statement.Effect === 'Deny').map((statement) => statement.Resource);
    expect(denied).toEqual([
      ['arn:${AWS::Partition}:iam::*:role/*/Acme-*', 'arn:${AWS::Partition}:iam::*:role/Acme-*'],
      ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*/Acme-*', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Acme-*'],
    ]);
  });

  test('in the own organization', () => {
    expect(granted(CustomerRole.named('my-user-role').inOwnOrganization())).toEqual([{
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
      Effect: 'Allow',
      Resource: 'arn:${AWS::Partition}:iam::*:role/my-user-role',
    }]);
  });

  test('of a naming whose name the customer enters, by its beginning', () => {
    const stack = newStack();
    const naming = RoleNaming.parameter(stack, 'RoleName', { namePrefix: 'Acme-' });
    expect(granted(CustomerRole.withNaming(naming).inAccount('222222222222'), stack)[0].Resource).toBe('arn:${AWS::Partition}:iam::222222222222:role/Acme-*');
  });

  test('an account or a name may be a token', () => {
    const stack = newStack();
    const account = new CfnParameter(stack, 'Account', { allowedPattern: '^\\d{12}$' }).valueAsString;
    const name = new CfnParameter(stack, 'Name', { allowedPattern: '^[\\w-]+$' }).valueAsString;
    expect(granted(CustomerRole.named(name).inAccount(account, Fn.importValue('Other')), stack)[0].Resource).toContain('arn:${AWS::Partition}:iam::${Account}:role/${Name}');
  });

  test('any name warns, with the reason', () => {
    const stack = newStack();
    host(stack, CustomerRole.anyName('Customers choose freely.').inAnyAccount());
    expect(warningsOf(stack)).toEqual(['The role may assume every role that lets it in, whatever its name. Reason given: Customers choose freely.']);
  });

  test('two accesses become one statement for each thing that they say', () => {
    const stack = newStack();
    const role = host(stack, CustomerRole.named('First').inAccount('222222222222'));
    role.allow(AssumeRoleAccess.to(CustomerRole.named('Second').inAccount('222222222222')), AssumeRoleAccess.to(CustomerRole.named('First').inAccount('222222222222')));
    expect(permissionsOf(stack).map(normalized)).toEqual([{
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Resource: ['arn:${AWS::Partition}:iam::222222222222:role/First', 'arn:${AWS::Partition}:iam::222222222222:role/Second'],
    }]);
  });
});

describe('bad input', () => {
  test.each<[string, () => unknown, string]>([
    ['a wildcard as the whole name', () => CustomerRole.named('*'), "The name of the customer's role holds a wildcard, so the application could assume roles that were never meant for it: got '*'. Use CustomerRole.namePrefix() for all names that begin alike, or CustomerRole.anyName(reason)."],
    ['a wildcard in the name', () => CustomerRole.named('Acme-?'), "The name of the customer's role holds a wildcard, so the application could assume roles that were never meant for it: got 'Acme-?'. Use CustomerRole.namePrefix() for all names that begin alike, or CustomerRole.anyName(reason)."],
    ['a name that is too long', () => CustomerRole.named('x'.repeat(65)), `The name of the customer's role is too long: got 65 characters, '${'x'.repeat(65)}'. ${NAME}`],
    ['a policy variable in the name', () => CustomerRole.named('${aws:username}'), `The name of the customer's role holds '\${', which starts a policy variable: got '\${aws:username}'. ${NAME}`],
    ['a path in the name', () => CustomerRole.named('acme/role'), `The name of the customer's role has characters that IAM refuses: got 'acme/role'. ${NAME} A path goes into the path, not into the name.`],
    ['no beginning', () => CustomerRole.namePrefix(''), 'The beginning of the name of the customer\'s role is empty: got \'\'. Allowed: 1 to 63 letters, digits and _ + = , . @ -.'],
    ['a wildcard in the beginning', () => CustomerRole.namePrefix('*'), 'The beginning of the name of the customer\'s role holds a wildcard (\'*\' or \'?\'), which would match more than was named: got \'*\'. Allowed: 1 to 63 letters, digits and _ + = , . @ -.'],
    ['no reason', () => CustomerRole.anyName(''), 'CustomerRole.anyName() got an empty reason. Say why neither the name nor its beginning can be known, for those who review the role.'],
    ['no account', () => CustomerRole.named('role').inAccount(), 'The list of accounts is empty. Name at least one, or say inAnyAccount().'],
    ['an account that is none', () => CustomerRole.named('role').inAccount('*'), "The customer's account is not an AWS account id: got '*'. Write all 12 digits, leading zeros too, without hyphens."],
    ['a path without slashes', () => CustomerRole.named('role').atPath('acme'), "The path of the customer's role is not one that IAM takes: got 'acme'. Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most 512 characters."],
    ['a path with a wildcard', () => CustomerRole.named('role').atPath('/*/'), "The path of the customer's role holds a wildcard ('*' or '?'), which would match more than was named: got '/*/'. Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most 512 characters."],
    ['a generated name', () => CustomerRole.withNaming(RoleNaming.generated()), 'The naming says nothing about the beginning of the role name: the customer or CloudFormation makes it up. Give RoleNaming.parameter() a \'namePrefix\', use RoleNaming.exactly() or RoleNaming.prefixed(), or say CustomerRole.anyName(reason).'],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });

  test('a name from a parameter that admits a wildcard', () => {
    expect(() => CustomerRole.named(new CfnParameter(newStack(), 'Name').valueAsString)).toThrow(/^The name of the customer's role comes from parameter 'Name', which has no 'allowedPattern'/);
  });
});

describe('RoleNaming', () => {
  test('as a parameter has limits', () => {
    const stack = newStack();
    RoleNaming.parameter(stack, 'RoleName');
    expect(templateOf(stack).Parameters.RoleName).toEqual({
      Type: 'String',
      Description: 'The name of the role that is made in this account. No other role of the account may have it.',
      MinLength: 1,
      MaxLength: 64,
      AllowedPattern: '^[\\w+=,.@-]+$',
      ConstraintDescription: 'up to 64 letters, digits and _ + = , . @ -',
    });
  });

  test('as a parameter with a beginning demands it', () => {
    const stack = newStack();
    RoleNaming.parameter(stack, 'RoleName', { namePrefix: 'Acme.+', defaultName: 'Acme.+Reports', description: 'The role for Acme' });
    expect(templateOf(stack).Parameters.RoleName).toEqual({
      Type: 'String',
      Default: 'Acme.+Reports',
      Description: 'The role for Acme',
      MinLength: 7,
      MaxLength: 64,
      AllowedPattern: '^Acme\\.\\+[\\w+=,.@-]+$',
      ConstraintDescription: 'a name that begins with Acme.+, up to 64 letters, digits and _ + = , . @ -',
    });
  });

  const token = () => new CfnParameter(newStack(), 'Parameter', { allowedPattern: '[a-z]+' }).valueAsString;
  test.each<[string, () => unknown, string]>([
    ['exactly, too long', () => RoleNaming.exactly('x'.repeat(65)), `The name of the role is too long: got 65 characters, '${'x'.repeat(65)}'. ${NAME}`],
    ['prefixed, too long for the UUID', () => RoleNaming.prefixed('x'.repeat(29)), `The beginning of the role name is too long: got 29 characters, '${'x'.repeat(29)}'. Allowed: 1 to 28 letters, digits and _ + = , . @ -.`],
    ['prefixed with a token', () => RoleNaming.prefixed(token()), 'The beginning of the role name is not known before the template is deployed: got a token. Write it as it is, so that the seller\'s side can be made to match.'],
    ['a parameter with a token as beginning', () => RoleNaming.parameter(newStack(), 'RoleName', { namePrefix: token() }), 'The beginning of the role name is not known before the template is deployed: got a token. Write it as it is, so that the seller\'s side can be made to match.'],
    ['a parameter with a bad name', () => RoleNaming.parameter(newStack(), 'Role-Name'), "The name of the role name's parameter is not a name that CloudFormation takes: got 'Role-Name'. Allowed: 1 to 255 letters and digits, such as 'ExternalId'."],
    ['a parameter whose default does not fit', () => RoleNaming.parameter(newStack(), 'RoleName', { namePrefix: 'Acme-', defaultName: 'Other' }), "The default name of the role does not begin as every name must: got 'Other', the beginning is 'Acme-'. Change one of the two."],
    ['a parameter whose default is no name', () => RoleNaming.parameter(newStack(), 'RoleName', { defaultName: 'a b' }), `The default name of the role has characters that IAM refuses: got 'a b'. ${NAME}`],
    ['a path with a wildcard', () => RoleNaming.generated().atPath('/*/'), "The path of the role holds a wildcard ('*' or '?'), which would match more than was named: got '/*/'. Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most 512 characters."],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(new Error(message));
  });
});

function host(stack: Stack, role: CustomerRole): InstanceRole {
  return new InstanceRole(stack, 'Host', { requireImdsv2: false, permissions: [AssumeRoleAccess.to(role)] });
}

function granted(role: CustomerRole, stack: Stack = newStack()): any[] {
  host(stack, role);
  return permissionsOf(stack).map(normalized);
}
