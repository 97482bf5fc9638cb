import { Token } from 'aws-cdk-lib';
import type { PinnedCaller } from './pinned-principal';
import { StringMatch } from './string-match';
import type { ConditionBlock } from '../private/conditions';
import { mergeConditions } from '../private/conditions';
import { InvalidInputError, list, quote } from '../private/errors';
import { SESSION_TAGS_MAX, SESSION_TAG_KEY_MAX_LENGTH } from '../private/limits';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/**
 * A session tag that the caller must pass: its key, and what its value must be.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 *
 * @example
 * ThirdPartyPrincipal.account('111111111111', {
 *   externalId: ExternalId.parameter(this, 'ExternalId'),
 *   sessionTags: [SessionTag.of('tenant', StringMatch.exactly('blue', 'green')).transitive()],
 * });
 */
export class SessionTag {
  /**
   * A tag with one of these values.
   *
   * @param key 1 to 128 letters, digits, blanks and `_ . : / = + - @`
   * @param value what the value must be
   */
  public static of(key: string, value: StringMatch): SessionTag {
    checkTagKey(key);
    return new SessionTag(key, value, false);
  }

  /**
   * A tag with any value, which must be there.
   *
   * @param key 1 to 128 letters, digits, blanks and `_ . : / = + - @`
   */
  public static anyValue(key: string): SessionTag {
    return SessionTag.of(key, StringMatch.like('*'));
  }

  /** @internal */
  public readonly _key: string;
  /** @internal */
  public readonly _value: StringMatch;
  /** @internal */
  public readonly _isTransitive: boolean;

  private constructor(key: string, value: StringMatch, isTransitive: boolean) {
    this._key = key;
    this._value = value;
    this._isTransitive = isTransitive;
  }

  /**
   * This tag, which goes on to the next role that the session assumes (`sts:TransitiveTagKeys`).
   *
   * At least one of the tags marked so must be passed as transitive, and no other tag may be.
   */
  public transitive(): SessionTag {
    return new SessionTag(this._key, this._value, true);
  }
}

/** What the caller must say of the session. Nothing of it may be said where it is not asked for. */
export interface SessionOptions {
  /**
   * The name that the caller must give the session (`sts:RoleSessionName`), 2 to 64 characters.
   *
   * @default - any name
   */
  readonly roleSessionName?: StringMatch;

  /**
   * The source identity that the caller must set (`sts:SourceIdentity`), which stays with the session through all roles that it assumes
   * next; 2 to 64 characters. It adds the action `sts:SetSourceIdentity`.
   *
   * @default - none can be set
   */
  readonly sourceIdentity?: StringMatch;

  /**
   * The session tags that the caller must pass: these and no others. It adds the action `sts:TagSession`.
   *
   * @default - none can be passed
   */
  readonly sessionTags?: SessionTag[];
}

/** What the options add to a caller. */
export function withSession(caller: PinnedCaller, options: SessionOptions, label: string): PinnedCaller {
  const { roleSessionName, sourceIdentity, sessionTags } = options;
  checkSessionText(roleSessionName, 'The role session name');
  checkSessionText(sourceIdentity, 'The source identity');
  const reserved = sourceIdentity?._values.find((value) => /^aws:/i.test(value));
  if (reserved !== undefined) throw new InvalidInputError(`The source identity begins with 'aws:', which is reserved: got ${quote(reserved)}. Choose another one.`);
  if (sourceIdentity?._open !== undefined) {
    throw new InvalidInputError(`The source identity may be any text: got ${quote(sourceIdentity._open)}. Say what it must be, such as StringMatch.like('*@example.com').`);
  }
  const blocks: ConditionBlock[] = [
    roleSessionName?._on('sts:RoleSessionName') ?? {},
    sourceIdentity?._on('sts:SourceIdentity') ?? {},
    sessionTags === undefined ? {} : tagConditions(sessionTags),
  ];
  const moreActions = [...caller.moreActions ?? [], ...sourceIdentity ? ['sts:SetSourceIdentity'] : [], ...sessionTags ? ['sts:TagSession'] : []];
  return {
    ...caller,
    conditions: blocks.reduce((merged, block) => mergeConditions(merged, block, label), caller.conditions),
    ...moreActions.length === 0 ? {} : { moreActions: [...new Set(moreActions)] },
  };
}

function tagConditions(tags: readonly SessionTag[]): ConditionBlock {
  checkNotEmpty(tags, 'The list of session tags', 'Give at least one tag, or leave it out.');
  if (tags.length > SESSION_TAGS_MAX) throw new InvalidInputError(`The list of session tags is too long: got ${tags.length}. STS takes up to ${SESSION_TAGS_MAX}.`);
  const keys = tags.map((tag) => tag._key);
  const twice = keys.find((key, i) => keys.findIndex((other) => other.toLowerCase() === key.toLowerCase()) !== i);
  if (twice !== undefined) throw new InvalidInputError(`The session tag ${quote(twice)} is given twice, and STS compares keys without case. Give one tag all its values.`);
  const transitive = tags.filter((tag) => tag._isTransitive).map((tag) => tag._key);
  const presence = { 'aws:TagKeys': 'false', ...transitive.length === 0 ? {} : { 'sts:TransitiveTagKeys': 'false' } };
  return tags.map((tag) => tag._value._on(`aws:RequestTag/${tag._key}`)).reduce((merged, block) => mergeConditions(merged, block, 'the session tags'), {
    'ForAllValues:StringEquals': { 'aws:TagKeys': keys, ...transitive.length === 0 ? {} : { 'sts:TransitiveTagKeys': transitive } },
    'Null': presence,
  });
}

function checkTagKey(key: string): void {
  if (Token.isUnresolved(key)) {
    throw new InvalidInputError(`The key of a session tag is not known before the template is deployed: got ${quote(readable(key))}. It becomes a part of a condition key, in which CloudFormation puts in no value. Write the key as it is.`);
  }
  if (key.length > SESSION_TAG_KEY_MAX_LENGTH || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u.test(key) || key.trim() !== key) {
    throw new InvalidInputError(`The key of a session tag is not one that STS takes: got ${quote(key)}. Allowed: 1 to ${SESSION_TAG_KEY_MAX_LENGTH} letters, digits, blanks within and _ . : / = + - @.`);
  }
  if (/^aws:/i.test(key)) throw new InvalidInputError(`The key of a session tag begins with 'aws:', which is reserved: got ${quote(key)}. Choose another one.`);
}

/** Session names and source identities alike. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function checkSessionText(match: StringMatch | undefined, what: string): void {
  if (match !== undefined && match !== null && !Array.isArray(match._values)) {
    throw new InvalidInputError(`${what} is not a StringMatch: got ${quote(match)}. Write StringMatch.exactly() around it.`);
  }
  const shape = match?._operator === 'StringLike' ? /^[\w+=,.@*?-]{1,64}$/ : /^[\w+=,.@-]{2,64}$/;
  const wrong = match?._values.find((value) => !Token.isUnresolved(value) && !value.startsWith('${') && !shape.test(value));
  if (wrong !== undefined) {
    throw new InvalidInputError(`${what} is not one that STS takes: got ${quote(wrong)}. Allowed: ${list(['2 to 64 letters', 'digits', '_ + = , . @ -'])}.`);
  }
}
