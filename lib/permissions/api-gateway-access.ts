import type { aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { Access } from './access';
import type { ApiRoute } from './api-route';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, environmentOf } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/**
 * Calls of an API of API Gateway that authorizes with IAM: its stage, made in the app (L2 or L1), or imported.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 *
 * @example
 * declare const api: apigateway.RestApi;
 * ApiGatewayAccess.invokeRestApi(api.deploymentStage, ApiRoute.of('GET', '/pets'), ApiRoute.of('GET', '/pets/{id}'));
 */
export class ApiGatewayAccess {
  /**
   * Call a REST API: `execute-api:Invoke`.
   *
   * @param stage such as `api.deploymentStage`; made in the app at any level, or imported
   * @param routes one or more
   */
  public static invokeRestApi(stage: apigateway.IStageRef, ...routes: ApiRoute[]): Access {
    const { restApiId, stageName } = stage.stageRef;
    return invoke(stageTarget(stage, restApiId, stageName, 'resource policy of the API'), 'invokeRestApi', routes);
  }

  /**
   * Call an HTTP API: `execute-api:Invoke`.
   *
   * @param stage such as `api.defaultStage`; made in the app at any level, or imported
   * @param routes one or more
   */
  public static invokeHttpApi(stage: apigatewayv2.IStageRef, ...routes: ApiRoute[]): Access {
    const { apiId, stageName } = stage.stageRef;
    return invoke(stageTarget(stage, apiId, stageName), 'invokeHttpApi', routes);
  }

  /**
   * Connect to a WebSocket API: `execute-api:Invoke` on the route `$connect`, the one on which it authorizes its callers.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
   * @param stage of the WebSocket API; made in the app at any level, or imported
   */
  public static connectToWebSocketApi(stage: apigatewayv2.IStageRef): Access {
    const { apiId, stageName } = stage.stageRef;
    const target = stageTarget(stage, apiId, stageName);
    return Access._from(() => [allowOn(target, ['execute-api:Invoke'], { below: ['/$connect'] })]);
  }

  /**
   * Send messages to the clients of a WebSocket API: `execute-api:ManageConnections` for `POST`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
   * @param stage of the WebSocket API; made in the app at any level, or imported
   */
  public static postToConnections(stage: apigatewayv2.IStageRef): Access {
    return connections(stage, ['POST']);
  }

  /**
   * Send messages to the clients of a WebSocket API, see how they are connected and disconnect them: `execute-api:ManageConnections` for
   * `POST`, `GET` and `DELETE`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
   * @param stage of the WebSocket API; made in the app at any level, or imported
   */
  public static manageConnections(stage: apigatewayv2.IStageRef): Access {
    return connections(stage, ['POST', 'GET', 'DELETE']);
  }

  private constructor() {}
}

function invoke(target: AccessTarget, method: string, routes: readonly ApiRoute[]): Access {
  checkNotEmpty(routes, `The list of routes of ApiGatewayAccess.${method}()`, 'Name at least one, such as ApiRoute.of(\'GET\', \'/pets\'), or use ApiRoute.all().');
  const below = routes.flatMap(suffixesOf);
  return Access._from(() => [allowOn(target, ['execute-api:Invoke'], { below })]);
}

function suffixesOf(route: ApiRoute): readonly string[] {
  const { _suffixes: suffixes } = route;
  // JavaScript lets text be given.
  if (suffixes === undefined) throw new InvalidInputError(`A route of the API is none: got ${quote(route)}. Write it as ApiRoute.of('GET', '/pets').`);
  return suffixes;
}

function connections(stage: apigatewayv2.IStageRef, methods: readonly string[]): Access {
  const { apiId, stageName } = stage.stageRef;
  const target = stageTarget(stage, apiId, stageName);
  return Access._from(() => [allowOn(target, ['execute-api:ManageConnections'], { below: methods.map((method) => `/${method}/@connections/*`) })]);
}

/** Names of stages. @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html */
const STAGE_NAME = /^(\$default|[A-Za-z0-9_-]{1,128})$/;

function stageTarget(stage: IConstruct & IEnvironmentAware, apiId: string, stageName: string, policy?: string): AccessTarget {
  checkLiteral(apiId, 'The id of the API', 'Give one API, by its id.');
  checkLiteral(stageName, 'The name of the stage', 'Give one stage, by its name.');
  if (!Token.isUnresolved(stageName) && !STAGE_NAME.test(stageName)) {
    throw new InvalidInputError(`The name of the stage is not one that API Gateway takes: got ${quote(stageName)}. Allowed: '$default', or 1 to 128 letters, digits and _ -.`);
  }
  const { region, account } = environmentOf(stage);
  return accessTarget(stage, `arn:${Aws.PARTITION}:execute-api:${region}:${account}:${apiId}/${stageName}`, 'stage', policy);
}
