import { Aws, CfnParameter, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { InvalidInputError, quote } from '../private/errors';
import { ROLE_NAME_MAX_LENGTH } from '../private/limits';
import { checkLogicalName } from '../private/logical-names';
import { checkPath, checkRoleName } from '../private/names';

/** How a parameter for the name of a role is made. */
export interface RoleNameParameterOptions {
  /**
   * What the customer reads beside the field.
   *
   * @default - a text that says what the name is for
   */
  readonly description?: string;

  /**
   * The name that is filled in, which the customer may change.
   *
   * @default - none, the customer must enter a name
   */
  readonly defaultName?: string;

  /**
   * The beginning that every name must have, so that the seller's `CustomerRole` finds the role.
   *
   * @default - any beginning
   */
  readonly namePrefix?: string;
}

/**
 * How the role in a customer's account gets its name.
 *
 * The seller's side is made from the same value (`CustomerRole.withNaming`), so that the two cannot miss each other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names
 */
export class RoleNaming {
  /**
   * One fixed name in every account, so that the seller knows the ARN before the customer sends it.
   *
   * The template can then be deployed once in an account (names are global to it) and needs `CAPABILITY_NAMED_IAM`.
   *
   * @param name 1 to 64 letters, digits and `_ + = , . @ -`
   */
  public static exactly(name: string): RoleNaming {
    checkRoleName(name, 'The name of the role');
    return new RoleNaming({ roleName: name, exactly: name });
  }

  /**
   * A name that the customer enters.
   *
   * @param scope the stack, or a construct in it
   * @param parameterName the parameter's name, which customers see and which later versions of the template must keep: letters and digits
   * @param options what the customer reads and may enter
   */
  public static parameter(scope: Construct, parameterName: string, options: RoleNameParameterOptions = {}): RoleNaming {
    checkLogicalName(parameterName, 'The name of the role name\'s parameter');
    const prefix = options.namePrefix ?? '';
    if (prefix !== '') {
      refuseToken(prefix, 'The beginning of the role name');
      checkRoleName(prefix, 'The beginning of the role name', ROLE_NAME_MAX_LENGTH - 1);
    }
    if (options.defaultName !== undefined) {
      checkRoleName(options.defaultName, 'The default name of the role');
      if (!Token.isUnresolved(options.defaultName) && !options.defaultName.startsWith(prefix)) {
        throw new InvalidInputError(`The default name of the role does not begin as every name must: got ${quote(options.defaultName)}, the beginning is ${quote(prefix)}. Change one of the two.`);
      }
    }
    const escapedPrefix = prefix.replace(/[.+]/g, '\\$&');
    const parameter = new CfnParameter(scope, parameterName, {
      type: 'String',
      description: options.description ?? 'The name of the role that is made in this account. No other role of the account may have it.',
      default: options.defaultName,
      minLength: prefix.length + 1,
      maxLength: ROLE_NAME_MAX_LENGTH,
      allowedPattern: `^${escapedPrefix}[\\w+=,.@-]+$`,
      constraintDescription: `${prefix === '' ? 'up' : `a name that begins with ${prefix}, up`} to ${ROLE_NAME_MAX_LENGTH} letters, digits and _ + = , . @ -`,
    });
    parameter.overrideLogicalId(parameterName);
    return new RoleNaming({ roleName: parameter.valueAsString, prefix: prefix === '' ? undefined : prefix });
  }

  /**
   * The prefix and the UUID of the stack: a name of its own for each deployment, which the seller's side knows by its beginning.
   *
   * @param prefix 1 to 28 letters, digits and `_ + = , . @ -`, such as `Acme-`; the UUID takes the other 36 characters
   */
  public static prefixed(prefix: string): RoleNaming {
    refuseToken(prefix, 'The beginning of the role name');
    checkRoleName(prefix, 'The beginning of the role name', ROLE_NAME_MAX_LENGTH - UUID_LENGTH);
    return new RoleNaming({ roleName: Fn.join('', [prefix, Fn.select(2, Fn.split('/', Aws.STACK_ID))]), prefix });
  }

  /** A name that CloudFormation makes up: the seller learns the ARN from the stack's output. */
  public static generated(): RoleNaming {
    return new RoleNaming({});
  }

  /** The name for the role's properties; undefined where CloudFormation makes one up. @internal */
  public readonly _roleName?: string;
  /** @internal */
  public readonly _exactly?: string;
  /** @internal */
  public readonly _prefix?: string;
  /** @internal */
  public readonly _path?: string;
  readonly #props: RoleNamingProps;

  private constructor(props: RoleNamingProps) {
    this.#props = props;
    this._roleName = props.roleName;
    this._exactly = props.exactly;
    this._prefix = props.prefix;
    this._path = props.path;
  }

  /**
   * The same name in a path of its own.
   *
   * @param path starts and ends with `/`, such as `/acme/`
   */
  public atPath(path: string): RoleNaming {
    checkPath(path, 'The path of the role');
    return new RoleNaming({ ...this.#props, path });
  }
}

interface RoleNamingProps {
  readonly roleName?: string;
  readonly exactly?: string;
  readonly prefix?: string;
  readonly path?: string;
}

/** `12345678-abcd-abcd-abcd-123456789012` */
const UUID_LENGTH = 36;

function refuseToken(value: string, what: string): void {
  if (!Token.isUnresolved(value)) return;
  throw new InvalidInputError(`${what} is not known before the template is deployed: got a token. Write it as it is, so that the seller's side can be made to match.`);
}
