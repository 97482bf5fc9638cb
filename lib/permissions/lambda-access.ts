import type { aws_lambda as lambda } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { AccessTarget } from './resource-access';
import { accessTarget } from './resource-access';
import { StatedArn } from '../private/arn-shape';
import type { ConditionBlock } from '../private/conditions';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { kindNamed } from '../private/service-kinds';

/** Which versions of a function. */
export interface LambdaAccessOptions {
  /**
   * Only these versions and aliases, by number or name, such as `live`: the application must name one of them in each call.
   *
   * @default - the function, alias or version that is given, and no other
   */
  readonly qualifiers?: string[];
}

/**
 * Access to a Lambda function, an alias or a version: made in the app (L2), a function as L1 too, or imported by name or ARN.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
 */
export class LambdaAccess {
  /**
   * Invoke the function: `lambda:InvokeFunction`, which asynchronous calls need too.
   *
   * Lambda compares the ARN with what the application calls: the function alone lets it leave out the qualifier, an alias or a version
   * lets it name that one.
   *
   * @param target a function, an alias or a version; made in the app, or imported
   * @param options which versions
   */
  public static invoke(target: lambda.IFunctionRef, options: LambdaAccessOptions = {}): Access {
    const found = functionTarget(target);
    const qualifiers = qualifiersOf(target, options);
    return Access._from(() => [allowOnVersions(found, 'lambda:InvokeFunction', qualifiers)]);
  }

  /**
   * Invoke the function, and each of its versions and aliases, also those to come: `lambda:InvokeFunction`.
   *
   * For applications that choose the version while they run; otherwise name it to `invoke()`.
   *
   * @param target a function; made in the app at any level, or imported
   */
  public static invokeAnyVersion(target: lambda.IFunctionRef): Access {
    checkUnqualified(target);
    const found = functionTarget(target);
    return Access._from(() => [allowOnVersions(found, 'lambda:InvokeFunction', ['', ':*'])]);
  }

  /**
   * Call the URL of a function with a signed request: `lambda:InvokeFunctionUrl` for URLs that ask for one (`AWS_IAM`), and
   * `lambda:InvokeFunction` for calls through a URL alone, which Lambda demands beside it since October 2025.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   * @param target the function or alias that has the URL; made in the app, or imported
   * @param options which aliases
   */
  public static invokeUrl(target: lambda.IFunctionRef, options: LambdaAccessOptions = {}): Access {
    const found = functionTarget(target);
    const qualifiers = qualifiersOf(target, options);
    return Access._from(() => [
      allowOnVersions(found, 'lambda:InvokeFunctionUrl', qualifiers, { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
      allowOnVersions(found, 'lambda:InvokeFunction', qualifiers, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
    ]);
  }

  private constructor() {}
}

function functionTarget(target: lambda.IFunctionRef): AccessTarget {
  return accessTarget(target, target.functionRef.functionArn, 'function', 'resource policy of the function');
}

/**
 * Lets an action on a function, and on versions of it by what follows its ARN.
 *
 * The reference of AWS has these actions on functions alone; Lambda takes the ARNs of versions and aliases for them too.
 */
function allowOnVersions({ arn, owner }: AccessTarget, action: string, qualifiers: readonly string[], conditions?: ConditionBlock): AccessStatement {
  const stated = (versionArn: string) => Token.isUnresolved(versionArn) ? new StatedArn(versionArn, kindNamed('lambda', 'function')).toString() : versionArn;
  return { effect: 'Allow', actions: [action], resources: qualifiers.map((qualifier) => stated(`${arn}${qualifier}`)), conditions, owner };
}

/** Aliases and versions. @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const QUALIFIER = /^(\$LATEST|[A-Za-z0-9_-]{1,128})$/;

function qualifiersOf(target: lambda.IFunctionRef, { qualifiers }: LambdaAccessOptions): string[] {
  if (qualifiers === undefined) return [''];
  checkNotEmpty(qualifiers, 'The list \'qualifiers\'', 'Name at least one version or alias, or leave it out.');
  checkUnqualified(target);
  const fix = 'Allowed: \'$LATEST\', a number, or 1 to 128 letters, digits and _ -.';
  return qualifiers.map((qualifier) => {
    checkLiteral(qualifier, 'The version or alias of the function', fix);
    if (!Token.isUnresolved(qualifier) && !QUALIFIER.test(qualifier)) {
      throw new InvalidInputError(`The version or alias of the function is not one that Lambda takes: got ${quote(qualifier)}. ${fix}`);
    }
    return `:${qualifier}`;
  });
}

/** How many parts the ARN of a function has; that of a version or an alias has one more. */
const FUNCTION_ARN_PARTS = 7;

function checkUnqualified(target: lambda.IFunctionRef): void {
  const { functionArn } = target.functionRef;
  const isQualified = 'aliasRef' in target || 'versionRef' in target || functionArn.split(':').length > FUNCTION_ARN_PARTS;
  if (isQualified) {
    throw new InvalidInputError(`The function is an alias or a version already, which has no others of its own: got ${quote(target.node.path)}. Give the function itself, or the alias to LambdaAccess.invoke() alone.`);
  }
}
