import { aws_cognito_identitypool as identitypool, aws_iam as iam } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { describeTrustCases } from './trust-cases';
import { CognitoAuthenticatedPrincipal, CognitoGuestPrincipal, FacebookPrincipal, GooglePrincipal, LoginWithAmazonPrincipal, SamlFederationPrincipal, SessionTag, StringMatch } from '../../lib';

const POOL_ID = 'us-east-1:12345678-abcd-abcd-abcd-1234567890ab';
const IDENTITY_ID = 'us-east-1:aaaaaaaa-1111-2222-3333-444444444444';
const DEPARTMENT = SessionTag.of('department', StringMatch.exactly('legal'));
const pool = (stack: Stack) => identitypool.IdentityPool.fromIdentityPoolId(stack, 'Pool', POOL_ID);

describeTrustCases('cognito', {
  'CognitoAuthenticatedPrincipal.identityPool': (stack) => CognitoAuthenticatedPrincipal.identityPool(pool(stack)),
  'CognitoAuthenticatedPrincipal.identityPoolId': () => CognitoAuthenticatedPrincipal.identityPoolId(POOL_ID),
  'CognitoAuthenticatedPrincipal with all options': () => CognitoAuthenticatedPrincipal.identityPoolId(POOL_ID, {
    identityIds: [IDENTITY_ID], sessionTags: [DEPARTMENT], issuer: 'cognito-identity.amazonaws.com',
  }),
  'CognitoAuthenticatedPrincipal in AWS GovCloud (US-East)': () => CognitoAuthenticatedPrincipal.identityPoolId('us-gov-east-1:12345678-abcd-abcd-abcd-1234567890ab'),
  'CognitoGuestPrincipal.identityPool': (stack) => CognitoGuestPrincipal.identityPool(pool(stack)),
  'CognitoGuestPrincipal.identityPoolId': () => CognitoGuestPrincipal.identityPoolId(POOL_ID),
  'CognitoGuestPrincipal for one identity': () => CognitoGuestPrincipal.identityPoolId(POOL_ID, { identityIds: [IDENTITY_ID] }),
  'CognitoGuestPrincipal in AWS GovCloud (US-West)': () => CognitoGuestPrincipal.identityPoolId('us-gov-west-1:12345678-abcd-abcd-abcd-1234567890ab'),
});

const AMAZON_APP = 'amzn1.application.0123456789abcdef0123456789abcdef';
const FACEBOOK_APP = '111222333444555';
const GOOGLE_CLIENT = '666777888999-abcdef.apps.googleusercontent.com';
const roleSessionName = StringMatch.like('app-*');

describeTrustCases('web-identity', {
  'LoginWithAmazonPrincipal.users': () => LoginWithAmazonPrincipal.users(AMAZON_APP, ['amzn1.account.AEXAMPLE1', 'amzn1.account.AEXAMPLE2']),
  'LoginWithAmazonPrincipal.users with all options': () => LoginWithAmazonPrincipal.users(AMAZON_APP, ['amzn1.account.AEXAMPLE1'], { roleSessionName }),
  'LoginWithAmazonPrincipal.anyUserOfApp': () => LoginWithAmazonPrincipal.anyUserOfApp(AMAZON_APP),
  'FacebookPrincipal.users': () => FacebookPrincipal.users(FACEBOOK_APP, ['10158031234567890', '10158031234567891']),
  'FacebookPrincipal.users with all options': () => FacebookPrincipal.users(FACEBOOK_APP, ['10158031234567890'], { roleSessionName }),
  'FacebookPrincipal.anyUserOfApp': () => FacebookPrincipal.anyUserOfApp(FACEBOOK_APP),
  'GooglePrincipal.users': () => GooglePrincipal.users(GOOGLE_CLIENT, ['110169484474386276334', '110169484474386276335']),
  'GooglePrincipal.users with all options': () => GooglePrincipal.users(GOOGLE_CLIENT, ['110169484474386276334'], {
    roleSessionName, originalAudience: '666777888999-server.apps.googleusercontent.com',
  }),
  'GooglePrincipal.anyUserOfClient': () => GooglePrincipal.anyUserOfClient(GOOGLE_CLIENT),
});

const provider = (stack: Stack) => iam.SamlProvider.fromSamlProviderArn(stack, 'Provider', 'arn:aws:iam::111122223333:saml-provider/ExampleCorp');

describeTrustCases('saml', {
  'SamlFederationPrincipal.consoleAndProgrammatic': (stack) => SamlFederationPrincipal.consoleAndProgrammatic(provider(stack)),
  'SamlFederationPrincipal.programmatic': (stack) => SamlFederationPrincipal.programmatic(provider(stack), {
    attributes: { 'saml:edupersonaffiliation': StringMatch.exactly('staff') },
  }),
  'SamlFederationPrincipal with regional URLs': (stack) => SamlFederationPrincipal.consoleAndProgrammatic(provider(stack), { signInRegions: ['us-west-2', 'eu-west-1'] }),
  'SamlFederationPrincipal with audiences of its own': (stack) => SamlFederationPrincipal.consoleAndProgrammatic(provider(stack), {
    audiences: ['https://signin.example-partition.com/saml'],
  }),
  'SamlFederationPrincipal with all options': (stack) => SamlFederationPrincipal.programmatic(provider(stack), {
    attributes: {
      'saml:sub': StringMatch.exactly('jane'),
      'saml:edupersonaffiliation': StringMatch.exactly('staff', 'faculty'),
      'saml:mail': StringMatch.like('*@example.com'),
    },
    signInRegions: ['us-west-2'],
    identityProviderId: 'SAMLSPEXAMPLE1234567',
    roleSessionName: StringMatch.exactly('jane'),
    sourceIdentity: StringMatch.exactly('jane'),
    sessionTags: [DEPARTMENT],
  }),
});
