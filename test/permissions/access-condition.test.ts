import { App, Aws, CfnParameter, Duration, Stack, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';
import { Access, AccessCondition, AccessLevel, ApplicationRole, ConditionOperator, DynamoDbAccess, S3Access, TrustedAccountPrincipal, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, warningsOf } from '../helpers';

const OBJECTS = 'arn:aws:s3:::acme-uploads/*';
const CLUSTER = 'arn:aws:rds:us-east-1:111122223333:cluster:orders';
const QUEUE = 'arn:aws:sqs:us-east-1:111122223333:orders';
const READ_OBJECTS = () => Access.actions(['s3:GetObject'], [OBJECTS]);

/** The conditions of each statement. */
function conditionsOf(access: Access, stack: Stack = newStack()): any[] {
  return access.toStatements().map((statement) => normalized(stack.resolve(statement.toJSON().Condition)));
}

function warningsWith(access: Access): string[] {
  const stack = newStack();
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction(), permissions: [access] });
  return warningsOf(stack);
}

describe('an access under a condition', () => {
  const stack = newStack();
  const vpc = new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  const endpoint = (id: string) => new ec2.CfnVPCEndpoint(stack, id, { vpcId: vpc.ref });

  test.each<[string, AccessCondition, any]>([
    ['on a range of addresses', AccessCondition.sourceIp('203.0.113.0/24'), { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }],
    ['on several', AccessCondition.sourceIp('203.0.113.7', '2001:db8::/32'), { IpAddress: { 'aws:SourceIp': ['2001:db8::/32', '203.0.113.7'] } }],
    ['on a VPC', AccessCondition.sourceVpc(vpc), { StringEquals: { 'aws:SourceVpc': '${Vpc}' } }],
    ['on VPC endpoints', AccessCondition.sourceVpcEndpoint(endpoint('A'), endpoint('B')), { StringEquals: { 'aws:SourceVpce': ['${A}', '${B}'] } }],
    ['on a time', AccessCondition.between(new Date('2027-01-01T00:00:00Z'), new Date('2027-02-01T12:30:00Z')), { DateGreaterThanEquals: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' }, DateLessThan: { 'aws:CurrentTime': '2027-02-01T12:30:00Z' } }],
    ['on an end', AccessCondition.before(new Date('2027-01-01T00:00:00Z')), { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }],
    ['on a tag of the role', AccessCondition.principalTag('team', 'blue', 'green'), { StringEquals: { 'aws:PrincipalTag/team': ['blue', 'green'] } }],
    ['on encryption of the call', AccessCondition.secureTransport(), { Bool: { 'aws:SecureTransport': 'true' } }],
    ['on the account of the resource', AccessCondition.resourceAccount('111122223333'), { StringEquals: { 'aws:ResourceAccount': '111122223333' } }],
    ['on the organization of the resource', AccessCondition.resourceOrganization('o-a1b2c3d4e5'), { StringEquals: { 'aws:ResourceOrgID': 'o-a1b2c3d4e5' } }],
    ['on a region', AccessCondition.requestedRegion('eu-west-1', 'eu-central-1'), { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } }],
    ['on the service that calls', AccessCondition.calledVia('athena.amazonaws.com'), { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } }],
    ['on a key of the service', AccessCondition.of(ConditionOperator.STRING_LIKE, 's3:ExistingObjectTag/class', 'public-*'), { StringLike: { 's3:ExistingObjectTag/class': 'public-*' } }],
    ['on a key of the credentials', AccessCondition.of(ConditionOperator.NUMERIC_GREATER_THAN_EQUALS, 'ec2:RoleDelivery', '2.0'), { NumericGreaterThanEquals: { 'ec2:RoleDelivery': '2.0' } }],
    ['on the second of the call', AccessCondition.of(ConditionOperator.NUMERIC_LESS_THAN, 'aws:EpochTime', '1800000000'), { NumericLessThan: { 'aws:EpochTime': '1800000000' } }],
    ['on a date', AccessCondition.of(ConditionOperator.DATE_LESS_THAN_EQUALS, 'aws:CurrentTime', '2027-01-01'), { DateLessThanEquals: { 'aws:CurrentTime': '2027-01-01' } }],
    ['on a second of time', AccessCondition.of(ConditionOperator.DATE_GREATER_THAN_EQUALS, 'aws:EpochTime', '1800000000'), { DateGreaterThanEquals: { 'aws:EpochTime': '1800000000' } }],
    ['on a tag whose key has a blank', AccessCondition.principalTag('Cost Center', '7'), { StringEquals: { 'aws:PrincipalTag/Cost Center': '7' } }],
    ['outside of private addresses', AccessCondition.of(ConditionOperator.NOT_IP_ADDRESS, 'aws:VpcSourceIp', '10.0.0.0/8'), { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }],
    ['on every ARN', AccessCondition.of(ConditionOperator.ARN_LIKE, 'aws:SourceVpcArn', 'arn:aws:ec2:*:111122223333:vpc/*'), { ArnLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:*:111122223333:vpc/*' } }],
    ['on a key that is newer', AccessCondition.of(ConditionOperator.STRING_EQUALS, 'aws:BrandNewKeyOfAws', 'x'), { StringEquals: { 'aws:BrandNewKeyOfAws': 'x' } }],
    ['with a policy variable', AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:ExistingObjectTag/owner', '${aws:PrincipalTag/owner}'), { StringEquals: { 's3:ExistingObjectTag/owner': '${aws:PrincipalTag/owner}' } }],
    ['with a star that is one', AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:ExistingObjectTag/owner', 'a${*}'), { StringEquals: { 's3:ExistingObjectTag/owner': 'a${*}' } }],
    ['on a key of the credentials, as ARN', AccessCondition.of(ConditionOperator.ARN_LIKE, 'lambda:SourceFunctionArn', 'arn:aws:lambda:*:111122223333:function:f'), { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:111122223333:function:f' } }],
    ['on an absent key', AccessCondition.of(ConditionOperator.NULL, 's3:ExistingObjectTag/class', 'false'), { Null: { 's3:ExistingObjectTag/class': 'false' } }],
  ])('%s', (_, condition, expected) => {
    expect(conditionsOf(READ_OBJECTS().when(condition), stack)).toEqual([expected]);
    expect(warningsOf(newStack())).toEqual([]);
  });

  test('on tags of resource and request', () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:s';
    expect(conditionsOf(Access.actions(['secretsmanager:GetSecretValue'], [secret]).when(AccessCondition.resourceTag('team', 'blue')))).toEqual([{ StringEquals: { 'aws:ResourceTag/team': 'blue' } }]);
    // The reference writes these without a variable.
    expect(() => Access.actions(['secretsmanager:GetSecretValue'], [secret]).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'secretsmanager:ResourceTag/team', 'blue'))).not.toThrow();
    const listener = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/a/1/2';
    expect(() => Access.actions(['elasticloadbalancing:DeleteListener'], [listener]).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'elasticloadbalancing:ResourceTag/team', 'blue'))).not.toThrow();
    expect(conditionsOf(Access.actions(['sqs:TagQueue'], [QUEUE]).when(AccessCondition.requestTag('team', 'blue'), AccessCondition.onlyTagKeys('team')))).toEqual([
      { 'StringEquals': { 'aws:RequestTag/team': 'blue' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' }, 'Null': { 'aws:TagKeys': 'false' } },
    ]);
  });

  test('on keys with several values', () => {
    const identity = 'arn:aws:ses:us-east-1:111122223333:identity/example.com';
    const send = () => Access.actions(['ses:SendEmail'], [identity]);
    expect(conditionsOf(send().when(AccessCondition.anyValue(ConditionOperator.STRING_LIKE, 'ses:Recipients', '*@example.com')))).toEqual([{ 'ForAnyValue:StringLike': { 'ses:Recipients': '*@example.com' } }]);
    expect(conditionsOf(send().when(AccessCondition.allValues(ConditionOperator.STRING_LIKE, 'ses:Recipients', '*@example.com')))).toEqual([{ 'ForAllValues:StringLike': { 'ses:Recipients': '*@example.com' }, 'Null': { 'ses:Recipients': 'false' } }]);
  });

  test('on a key that each of the resources has', () => {
    const run = Access.actions(['ec2:RunInstances'], ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*:*:volume/*']).when(AccessCondition.requestTag('team', 'blue'));
    expect(conditionsOf(run)).toEqual([{ StringEquals: { 'aws:RequestTag/team': 'blue' } }]);
  });

  test('holds in full: conditions are combined, those that are there stay', () => {
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'acme-uploads');
    const access = S3Access.listObjects(bucket, { prefix: 'in/' }).when(AccessCondition.secureTransport()).when(AccessCondition.sourceIp('203.0.113.0/24'));
    expect(conditionsOf(access)).toEqual([{ StringLike: { 's3:prefix': 'in/*' }, Bool: { 'aws:SecureTransport': 'true' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }]);
  });

  test('the same twice is once', () => {
    expect(conditionsOf(READ_OBJECTS().when(AccessCondition.secureTransport(), AccessCondition.secureTransport()))).toEqual([{ Bool: { 'aws:SecureTransport': 'true' } }]);
  });

  test('the same values in another order are the same', () => {
    const one = AccessCondition.sourceIp('203.0.113.0/24', '198.51.100.0/24');
    expect(conditionsOf(READ_OBJECTS().when(one).when(AccessCondition.sourceIp('198.51.100.0/24', '203.0.113.0/24')))).toEqual(conditionsOf(READ_OBJECTS().when(one)));
  });

  test.each([
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.1.1', '172.31.0.0/16', '192.168.0.0/16', '198.18.0.0/15', '224.0.0.1', '240.0.0.1', '255.255.255.255',
    '::', '::1', 'fd00::/16', 'fd12::1', 'fe80::1', 'febf::1', 'ff02::1',
  ])('no call over the Internet comes from %s', (range) => {
    expect(() => AccessCondition.sourceIp(range)).toThrow(/^The range of addresses is private or reserved/);
  });

  test('leaves the access itself as it was', () => {
    const access = READ_OBJECTS();
    access.when(AccessCondition.secureTransport());
    expect(conditionsOf(access)).toEqual([undefined]);
  });

  test.each<[string, AccessCondition, any]>([
    ['addresses', AccessCondition.sourceIp('203.0.113.0/24'), {}],
    ['a VPC', AccessCondition.sourceVpc(vpc), {}],
    ['encryption of the call', AccessCondition.secureTransport(), {}],
    ['a time', AccessCondition.before(new Date('2027-01-01T00:00:00Z')), { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }],
    ['a tag of the role', AccessCondition.principalTag('team', 'blue'), { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'kms:ViaService': 's3.${AWS::Region}.amazonaws.com' } }],
  ])('on %s reaches the key of a bucket as far as the service says the same', (_, condition, onKey) => {
    const own = newStack();
    const bucket = new s3.Bucket(own, 'Bucket', { encryptionKey: new kms.Key(own, 'Key') });
    const [, key] = conditionsOf(S3Access.readObjects(bucket).when(condition), own);
    expect(key).toEqual({ StringEquals: { 'kms:ViaService': 's3.${AWS::Region}.amazonaws.com' }, ...onKey });
  });

  test('for people may demand a second factor', () => {
    const people = new ApplicationRole(newStack(), 'People', { assumedBy: TrustedAccountPrincipal.ownAccount() });
    expect(() => people.allow(READ_OBJECTS().when(AccessCondition.mfa(Duration.hours(1))))).not.toThrow();
    expect(conditionsOf(READ_OBJECTS().when(AccessCondition.mfa(Duration.hours(1))))).toEqual([{ Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }]);
    expect(conditionsOf(READ_OBJECTS().when(AccessCondition.mfa()))).toEqual([{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }]);
  });

  test.each<[string, AccessCondition, RegExp]>([
    ['whose call it is on behalf of', AccessCondition.of(ConditionOperator.STRING_EQUALS, 'aws:SourceAccount', '111122223333'), /^The condition key 'aws:SourceAccount' is there only when a service calls for its own resource/],
    ['what the role itself is', AccessCondition.of(ConditionOperator.STRING_EQUALS, 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'), /^The condition key 'aws:PrincipalOrgID' says what the role itself is/],
  ])('on %s warns once', (_, condition, message) => {
    expect(warningsWith(Access.actions(['s3:GetObject', 'sqs:SendMessage'], [OBJECTS, QUEUE]).when(condition))).toEqual([expect.stringMatching(message)]);
  });

  test('on actions that nobody knows is taken as it is', () => {
    expect(() => Access.asWritten(['s3:NewAction'], [OBJECTS]).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:newKey', 'x'))).not.toThrow();
  });

  test('document 07: objects from a range of addresses', () => {
    const bucket = s3.Bucket.fromBucketName(newStack(), 'Bucket', 'my-bucket');
    const own = newStack();
    const [statement] = S3Access.readObjects(bucket).when(AccessCondition.sourceIp('203.0.113.0/24')).toStatements();
    expect(normalized(own.resolve(statement.toJSON()))).toEqual({
      Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:${AWS::Partition}:s3:::my-bucket/*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    });
  });
});

describe('bad input: a condition', () => {
  const LIST = new CfnParameter(newStack(), 'List', { type: 'CommaDelimitedList', allowedPattern: '^[a-z]+$' }).valueAsList;
  const table = () => dynamodb.Table.fromTableName(newStack(), 'Table', 'orders');
  const of = (operator: ConditionOperator, key: string, ...values: string[]) => READ_OBJECTS().when(AccessCondition.of(operator, key, ...values));

  test.each<[string, () => unknown, string]>([
    ['on a key that the action does not have', () => of(ConditionOperator.STRING_EQUALS, 's3:prefix', 'in/'), /^The condition key 's3:prefix' is not one of 's3:GetObject', so the condition would never hold\. It has 'aws:ResourceTag.*, and those of AWS such as 'aws:SourceVpc'\. Give the condition to an access of its own, with the actions that have the key\.$/ as any],
    ['on a key of an action that has none', () => Access.actions(['sts:GetCallerIdentity']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'sts:RoleSessionName', 'x')), "The condition key 'sts:RoleSessionName' is not one of 'sts:GetCallerIdentity', so the condition would never hold. It has none of its own, only those of AWS such as 'aws:SourceVpc'. Give the condition to an access of its own, with the actions that have the key."],
    ['on a key that the action has on one of its resources alone', () => Access.actions(['ec2:RunInstances'], ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*:*:subnet/*']).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'ec2:InstanceType', 't3.micro')), /^The condition key 'ec2:InstanceType' is not one of 'ec2:RunInstances' on 'arn:aws:ec2:\*:\*:subnet\/\*', so the condition would never hold\. .* Give the condition to an access of its own, with the actions and resources that have the key\.$/ as any],
    ['on tags of a resource whose service does not tell them', () => Access.actions(['rds-db:connect'], ['arn:aws:rds-db:us-east-1:111122223333:dbuser:db-ABC/app']).when(AccessCondition.resourceTag('team', 'blue')), /^The condition key 'aws:ResourceTag\/team' is not one of 'rds-db:connect'/ as any],
    ['on a misspelt key of AWS', () => of(ConditionOperator.STRING_EQUALS, 'aws:SourceVpcc', 'vpc-1'), /^The condition key is not one of AWS's: got 'aws:SourceVpcc'\. Did you mean 'aws:SourceVpc/ as any],
    ['with an operator of another type', () => of(ConditionOperator.STRING_EQUALS, 'aws:SecureTransport', 'true'), "The condition key 'aws:SecureTransport' is compared with an operator of another type: got 'StringEquals', and the key is of the type 'Bool'. Use one that fits it."],
    ['with an operator of another type, on a key of the service', () => of(ConditionOperator.BOOL, 's3:authType', 'true'), "The condition key 's3:authType' is compared with an operator of another type: got 'Bool', and the key is of the type 'String'. Use one that fits it."],
    ['for all values of a key that has one', () => READ_OBJECTS().when(AccessCondition.allValues(ConditionOperator.STRING_EQUALS, 's3:authType', 'REST-HEADER')), "The condition key 's3:authType' has one value in a request, for which ForAllValues also holds if it is absent: got 'ForAllValues:StringEquals'. Use AccessCondition.of()."],
    ['that contradicts another', () => READ_OBJECTS().when(AccessCondition.sourceIp('203.0.113.0/24'), AccessCondition.sourceIp('198.51.100.0/24')), "The condition IpAddress on 'aws:SourceIp' is already set by the access, and a second one would replace it: got '\"198.51.100.0/24\"' beside '\"203.0.113.0/24\"'. Leave it out, or make another access."],
    ['on tags that the access may change', () => Access.actions(['sqs:SendMessage', 'sqs:TagQueue'], [QUEUE]).when(AccessCondition.resourceTag('team', 'blue')), "The access tests tags of the resource and lets 'sqs:TagQueue' change them, so whoever has it could give himself the tag. Take the action into another role, or leave it out with without()."],
    ['on tags, by a key of the service, that another part may change', () => Access.of(Access.actions(['rds:StopDBCluster'], [CLUSTER]).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 'rds:cluster-tag/team', 'blue')), Access.actions(['rds:AddTagsToResource'], [CLUSTER])), "The access tests tags of the resource and lets 'rds:AddTagsToResource' change them, so whoever has it could give himself the tag. Take the action into another role, or leave it out with without()."],
    ['on tags that another part of the access may change', () => Access.of(Access.actions(['sqs:SendMessage'], [QUEUE]).when(AccessCondition.resourceTag('team', 'blue')), Access.toArn(QUEUE, AccessLevel.TAGGING)), "The access tests tags of the resource and lets 'sqs:TagQueue' change them, so whoever has it could give himself the tag. Take the action into another role, or leave it out with without()."],
    ['that is none', () => READ_OBJECTS().when(), "The list of conditions is empty. Give at least one, such as AccessCondition.sourceIp('203.0.113.0/24')."],
    ['on no range', () => AccessCondition.sourceIp(), "AccessCondition.sourceIp() is empty. Give at least one range, such as '203.0.113.0/24'."],
    ['on a range that is none', () => AccessCondition.sourceIp('203.0.113.0/33'), "The range of addresses is none: got '203.0.113.0/33'. Write it as '203.0.113.0/24' or '2001:db8::/32'."],
    ['on a name', () => AccessCondition.sourceIp('office'), "The range of addresses is none: got 'office'. Write it as '203.0.113.0/24' or '2001:db8::/32'."],
    ['on every address', () => AccessCondition.sourceIp('0.0.0.0/0'), "The range of addresses covers every address: got '0.0.0.0/0'. Name the addresses from which the calls come."],
    ['on private addresses', () => AccessCondition.sourceIp('10.0.0.0/8'), "The range of addresses is private or reserved, and no call reaches AWS from it over the Internet: got '10.0.0.0/8'. Name the public addresses, or use AccessCondition.sourceVpc() for calls through VPC endpoints."],
    ['on an address of IPv4 in the form of IPv6', () => AccessCondition.sourceIp('::ffff:203.0.113.7'), "The range of addresses is one of IPv4 in the form of IPv6, which is never compared with an address of IPv4: got '::ffff:203.0.113.7'. Write it as '203.0.113.0/24'."],
    ['on half of all addresses', () => AccessCondition.sourceIp('128.0.0.0/1'), "The range of addresses is larger than any network: got '128.0.0.0/1'. Allowed are prefixes from /8. Name the addresses from which the calls come."],
    ['on half of all addresses of IPv6', () => AccessCondition.sourceIp('2000::/3'), "The range of addresses is larger than any network: got '2000::/3'. Allowed are prefixes from /12. Name the addresses from which the calls come."],
    ['on the address of a network card', () => AccessCondition.sourceIp('2001:db8::1%eth0'), "The range of addresses is none: got '2001:db8::1%eth0'. Write it as '203.0.113.0/24' or '2001:db8::/32'."],
    ['on a range with a zero before its prefix', () => AccessCondition.sourceIp('203.0.113.0/024'), "The range of addresses is none: got '203.0.113.0/024'. Write it as '203.0.113.0/24' or '2001:db8::/32'."],
    ['on ranges that are known later', () => AccessCondition.sourceIp('203.0.113.7', ...LIST), /^The range of addresses is a list that is known only once deployed: got '#\{Token\[TOKEN\.\d+\]\}'\. Take its items out of it/ as any],
    ['on no endpoint', () => AccessCondition.sourceVpcEndpoint(), 'AccessCondition.sourceVpcEndpoint() is empty. Give at least one endpoint.'],
    ['on a time that ends before it starts', () => AccessCondition.between(new Date('2027-02-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')), "The end of the time is not after its start, so it never comes: got '2027-02-01T00:00:00Z' to '2027-01-01T00:00:00Z'. Give the earlier one first."],
    ['on a time of less than a second', () => AccessCondition.between(new Date('2027-01-01T00:00:00.100Z'), new Date('2027-01-01T00:00:00.900Z')), "The end of the time is not after its start, so it never comes: got '2027-01-01T00:00:00Z' to '2027-01-01T00:00:00Z'. Give the earlier one first."],
    ['on a year of five digits', () => AccessCondition.before(new Date('+012027-01-01T00:00:00Z')), "The end of the time is in a year that ISO 8601 does not write with four digits: got '+012027-01-01T00:00:00Z'. Give a time from the year 0 to 9999."],
    ['on a second factor of no age', () => AccessCondition.mfa(Duration.seconds(0)), "The age of the second factor is never that small: got '0 seconds'. Give a time such as Duration.hours(1)."],
    ['on a time that is none', () => AccessCondition.before(new Date('soon')), "The end of the time is no point of time: got 'Invalid Date'. Give a date, such as new Date('2027-01-01T00:00:00Z')."],
    ['on a tag whose key is too long', () => AccessCondition.resourceTag('x'.repeat(129), 'a'), `The key of a tag is none that AWS takes: got 129 characters, '${'x'.repeat(80)}…'. Allowed: 1 to 128 letters, digits, blanks and _ . : / = + - @.`],
    ['on a tag whose key has a wildcard', () => AccessCondition.onlyTagKeys('te*'), "The key of a tag holds a wildcard ('*' or '?'), which would match more than was named: got 'te*'. Write it as it is."],
    ['on a tag whose key is known later', () => AccessCondition.principalTag(Aws.STACK_NAME, 'a'), "The key of a tag is not known before the template is deployed: got '{token}'. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is."],
    ['on a tag without values', () => AccessCondition.requestTag('team'), "The list of values of the tag 'team' is empty. Give at least one."],
    ['on a tag with a pattern', () => AccessCondition.requestTag('team', 'b*'), "The value of the tag 'team' holds a wildcard ('*' or '?'), which would match more than was named: got 'b*'. Write it as it is, or use AccessCondition.of() for a pattern."],
    ['on an account of 11 digits', () => AccessCondition.resourceAccount('11112222333'), "The account of the resource is not an AWS account id: got '11112222333'. Write all 12 digits, leading zeros too, without hyphens."],
    ['on an organization that is none', () => AccessCondition.resourceOrganization('acme'), "The organization of the resource is not the id of an AWS organization: got 'acme'. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations."],
    ['on a region in other letters', () => AccessCondition.requestedRegion('EU-West-1'), "The region is none: got 'EU-West-1'. Write it as 'eu-west-1'."],
    ['on a zone', () => AccessCondition.requestedRegion('eu-west-1a'), "The region is none: got 'eu-west-1a'. Write it as 'eu-west-1'."],
    ['on a service that is none', () => AccessCondition.calledVia('athena'), "The service is not the principal of one: got 'athena'. Write it as 'athena.amazonaws.com'."],
    ['on a key that is none', () => of(ConditionOperator.STRING_EQUALS, 'prefix', 'x'), "The condition key is not one: got 'prefix'. Write it as 's3:prefix' or 'aws:SourceVpc'."],
    ['on a key that is known later', () => of(ConditionOperator.STRING_EQUALS, `s3:${Aws.STACK_NAME}`, 'x'), "The condition key is not one: got 's3:{token}'. Write it as 's3:prefix' or 'aws:SourceVpc'."],
    ['without a value', () => of(ConditionOperator.STRING_EQUALS, 's3:authType'), "The list of values of 's3:authType' is empty. Give at least one."],
    ['with an empty value', () => of(ConditionOperator.STRING_EQUALS, 's3:authType', ''), "The value of 's3:authType' is empty: got ''. Write it as it is."],
    ['with a number', () => of(ConditionOperator.STRING_EQUALS, 's3:authType', 7 as any), "The value of 's3:authType' is not text: got '7'. Write it in quotes."],
    ['with a wildcard where none is one', () => of(ConditionOperator.STRING_EQUALS, 's3:authType', 'REST*'), "The value of 's3:authType' holds a wildcard, which StringEquals compares as it is: got 'REST*'. Use ConditionOperator.STRING_LIKE."],
    ['with a pattern from a parameter', () => of(ConditionOperator.STRING_LIKE, 's3:authType', new CfnParameter(newStack(), 'Kind').valueAsString), "The value of 's3:authType' comes from parameter 'Kind', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
    ['that is neither true nor false', () => of(ConditionOperator.BOOL, 'aws:SecureTransport', 'yes'), "The value of 'aws:SecureTransport' is neither 'true' nor 'false': got 'yes'. Bool takes no other."],
    ['with both truths', () => of(ConditionOperator.NULL, 's3:authType', 'true', 'false'), "The values of 's3:authType' are alternatives of which one always holds: got 'true' and 'false'. Give one of them."],
    ['with an operator that is none', () => of('StringEqualsIfExists' as any, 's3:authType', 'x'), "The operator is none that a condition may have: got 'StringEqualsIfExists'. Use one of ConditionOperator."],
    ['with values that are known later', () => of(ConditionOperator.STRING_LIKE, 's3:authType', 'REST-*', ...LIST), /^The value of 's3:authType' is a list that is known only once deployed: got '#\{Token\[TOKEN\.\d+\]\}'\. Take its items out of it/ as any],
    ['with a text as number', () => Access.actions(['s3:ListBucket'], ['arn:aws:s3:::acme']).when(AccessCondition.of(ConditionOperator.NUMERIC_LESS_THAN, 's3:max-keys', 'ten')), "The value of 's3:max-keys' is none that NumericLessThan compares: got 'ten'. Write a number such as '10'."],
    ['with a date of no calendar', () => of(ConditionOperator.DATE_LESS_THAN, 'aws:CurrentTime', '2027-13-01'), "The value of 'aws:CurrentTime' is none that DateLessThan compares: got '2027-13-01'. Write a time of ISO 8601 such as '2027-01-01T00:00:00Z'."],
    ['with a date of another form', () => of(ConditionOperator.DATE_LESS_THAN, 'aws:CurrentTime', '01/02/2027'), "The value of 'aws:CurrentTime' is none that DateLessThan compares: got '01/02/2027'. Write a time of ISO 8601 such as '2027-01-01T00:00:00Z'."],
    ['with an ARN that is none', () => of(ConditionOperator.ARN_LIKE, 'aws:SourceVpcArn', 'vpc-1'), "The value of 'aws:SourceVpcArn' is none that ArnLike compares: got 'vpc-1'. Write an ARN, in whose parts wildcards may stand, or '*'."],
    ['with bytes that are none', () => of(ConditionOperator.BINARY_EQUALS, 'aws:PrincipalTag/key', 'a_b'), "The value of 'aws:PrincipalTag/key' is none that BinaryEquals compares: got 'a_b'. Write it in Base64."],
    ['outside of an address that is none', () => of(ConditionOperator.NOT_IP_ADDRESS, 'aws:VpcSourceIp', 'office'), "The value of 'aws:VpcSourceIp' is none: got 'office'. Write it as '203.0.113.0/24' or '2001:db8::/32'."],
    ['on every address, by the key', () => of(ConditionOperator.IP_ADDRESS, 'aws:SourceIp', '0.0.0.0/0'), "The range of addresses covers every address: got '0.0.0.0/0'. Name the addresses from which the calls come."],
    ['on a key with a variable', () => of(ConditionOperator.STRING_EQUALS, 'aws:PrincipalTag/${team}', 'x'), "The condition key is not one: got 'aws:PrincipalTag/${team}'. Write it as 's3:prefix' or 'aws:SourceVpc'."],
    ['on no tag in particular', () => of(ConditionOperator.STRING_EQUALS, 'aws:ResourceTag', 'x'), "The condition key does not say of which tag: got 'aws:ResourceTag'. Write the key of the tag behind a slash, as in 'aws:PrincipalTag/team'."],
    ['on a tag without a key', () => of(ConditionOperator.STRING_EQUALS, 'aws:PrincipalTag/', 'x'), "The condition key does not say of which tag: got 'aws:PrincipalTag/'. Write the key of the tag behind a slash, as in 'aws:PrincipalTag/team'."],
    ['on a key with several values that does not say how many', () => of(ConditionOperator.STRING_EQUALS, 'aws:CalledVia', 'athena.amazonaws.com'), "The condition key 'aws:CalledVia' has several values in a request, and the operator 'StringEquals' does not say how many must match. Use AccessCondition.anyValue() or allValues()."],
    ['on any absence', () => AccessCondition.anyValue(ConditionOperator.NULL, 'aws:CalledVia', 'true'), "The operator 'Null' asks whether a key is there at all, not for its values. Use AccessCondition.of()."],
    ['on all absences', () => AccessCondition.allValues(ConditionOperator.NULL, 'aws:CalledVia', 'true'), "The operator 'Null' asks whether a key is there at all, not for its values. Use AccessCondition.of()."],
    ['on a prefix of a table', () => DynamoDbAccess.read(table()).when(AccessCondition.of(ConditionOperator.STRING_EQUALS, 's3:prefix', 'x')), /^The condition key 's3:prefix' is not one of 'dynamodb:GetItem'/ as any],
  ])('%s is an error', (_, make, message) => {
    expect(make).toThrow(typeof message === 'string' ? new Error(message) : message);
  });

  test.each<[string, (stack: Stack) => iam.IGrantable, string]>([
    ['a role of a service', (stack) => new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.lambdaFunction() }), 'Stack/Role'],
    ['a role of CDK', (stack) => new iam.Role(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }), 'Stack/Plain'],
  ])('that demands a second factor of %s is an error', (_, make, path) => {
    expect(() => READ_OBJECTS().when(AccessCondition.mfa()).grantTo(make(new Stack(new App(), 'Stack')))).toThrow(new Error(
      `The access cannot be given to '${path}': it demands a second factor, which no application has. Demand it of the people who assume a role, with 'requireMfa' of TrustedAccountPrincipal.`,
    ));
  });
});
