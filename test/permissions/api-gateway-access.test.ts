import type { Stack } from 'aws-cdk-lib';
import { CfnParameter, Lazy, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_iam as iam } from 'aws-cdk-lib';
import { ApiGatewayAccess, ApiRoute } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const API = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}';

test.each<[string, (stack: Stack) => apigateway.IStageRef, string]>([
  ['made in the app', restStage, '${ApiF70053CD}/${ApiDeploymentStageprod3EB9684E}'],
  ['made as L1', (stack) => new apigateway.CfnStage(stack, 'Stage', { restApiId: 'a1b2c3', stageName: 'live' }), 'a1b2c3/${Stage}'],
  ['imported', importedStage, 'a1b2c3/live'],
])('invokeRestApi on a stage %s', (_, make, stageArn) => {
  const stack = newStack();
  expect(granted(stack, ApiGatewayAccess.invokeRestApi(make(stack), ApiRoute.of('GET', '/pets'), ApiRoute.of('POST', '/')))).toEqual([
    { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: [`${API}:${stageArn}/GET/pets`, `${API}:${stageArn}/POST/`] },
  ]);
});

test.each<[string, (stack: Stack) => apigatewayv2.IStageRef, string]>([
  ['made in the app', (stack) => new apigatewayv2.HttpApi(stack, 'Api').defaultStage!, '${ApiF70053CD}/$default'],
  ['made as L1', (stack) => new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'a1b2c3', stageName: 'live' }), 'a1b2c3/${Stage}'],
  ['imported', (stack) => apigatewayv2.HttpStage.fromHttpStageAttributes(stack, 'Stage', { api: apigatewayv2.HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'a1b2c3' }), stageName: '$default' }), 'a1b2c3/$default'],
])('invokeHttpApi on a stage %s', (_, make, stageArn) => {
  const stack = newStack();
  expect(granted(stack, ApiGatewayAccess.invokeHttpApi(make(stack), ApiRoute.of('GET', '/pets')))).toEqual([
    { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${API}:${stageArn}/GET/pets` },
  ]);
});

test.each<[string, (stage: apigatewayv2.IStageRef) => Access, string, string[]]>([
  ['connectToWebSocketApi', (stage) => ApiGatewayAccess.connectToWebSocketApi(stage), 'execute-api:Invoke', ['$connect']],
  ['postToConnections', (stage) => ApiGatewayAccess.postToConnections(stage), 'execute-api:ManageConnections', ['POST/@connections/*']],
  ['manageConnections', (stage) => ApiGatewayAccess.manageConnections(stage), 'execute-api:ManageConnections', ['DELETE/@connections/*', 'GET/@connections/*', 'POST/@connections/*']],
])('%s', (_, access, action, paths) => {
  const stack = newStack();
  const webSocketApi = apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(stack, 'Api', { webSocketId: 'a1b2c3' });
  const stage = apigatewayv2.WebSocketStage.fromWebSocketStageAttributes(stack, 'Stage', { api: webSocketApi, stageName: 'live' });
  expect(granted(stack, access(stage))).toEqual([{ Action: action, Effect: 'Allow', Resource: normalized(paths.map((path) => `${API}:a1b2c3/live/${path}`)) }]);
});

test.each<[string, ApiRoute, string[]]>([
  ['one path', ApiRoute.of('GET', '/pets'), ['GET/pets']],
  ['a path with variables', ApiRoute.of('DELETE', '/pets/{id}/toys/{toy.id}'), ['DELETE/pets/*/toys/*']],
  ['the rest of a path', ApiRoute.of('GET', '/files/{proxy+}'), ['GET/files/*']],
  ['every method, each by its name', ApiRoute.of('ANY', '/pets'), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].map((method) => `${method}/pets`)],
  ['all paths below', ApiRoute.below('PUT', '/pets/'), ['PUT/pets/*']],
  ['all paths of a method', ApiRoute.below('GET', '/'), ['GET/*']],
  ['all', ApiRoute.all(), ['*']],
])('a route of %s', (_, route, paths) => {
  const stack = newStack();
  expect(granted(stack, ApiGatewayAccess.invokeRestApi(importedStage(stack), route))[0].Resource).toEqual(normalized(paths.map((path) => `${API}:a1b2c3/live/${path}`)));
});

test('tokens pass', () => {
  const stack = newStack();
  const tenant = new CfnParameter(stack, 'Tenant', { allowedPattern: '^[a-z]+$' }).valueAsString;
  const later = Lazy.string({ produce: () => '/later/' });
  const path = new CfnParameter(stack, 'Path', { allowedPattern: '^/[a-z]+/$' }).valueAsString;
  const routes = [ApiRoute.of('GET', `/${tenant}/{id}`), ApiRoute.below('GET', `/${tenant}/`), ApiRoute.below('PUT', later), ApiRoute.below('DELETE', path)];
  expect(granted(stack, ApiGatewayAccess.invokeRestApi(importedStage(stack), ...routes))[0].Resource).toEqual(
    ['DELETE${Path}*', 'GET/${Tenant}/*', 'PUT/later/*'].map((route) => `${API}:a1b2c3/live/${route}`));
});

const PATH = "Write it as '/pets', or '/pets/{id}' with a variable.";

test.each<[string, () => unknown, string]>([
  ['a method in lower case', () => ApiRoute.of('get', '/pets'), "The method of the API is none that it may have: got 'get'. Allowed: 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE' and 'ANY', the last one for every method."],
  ['a method as a pattern', () => ApiRoute.of('*', '/pets'), "The method of the API is none that it may have: got '*'. Allowed: 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE' and 'ANY', the last one for every method."],
  ['no method', () => ApiRoute.below(undefined as unknown as string, '/'), "The method of the API is none that it may have: got 'undefined'. Allowed: 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE' and 'ANY', the last one for every method."],
  ['a path without slash', () => ApiRoute.of('GET', 'pets'), `The path of the API does not begin with '/': got 'pets'. ${PATH}`],
  ['an empty path', () => ApiRoute.of('GET', ''), `The path of the API is empty: got ''. ${PATH}`],
  ['a path that is a pattern', () => ApiRoute.of('GET', '/pets/*'), `The path of the API holds a wildcard ('*' or '?'), which would match more than was named: got '/pets/*'. ${PATH}`],
  ['a path with a variable of policies', () => ApiRoute.of('GET', '/${aws:username}'), `The path of the API holds '\${', which starts a policy variable: got '/\${aws:username}'. ${PATH}`],
  ['a path with half a variable', () => ApiRoute.of('GET', '/pets/{id'), `The path of the API has a variable that is none, or not alone between its slashes: got '/pets/{id'. ${PATH}`],
  ['a path with a variable beside text', () => ApiRoute.of('GET', '/pets{id}'), `The path of the API has a variable that is none, or not alone between its slashes: got '/pets{id}'. ${PATH}`],
  ['a prefix with a variable beside text', () => ApiRoute.below('GET', '/{id}-pets/'), "The prefix of the path has a variable that is none, or not alone between its slashes: got '/{id}-pets/'. Write it as '/pets/'."],
  ['a prefix that someone enters, perhaps without its slash', () => ApiRoute.below('GET', entered('^/[a-z]*$')), "The prefix of the path does not end with '/', so it would also cover its neighbours: got '{Ref}'. Write '{Ref}/', or use ApiRoute.of() for the path itself."],
  ['a path that someone enters, perhaps without its slash', () => ApiRoute.of('GET', entered('^/?[a-z]+$')), `The path of the API does not begin with '/': got '{Ref}'. ${PATH}`],
  ['a path with an empty part', () => ApiRoute.of('GET', '//pets'), `The path of the API is not one that an API has: got '//pets'. ${PATH}`],
  ['a prefix without its slash', () => ApiRoute.below('GET', '/pets'), "The prefix of the path does not end with '/', so it would also cover its neighbours: got '/pets'. Write '/pets/', or use ApiRoute.of() for the path itself."],
  ['a prefix that is a number', () => ApiRoute.below('GET', 7 as unknown as string), "The prefix of the path is not text: got '7'. Write it as '/pets/'."],
  ['a path from an open parameter', () => ApiRoute.of('GET', `/${new CfnParameter(newStack(), 'Path').valueAsString}`), "The path of the API comes from parameter 'Path', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
  ['no route', () => ApiGatewayAccess.invokeRestApi(importedStage(newStack())), "The list of routes of ApiGatewayAccess.invokeRestApi() is empty. Name at least one, such as ApiRoute.of('GET', '/pets'), or use ApiRoute.all()."],
  ['a route that is text', () => ApiGatewayAccess.invokeRestApi(importedStage(newStack()), 'GET /pets' as unknown as ApiRoute), "A route of the API is none: got 'GET /pets'. Write it as ApiRoute.of('GET', '/pets')."],
  ['a stage with a slash', () => ApiGatewayAccess.invokeRestApi(importedStage(newStack(), 'live/GET'), ApiRoute.all()), "The name of the stage is not one that API Gateway takes: got 'live/GET'. Allowed: '$default', or 1 to 128 letters, digits and _ -."],
  ['a stage that is a pattern', () => ApiGatewayAccess.invokeRestApi(importedStage(newStack(), '*'), ApiRoute.all()), "The name of the stage holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Give one stage, by its name."],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(new Error(message));
});

function entered(allowedPattern: string): string {
  return new CfnParameter(newStack(), 'Path', { allowedPattern }).valueAsString;
}

function restStage(stack: Stack): apigateway.Stage {
  const api = new apigateway.RestApi(stack, 'Api');
  api.root.addMethod('GET');
  return api.deploymentStage;
}

function importedStage(stack: Stack, stageName: string = 'live'): apigateway.IStage {
  const restApi = apigateway.RestApi.fromRestApiId(stack, `Api${stack.node.children.length}`, 'a1b2c3');
  return apigateway.Stage.fromStageAttributes(stack, `Imported${stack.node.children.length}`, { restApi, stageName });
}

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
