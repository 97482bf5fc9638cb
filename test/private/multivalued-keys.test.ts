import { isMultivalued } from '../../lib/private/multivalued-keys';

test.each([
  'aws:TagKeys', 'AWS:tagkeys', 'aws:PrincipalOrgPaths', 'aws:ResourceOrgPaths', 'sts:TransitiveTagKeys', 'cognito-identity.amazonaws.com:amr',
  'dynamodb:LeadingKeys', 'saml:edupersonaffiliation', 'kms:GrantOperations',
])('a request can have several values of %s', (key) => {
  expect(isMultivalued(key)).toBe(true);
});

test.each([
  'aws:SourceIp', 'aws:RequestTag/team', 'aws:PrincipalOrgID', 'sts:ExternalId', 'SAML:aud', 'token.actions.githubusercontent.com:sub',
  'ec2:ResourceTag/team', 's3:ExistingObjectTag/team', 's3:prefix',
])('a request has one value of %s', (key) => {
  expect(isMultivalued(key)).toBe(false);
});

test.each(['i.example.com:groups', 'other:Key', 'aws:NewerThanTheData', 'sts', ''])('of %p nobody can tell', (key) => {
  expect(isMultivalued(key)).toBeUndefined();
});
