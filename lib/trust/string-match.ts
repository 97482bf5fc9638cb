import type { CfnParameter } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { InvalidInputError, quote } from '../private/errors';
import { checkLiteral, parametersIn } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { matchesEmpty } from '../private/parameter-pattern';
import { readable, unreadableBecause, withTokensAs } from '../private/text';

/**
 * What a value of a request must be: a claim of a token, an attribute of a SAML assertion, the name of a session, the value of a tag.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 *
 * @example
 * ThirdPartyPrincipal.account('111111111111', {
 *   externalId: ExternalId.parameter(this, 'ExternalId'),
 *   roleSessionName: StringMatch.like('acme-*'),
 * });
 */
export class StringMatch {
  /**
   * One of these values, character by character (`StringEquals`).
   *
   * @param values one or more; a wildcard (`*`, `?`) or a policy variable is an error
   */
  public static exactly(...values: string[]): StringMatch {
    checkNotEmpty(values, 'StringMatch.exactly()', 'Give at least one value.');
    for (const value of values) checkLiteral(value, 'The value', 'Write the value as it is, or use StringMatch.like() for a pattern.');
    return new StringMatch('StringEquals', values);
  }

  /**
   * One of these patterns (`StringLike`), in which `*` stands for any characters and `?` for one.
   *
   * @param patterns one or more; a policy variable is an error
   */
  public static like(...patterns: string[]): StringMatch {
    checkNotEmpty(patterns, 'StringMatch.like()', 'Give at least one pattern.');
    patterns.forEach(checkPattern);
    return new StringMatch('StringLike', patterns);
  }

  /**
   * What the request itself says of its caller (`StringLike` with a policy variable), such as `aws:username`.
   *
   * @param key the condition key, such as `aws:username`: letters, digits and `/ - _`, with a colon after the prefix; one that the caller
   * fills in as he likes, such as `sts:RoleSessionName` or `aws:RequestTag/team`, is an error
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  public static policyVariable(key: string): StringMatch {
    if (Token.isUnresolved(key) || !/^[A-Za-z0-9-]+:[A-Za-z0-9/_-]+$/.test(key)) {
      throw new InvalidInputError(`The policy variable is not a condition key: got ${quote(readable(key))}. Write the key alone, such as 'aws:username'.`);
    }
    if (FILLED_IN_BY_CALLER.test(key)) {
      throw new InvalidInputError(`The policy variable is what the caller fills in as he likes, so it would demand nothing: got ${quote(key)}. Write a key that AWS fills in, such as 'aws:username'.`);
    }
    return new StringMatch('StringLike', [`\${${key}}`]);
  }

  /** `StringEquals` or `StringLike`. @internal */
  public readonly _operator: 'StringEquals' | 'StringLike';
  /** One or more. @internal */
  public readonly _values: readonly string[];

  private constructor(operator: 'StringEquals' | 'StringLike', values: readonly string[]) {
    this._operator = operator;
    this._values = [...values];
  }

  /** The condition on a key. @internal */
  public _on(key: string): Record<string, Record<string, any>> {
    return { [this._operator]: { [key]: this._values.length === 1 ? this._values[0] : [...this._values] } };
  }

  /** The first pattern that any text would meet, if there is one. @internal */
  public get _open(): string | undefined {
    return this._operator === 'StringLike' ? this._values.find((value) => /^[*?]+$/.test(value)) : undefined;
  }
}

/** What a request says of itself: the parameters of the call, and headers. */
const FILLED_IN_BY_CALLER = /^(sts:.*|aws:(RequestTag\/.*|TagKeys|UserAgent|Referer))$/i;

/** A pattern whose wildcards were written by the user alone: what a parameter brings must be literal. */
function checkPattern(pattern: string): void {
  const fix = 'Write the text with * for any characters and ? for one.';
  if (typeof pattern !== 'string') throw new InvalidInputError(`The pattern is not text: got ${quote(pattern)}. ${fix}`);
  const literals = pattern.replace(/[*?]/g, '.');
  if (literals === '') throw new InvalidInputError(`The pattern is empty: got ''. ${fix}`);
  if (Token.isUnresolved(pattern)) {
    checkLiteral(literals, 'The pattern', fix);
    const isAllElseWildcards = /^[*?]+$/.test(withTokensAs(pattern, () => ''));
    const empty = isAllElseWildcards ? parametersIn(pattern).find(mayBeEmpty) : undefined;
    if (empty !== undefined) {
      throw new InvalidInputError(`The pattern stands for any text where parameter ${quote(empty.node.id)} is left empty: got ${quote(readable(pattern))}. Give the parameter a 'minLength' of 1.`);
    }
    return;
  }
  const reason = literals.includes('${') ? 'holds \'${\', which starts a policy variable' : unreadableBecause(literals);
  if (reason) throw new InvalidInputError(`The pattern ${reason}: got ${quote(pattern)}. ${fix}`);
}

/** Whether a parameter of text lets no characters through. */
function mayBeEmpty({ type, minLength, allowedPattern, allowedValues }: CfnParameter): boolean {
  if (type !== 'String' || allowedValues?.length) return false;
  return (minLength ?? 0) < 1 && (allowedPattern === undefined || matchesEmpty(allowedPattern) !== false);
}
