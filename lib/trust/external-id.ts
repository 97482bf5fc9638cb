import { Aws, CfnParameter, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { InvalidInputError, list, quote } from '../private/errors';
import { guessableBecause } from '../private/external-ids';
import { EXTERNAL_ID_MAX_LENGTH, EXTERNAL_ID_MIN_LENGTH, EXTERNAL_ID_PARAMETER_MIN_LENGTH } from '../private/limits';
import { parametersIn } from '../private/literal';
import { checkLogicalName } from '../private/logical-names';
import { matchesEmpty, readPattern } from '../private/parameter-pattern';
import { readable, withTokensAs } from '../private/text';
import type { Finding } from '../private/warnings';
import { WarningId } from '../private/warnings';

/** How a parameter for an external ID is made. */
export interface ExternalIdParameterOptions {
  /**
   * What the customer reads beside the field.
   *
   * @default - a text that says where the external ID comes from
   */
  readonly description?: string;

  /**
   * The fewest characters that the customer may enter, 2 to 1,224.
   *
   * Fewer than 16 make it possible to try values out.
   *
   * @default 16
   */
  readonly minLength?: number;

  /**
   * The most characters that the customer may enter, up to 1,224.
   *
   * @default 1224
   */
  readonly maxLength?: number;

  /**
   * A regular expression that the whole value must match, such as `^acme-[a-f0-9-]{36}$`.
   *
   * It may not match an empty value, and may not admit characters that STS refuses.
   *
   * @default - every character that STS takes: letters, digits and `_ + = , . @ : / -`
   */
  readonly allowedPattern?: string;
}

/**
 * The value that a third party must show to assume a role in its customer's account.
 *
 * It keeps a third party from being used by one of its customers against another (the confused deputy). The third party makes it up,
 * one for each tenant, and sends it with every request; the customer's role demands it. It is not a secret: whoever may read the role
 * sees it. A value must be 2 to 1,224 letters, digits and `_ + = , . @ : / -`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export class ExternalId {
  /**
   * A fixed value, for a template that is rendered for one named tenant.
   *
   * In a template that several customers use one literal would serve all of them, which is no protection: `CustomerStack` refuses it
   * unless the stack names its tenant. The value must be minted at random: a UUID is good; an account id, a word or a name is
   * guessable and makes the role warn.
   *
   * @param value 2 to 1,224 letters, digits and `_ + = , . @ : / -`; a reference to a parameter is taken as `fromParameter` does
   */
  public static of(value: string): ExternalId {
    if (Token.isUnresolved(value)) {
      checkCharacters(value);
      return new ExternalId({ values: [value], findings: parametersIn(value).flatMap(constrain) });
    }
    checkExternalId(value);
    const reason = guessableBecause(value);
    return new ExternalId({
      values: [value],
      isLiteral: true,
      findings: reason ? [{
        id: WarningId.EXTERNAL_ID_GUESSABLE,
        message: `The external ID ${quote(value)} can be guessed: it ${reason}. Mint a random value for each tenant, such as a UUID.`,
      }] : [],
    });
  }

  /**
   * A parameter of the customer's template, into which the customer enters the value that the third party has minted for him.
   *
   * The parameter has no default, so it cannot be left out; its length and characters are limited.
   *
   * @param scope the stack, or a construct in it
   * @param name the parameter's name, which customers see and which later versions of the template must keep: letters and digits
   * @param options what the customer reads and may enter
   */
  public static parameter(scope: Construct, name: string, options: ExternalIdParameterOptions = {}): ExternalId {
    checkLogicalName(name, 'The name of the external ID\'s parameter');
    checkLengths(name, options.minLength, options.maxLength);
    checkPattern(name, options.allowedPattern);
    const parameter = new CfnParameter(scope, name, {
      type: 'String',
      description: options.description ?? 'The external ID that you were given for this account. It is sent with every request to assume the role.',
      minLength: options.minLength,
      maxLength: options.maxLength,
      allowedPattern: options.allowedPattern,
    });
    parameter.overrideLogicalId(name);
    return ExternalId.fromParameter(parameter);
  }

  /**
   * A parameter that the template already has.
   *
   * Its limits are completed where it sets none: at least 16 characters, at most 1,224, and only characters that STS takes. It must be
   * of type String, without a default (a default is one value for all customers) and without NoEcho (the external ID is no secret, and
   * a quick-create link could not fill it in).
   *
   * @param parameter a parameter of the stack in which the role is
   */
  public static fromParameter(parameter: CfnParameter): ExternalId {
    const findings = constrain(parameter);
    return new ExternalId({ values: [parameter.valueAsString], findings });
  }

  /**
   * A value that the third party's part and the customer's stack make up together: `acme-4711-<UUID of the stack>`.
   *
   * It is unique, as the UUID is the whole one in the stack's ARN, but neither secret nor a proof of who owns the account. The third
   * party learns it from the stack's output.
   *
   * @param tenant what the third party has minted for this tenant: letters, digits and `_ + = , . @ : / -`, or a parameter
   */
  public static tenantAndStackId(tenant: string): ExternalId {
    if (Token.isUnresolved(tenant)) checkCharacters(tenant);
    else checkExternalId(tenant, EXTERNAL_ID_MAX_LENGTH - UUID_AND_HYPHEN_LENGTH);
    const findings = Token.isUnresolved(tenant) ? parametersIn(tenant).flatMap(constrain) : [];
    // arn:aws:cloudformation:region:account:stack/name/uuid
    const stackUuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    return new ExternalId({ values: [Fn.join('-', [tenant, stackUuid])], findings });
  }

  /**
   * Several values, each of which is accepted: for the time in which one replaces another.
   *
   * @param externalIds two or more, the current one first
   */
  public static anyOf(...externalIds: ExternalId[]): ExternalId {
    if (externalIds.length === 0) {
      throw new InvalidInputError('ExternalId.anyOf() got no external ID, so nothing could be accepted. Give at least one.');
    }
    if (externalIds.some((externalId) => externalId._values.length === 0)) {
      throw new InvalidInputError('ExternalId.anyOf() got ExternalId.none() beside others: a request without an external ID would be accepted. Leave one of them out.');
    }
    return new ExternalId({
      values: [...new Set(externalIds.flatMap((externalId) => externalId._values))],
      isLiteral: externalIds.some((externalId) => externalId._isLiteral),
      findings: externalIds.flatMap((externalId) => externalId._findings),
    });
  }

  /**
   * No external ID, for a third party that cannot send one.
   *
   * Then whoever can make the third party assume a role of his choice reaches this one too. The role warns of it, with the reason.
   *
   * @param reason why it is left out, for those who review the role
   */
  public static none(reason: string): ExternalId {
    if (reason.trim() === '') {
      throw new InvalidInputError('ExternalId.none() got an empty reason. Say why the third party cannot send an external ID, for those who review the role.');
    }
    return new ExternalId({
      values: [],
      findings: [{
        id: WarningId.EXTERNAL_ID_NONE,
        message: `The role does not demand an external ID, so other customers of the third party may reach it through the third party (the confused deputy). Reason given: ${reason}`,
      }],
    });
  }

  /** The accepted values; none means that no external ID is demanded. @internal */
  public readonly _values: readonly string[];
  /** One of the values stands in the template as it is. @internal */
  public readonly _isLiteral: boolean;
  /** @internal */
  public readonly _findings: readonly Finding[];

  private constructor(props: { values: string[]; isLiteral?: boolean; findings?: Finding[] }) {
    this._values = props.values;
    this._isLiteral = props.isLiteral ?? false;
    this._findings = props.findings ?? [];
  }
}

/** Every character that STS takes in an external ID, as a class for CloudFormation's and JavaScript's regular expressions. */
const CHARACTERS = '[\\w+=,.@:/-]';

/** Characters that stand for all those that STS refuses, to try patterns with. */
const REFUSED_CHARACTERS = [' ', '*', '?', '$', '{', '"', '\'', '\\', '#', '%', '&', '<', '\n', 'ä', '\u200B'];

/** Checks the value of an external ID. */
function checkExternalId(value: string, maxLength: number = EXTERNAL_ID_MAX_LENGTH): void {
  if (typeof value !== 'string') throw new InvalidInputError(`The external ID is not text: got ${quote(value)}. Write it in quotes.`);
  const allowed = `Allowed: ${EXTERNAL_ID_MIN_LENGTH} to ${maxLength} letters, digits and _ + = , . @ : / -. Give a random value, such as a UUID.`;
  if (value.length < EXTERNAL_ID_MIN_LENGTH) throw new InvalidInputError(`The external ID is too short: got ${quote(value)}. ${allowed}`);
  if (value.length > maxLength) throw new InvalidInputError(`The external ID is too long: got ${value.length} characters, ${quote(value)}. ${allowed}`);
  if (!new RegExp(`^${CHARACTERS}*$`).test(value)) throw new InvalidInputError(`The external ID has characters that STS refuses: got ${quote(value)}. ${allowed}`);
}

/** Checks the part of a value that is known before deployment. */
function checkCharacters(value: string): void {
  if (new RegExp(`^${CHARACTERS}*$`).test(withTokensAs(value, () => ''))) return;
  throw new InvalidInputError(`The external ID has characters that STS refuses: got ${quote(readable(value))}. Allowed beside tokens: letters, digits and _ + = , . @ : / -.`);
}

/**
 * Gives a parameter the limits that an external ID needs, and refuses what can never be one.
 *
 * @returns what the role that takes the parameter must warn of
 */
function constrain(parameter: CfnParameter): Finding[] {
  const [problem] = problemsOf(parameter);
  if (problem !== undefined) throw new InvalidInputError(problem);

  // `parameter.minLength ??=` would hide that a limit of the owner's is kept.
  if (parameter.minLength === undefined) parameter.minLength = EXTERNAL_ID_PARAMETER_MIN_LENGTH;
  if (parameter.maxLength === undefined) parameter.maxLength = EXTERNAL_ID_MAX_LENGTH;
  if (parameter.allowedPattern === undefined) parameter.allowedPattern = `^${CHARACTERS}+$`;
  if (parameter.constraintDescription === undefined) {
    parameter.constraintDescription = `${parameter.minLength} to ${parameter.maxLength} letters, digits and _ + = , . @ : / -`;
  }
  // The parameter can still be changed after this.
  if (!CONSTRAINED.has(parameter)) parameter.node.addValidation({ validate: () => problemsOf(parameter) });
  CONSTRAINED.add(parameter);
  return Token.isUnresolved(parameter.minLength) || parameter.minLength >= EXTERNAL_ID_PARAMETER_MIN_LENGTH ? [] : [{
    id: WarningId.EXTERNAL_ID_GUESSABLE,
    message: `The external ID's parameter ${quote(parameter.node.id)} admits ${parameter.minLength} characters, few enough to try values out. Demand ${EXTERNAL_ID_PARAMETER_MIN_LENGTH}.`,
  }];
}

/** Parameters that have their check already. */
const CONSTRAINED = new WeakSet<CfnParameter>();

/** `-12345678-abcd-abcd-abcd-123456789012` */
const UUID_AND_HYPHEN_LENGTH = 37;

function problemsOf(parameter: CfnParameter): string[] {
  const what = `The external ID's parameter ${quote(parameter.node.id)}`;
  const problems = new Array<string>();
  if (parameter.type !== 'String') {
    problems.push(`${what} is of type ${quote(parameter.type)}. Make it 'String'.`);
  }
  if (parameter.default !== undefined) {
    problems.push(`${what} has the default ${quote(parameter.default)}, which would be one external ID for all customers. Take the default out, so that each customer enters his own.`);
  }
  if (parameter.noEcho) {
    problems.push(`${what} has NoEcho. The external ID is not a secret, and a quick-create link cannot fill in such a parameter. Take 'noEcho' out.`);
  }
  if (parameter.allowedValues !== undefined) {
    problems.push(`${what} has 'allowedValues', a list that all customers share and can read. Take it out: each tenant has an external ID of its own.`);
  }
  try {
    checkLengths(parameter.node.id, parameter.minLength, parameter.maxLength);
    checkPattern(parameter.node.id, parameter.allowedPattern);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

function checkLengths(name: string, minLength: number | undefined, maxLength: number | undefined): void {
  const fits = (length: number) => Number.isInteger(length) && length >= EXTERNAL_ID_MIN_LENGTH && length <= EXTERNAL_ID_MAX_LENGTH;
  const wrong = [minLength, maxLength].find((length) => length !== undefined && !Token.isUnresolved(length) && !fits(length));
  if (wrong !== undefined) {
    throw new InvalidInputError(`The external ID's parameter ${quote(name)} has a length that STS does not take: got ${wrong}. Allowed: ${EXTERNAL_ID_MIN_LENGTH} to ${EXTERNAL_ID_MAX_LENGTH}.`);
  }
  const least = minLength ?? EXTERNAL_ID_PARAMETER_MIN_LENGTH;
  if (maxLength !== undefined && !Token.isUnresolved(maxLength) && !Token.isUnresolved(least) && maxLength < least) {
    throw new InvalidInputError(`The external ID's parameter ${quote(name)} admits no value: got 'maxLength' ${maxLength} below 'minLength' ${least}. Raise 'maxLength' or lower 'minLength'.`);
  }
}

function checkPattern(name: string, pattern: string | undefined): void {
  if (pattern === undefined || Token.isUnresolved(pattern)) return;
  const example = `Name the allowed characters, such as '^${CHARACTERS}+$'.`;
  const verdict = readPattern(pattern, REFUSED_CHARACTERS);
  const empty = matchesEmpty(pattern);
  if (verdict.unclear !== undefined || empty === undefined) {
    throw new InvalidInputError(`The external ID's parameter ${quote(name)} has an 'allowedPattern' that cannot be checked: got ${quote(pattern)}, unclear is ${quote(verdict.unclear ?? pattern)}. ${example}`);
  }
  if (empty) {
    throw new InvalidInputError(`The external ID's parameter ${quote(name)} has an 'allowedPattern' that admits an empty value: got ${quote(pattern)}. ${example}`);
  }
  if (verdict.admits.length > 0) {
    throw new InvalidInputError(`The external ID's parameter ${quote(name)} has an 'allowedPattern' that admits ${list(verdict.admits.map(quote))}, which STS refuses: got ${quote(pattern)}. ${example}`);
  }
}
