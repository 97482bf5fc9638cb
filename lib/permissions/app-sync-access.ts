import type { aws_appsync as appsync } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { Access } from './access';
import { accessTarget, allowOn } from './resource-access';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';

/**
 * Access to a GraphQL API of AppSync that authorizes with IAM: made in the app (L2 or L1), or imported by id.
 *
 * @see https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 */
export class AppSyncAccess {
  /**
   * Read by queries: `appsync:GraphQL` on fields of the type `Query`.
   *
   * @param api made in the app at any level, or imported
   * @param fields the names of the queries, one or more
   */
  public static query(api: appsync.IGraphQLApiRef, ...fields: string[]): Access {
    return fieldAccess(api, 'Query', namesOf('query', fields));
  }

  /**
   * Write by mutations: `appsync:GraphQL` on fields of the type `Mutation`.
   *
   * @param api made in the app at any level, or imported
   * @param fields the names of the mutations, one or more
   */
  public static mutate(api: appsync.IGraphQLApiRef, ...fields: string[]): Access {
    return fieldAccess(api, 'Mutation', namesOf('mutate', fields));
  }

  /**
   * Listen to subscriptions: `appsync:GraphQL` on fields of the type `Subscription`.
   *
   * @param api made in the app at any level, or imported
   * @param fields the names of the subscriptions, one or more
   */
  public static subscribe(api: appsync.IGraphQLApiRef, ...fields: string[]): Access {
    return fieldAccess(api, 'Subscription', namesOf('subscribe', fields));
  }

  /**
   * Read by every query of the API, also those to come: `appsync:GraphQL` on all fields of the type `Query`.
   *
   * @param api made in the app at any level, or imported
   */
  public static allQueries(api: appsync.IGraphQLApiRef): Access {
    return fieldAccess(api, 'Query', ['*']);
  }

  /**
   * Write by every mutation of the API, also those to come: `appsync:GraphQL` on all fields of the type `Mutation`.
   *
   * @param api made in the app at any level, or imported
   */
  public static allMutations(api: appsync.IGraphQLApiRef): Access {
    return fieldAccess(api, 'Mutation', ['*']);
  }

  /**
   * Listen to every subscription of the API, also those to come: `appsync:GraphQL` on all fields of the type `Subscription`.
   *
   * @param api made in the app at any level, or imported
   */
  public static allSubscriptions(api: appsync.IGraphQLApiRef): Access {
    return fieldAccess(api, 'Subscription', ['*']);
  }

  private constructor() {}
}

function fieldAccess(api: appsync.IGraphQLApiRef, type: string, fields: readonly string[]): Access {
  const target = accessTarget(api, api.graphQlApiRef.graphQlApiArn, 'API');
  const below = fields.map((field) => `/types/${type}/fields/${field}`);
  return Access._from(() => [allowOn(target, ['appsync:GraphQL'], { below })]);
}

/** @see https://spec.graphql.org/October2021/#sec-Names */
const GRAPHQL_NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

function namesOf(method: string, fields: readonly string[]): readonly string[] {
  const all = { query: 'allQueries', mutate: 'allMutations', subscribe: 'allSubscriptions' }[method];
  checkNotEmpty(fields, `The list of fields of AppSyncAccess.${method}()`, `Name at least one, or use AppSyncAccess.${all}().`);
  const fix = 'Allowed: letters, digits and _, not beginning with a digit.';
  for (const field of fields) {
    checkLiteral(field, 'The name of the field', fix);
    if (!Token.isUnresolved(field) && !GRAPHQL_NAME.test(field)) {
      throw new InvalidInputError(`The name of the field is none that GraphQL has: got ${quote(field)}. ${fix}`);
    }
  }
  return fields;
}
