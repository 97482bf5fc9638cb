import { CfnParameter, aws_appsync as appsync, aws_iam as iam } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { AppSyncAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

describe.each<[string, (stack: Stack) => appsync.IGraphQLApiRef, string]>([
  ['made in the app', (stack) => new appsync.GraphqlApi(stack, 'Api', { name: 'api', definition: appsync.Definition.fromSchema({ bind: () => ({ apiId: 'id', definition: '' }) }) }), '${ApiF70053CD.Arn}'],
  ['made as L1', (stack) => new appsync.CfnGraphQLApi(stack, 'Api', { name: 'api', authenticationType: 'AWS_IAM' }), '${Api}'],
  ['imported', imported, 'arn:${AWS::Partition}:appsync:${AWS::Region}:${AWS::AccountId}:apis/a1b2c3'],
])('an API %s', (_, make, arn) => {
  test.each([
    ['query', 'Query'],
    ['mutate', 'Mutation'],
    ['subscribe', 'Subscription'],
  ] as const)('%s', (method, type) => {
    const stack = newStack();
    expect(granted(stack, AppSyncAccess[method](make(stack), 'order', 'orders'))).toEqual([
      { Action: 'appsync:GraphQL', Effect: 'Allow', Resource: [`${arn}/types/${type}/fields/order`, `${arn}/types/${type}/fields/orders`] },
    ]);
  });

  test.each([
    ['allQueries', 'Query'],
    ['allMutations', 'Mutation'],
    ['allSubscriptions', 'Subscription'],
  ] as const)('%s', (method, type) => {
    const stack = newStack();
    expect(granted(stack, AppSyncAccess[method](make(stack)))).toEqual([{ Action: 'appsync:GraphQL', Effect: 'Allow', Resource: `${arn}/types/${type}/fields/*` }]);
  });
});

test('a field can be a token', () => {
  const stack = newStack();
  const field = new CfnParameter(stack, 'Field', { allowedPattern: '^[a-z]+$' }).valueAsString;
  expect(granted(stack, AppSyncAccess.query(imported(stack), field))[0].Resource).toMatch(/\/fields\/\$\{Field\}$/);
});

const NAME = 'Allowed: letters, digits and _, not beginning with a digit.';

test.each<[string, () => Access, string]>([
  ['no query', () => AppSyncAccess.query(imported(newStack())), 'The list of fields of AppSyncAccess.query() is empty. Name at least one, or use AppSyncAccess.allQueries().'],
  ['no mutation', () => AppSyncAccess.mutate(imported(newStack())), 'The list of fields of AppSyncAccess.mutate() is empty. Name at least one, or use AppSyncAccess.allMutations().'],
  ['no subscription', () => AppSyncAccess.subscribe(imported(newStack())), 'The list of fields of AppSyncAccess.subscribe() is empty. Name at least one, or use AppSyncAccess.allSubscriptions().'],
  ['a wildcard', () => AppSyncAccess.query(imported(newStack()), '*'), `The name of the field holds a wildcard ('*' or '?'), which would match more than was named: got '*'. ${NAME}`],
  ['a path', () => AppSyncAccess.query(imported(newStack()), 'order/id'), `The name of the field is none that GraphQL has: got 'order/id'. ${NAME}`],
  ['a number', () => AppSyncAccess.query(imported(newStack()), 7 as unknown as string), `The name of the field is not text: got '7'. ${NAME}`],
  ['an API that is a pattern', () => AppSyncAccess.allQueries(appsync.GraphqlApi.fromGraphqlApiAttributes(newStack(), 'Api', { graphqlApiId: '*' })), "The ARN of the API holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:{token}:appsync:{token}:{token}:apis/*'. Give one API, by its name."],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});

function imported(stack: Stack): appsync.IGraphqlApi {
  return appsync.GraphqlApi.fromGraphqlApiAttributes(stack, 'Api', { graphqlApiId: 'a1b2c3' });
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
