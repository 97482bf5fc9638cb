import { CfnParameter } from 'aws-cdk-lib';
import { ApplicationRole, FacebookPrincipal, GooglePrincipal, LoginWithAmazonPrincipal, StringMatch } from '../../lib';
import { newStack, warningsOf } from '../helpers';
import { describePrincipalContract } from './principal-contract';

const AMAZON_APP = 'amzn1.application.0123456789abcdef0123456789abcdef';
const FACEBOOK_APP = '111222333444555';
const GOOGLE_CLIENT = '666777888999-abcdef.apps.googleusercontent.com';

const trusting = (issuer: string, claims: Record<string, any>) => {
  const condition = { StringEquals: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value])) };
  return {
    statements: [{ Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition, Effect: 'Allow', Principal: { Federated: issuer } }],
    fragment: condition,
  };
};

describePrincipalContract('LoginWithAmazonPrincipal.users()', () => LoginWithAmazonPrincipal.users(AMAZON_APP, ['amzn1.account.B', 'amzn1.account.A', 'amzn1.account.A']),
  trusting('www.amazon.com', { app_id: AMAZON_APP, user_id: ['amzn1.account.A', 'amzn1.account.B'] }));
describePrincipalContract('LoginWithAmazonPrincipal.anyUserOfApp()', () => LoginWithAmazonPrincipal.anyUserOfApp(AMAZON_APP),
  trusting('www.amazon.com', { app_id: AMAZON_APP }));
describePrincipalContract('FacebookPrincipal.users()', () => FacebookPrincipal.users(FACEBOOK_APP, ['10158031234567890']),
  trusting('graph.facebook.com', { app_id: FACEBOOK_APP, id: '10158031234567890' }));
describePrincipalContract('FacebookPrincipal.anyUserOfApp()', () => FacebookPrincipal.anyUserOfApp(FACEBOOK_APP),
  trusting('graph.facebook.com', { app_id: FACEBOOK_APP }));
describePrincipalContract('GooglePrincipal.users()', () => GooglePrincipal.users(GOOGLE_CLIENT, ['110169484474386276334'], { originalAudience: 'server' }),
  trusting('accounts.google.com', { aud: GOOGLE_CLIENT, oaud: 'server', sub: '110169484474386276334' }));
describePrincipalContract('GooglePrincipal.anyUserOfClient()', () => GooglePrincipal.anyUserOfClient(GOOGLE_CLIENT),
  trusting('accounts.google.com', { aud: GOOGLE_CLIENT }));

describe('whoever signs in', () => {
  test.each([
    [LoginWithAmazonPrincipal.anyUserOfApp(AMAZON_APP), `Everyone with an Amazon account who signs in to the application '${AMAZON_APP}' may assume the role. Name the users with LoginWithAmazonPrincipal.users(), or keep the role to what the public may do.`],
    [FacebookPrincipal.anyUserOfApp(FACEBOOK_APP), `Everyone with a Facebook account who signs in to the application '${FACEBOOK_APP}' may assume the role. Name the users with FacebookPrincipal.users(), or keep the role to what the public may do.`],
    [GooglePrincipal.anyUserOfClient(GOOGLE_CLIENT), `Everyone with a Google account who signs in through the client '${GOOGLE_CLIENT}' may assume the role. Name the users with GooglePrincipal.users(), or keep the role to what the public may do.`],
  ])('warns', (principal, message) => {
    const stack = newStack();
    new ApplicationRole(stack, 'Role', { assumedBy: principal.withConditions({ StringLike: { 'sts:RoleSessionName': 'app-*' } }) });
    expect(warningsOf(stack)).toEqual([message]);
  });

  test('named users do not warn', () => {
    const stack = newStack();
    new ApplicationRole(stack, 'Amazon', { assumedBy: LoginWithAmazonPrincipal.users(AMAZON_APP, ['amzn1.account.A']) });
    new ApplicationRole(stack, 'Facebook', { assumedBy: FacebookPrincipal.users(FACEBOOK_APP, ['10158031234567890']) });
    new ApplicationRole(stack, 'Google', { assumedBy: GooglePrincipal.users(GOOGLE_CLIENT, ['110169484474386276334']) });
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('bad input', () => {
  const amazon = "Write the application's id as it is, such as 'amzn1.application.0123456789abcdef0123456789abcdef'.";
  const facebook = "Write the application's id as it is, such as '111222333444555'.";
  const google = "Write the client ID as it is, such as '666777888999-abcdef.apps.googleusercontent.com'.";

  test.each<[() => unknown, string]>([
    [() => LoginWithAmazonPrincipal.users('', ['a']), `The id of the Login with Amazon application is empty: got ''. ${amazon}`],
    [() => LoginWithAmazonPrincipal.anyUserOfApp('my app'), `The id of the Login with Amazon application holds a blank: got 'my app'. ${amazon}`],
    [() => LoginWithAmazonPrincipal.anyUserOfApp('*'), `The id of the Login with Amazon application holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${amazon}`],
    [() => LoginWithAmazonPrincipal.users(AMAZON_APP, []), "The list of Login with Amazon users is empty. Write the 'user_id' of each user's profile, such as 'amzn1.account.AEXAMPLE1234567890'."],
    [() => LoginWithAmazonPrincipal.users(AMAZON_APP, ['a b']), "The id of the Login with Amazon user holds a blank: got 'a b'. Write the 'user_id' of each user's profile, such as 'amzn1.account.AEXAMPLE1234567890'."],
    [() => FacebookPrincipal.users(' 111222333444555', ['1']), `The id of the Facebook application begins or ends with a blank: got ' 111222333444555'. ${facebook}`],
    [() => FacebookPrincipal.anyUserOfApp('111\u200B222'), `The id of the Facebook application holds a control or invisible character: got '111\\u{200b}222'. ${facebook}`],
    [() => FacebookPrincipal.users(FACEBOOK_APP, []), "The list of Facebook users is empty. Write the 'id' that Facebook gives each user in this application, such as '10158031234567890'."],
    [() => FacebookPrincipal.users(FACEBOOK_APP, ['*']), "The id of the Facebook user holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write the 'id' that Facebook gives each user in this application, such as '10158031234567890'."],
    [() => GooglePrincipal.users('', ['1']), `The Google client ID is empty: got ''. ${google}`],
    [() => GooglePrincipal.anyUserOfClient('${aws:username}'), `The Google client ID holds '\${', which starts a policy variable: got '\${aws:username}'. ${google}`],
    [() => GooglePrincipal.users(GOOGLE_CLIENT, []), "The list of Google users is empty. Write the 'sub' of each user's token, such as '110169484474386276334'."],
    [() => GooglePrincipal.users(GOOGLE_CLIENT, ['jane@example.com']), "The id of the Google user is an e-mail address, which can pass to somebody else: got 'jane@example.com'. Write the 'sub' of each user's token, such as '110169484474386276334'."],
    [() => GooglePrincipal.users(GOOGLE_CLIENT, ['1'], { originalAudience: 'my server' }), `The original audience holds a blank: got 'my server'. ${google}`],
    [() => GooglePrincipal.users(GOOGLE_CLIENT, ['1'], { roleSessionName: StringMatch.exactly('a') }), "The role session name is not one that STS takes: got 'a'. Allowed: 2 to 64 letters, digits and _ + = , . @ -."],
  ])('%#', (make, message) => {
    expect(make).toThrow(new Error(message));
  });

  test('a blank beside a token', () => {
    const parameter = new CfnParameter(newStack(), 'Client', { allowedPattern: '^[a-z]+$' });
    expect(() => GooglePrincipal.anyUserOfClient(`${parameter.valueAsString} x`)).toThrow(new Error(`The Google client ID holds a blank: got '{Ref} x'. ${google}`));
    expect(() => GooglePrincipal.anyUserOfClient(`x-${parameter.valueAsString}`)).not.toThrow();
  });
});
