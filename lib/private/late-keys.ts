import type { IResolvable, IResolveContext } from 'aws-cdk-lib';
import { Stack, Token, Tokenization, aws_iam as iam } from 'aws-cdk-lib';
import type { ConditionBlock } from './conditions';
import { InvalidInputError, quote } from './errors';
import { isIntrinsic, resolve } from './intrinsics';
import { settableParameters } from './parameters';
import { policyText } from './policy-text';
import { templateText } from './template-text';

/** Whether a condition key holds a token, as that of an issuer does that is known once its cluster is deployed. */
export function hasLateKey(conditions: ConditionBlock): boolean {
  return Object.values(conditions).flatMap(Object.keys).some((key) => Token.isUnresolved(key));
}

/**
 * Conditions for a document in which keys may be known only once deployed.
 *
 * CloudFormation puts no values into keys of JSON. So the document is written as text with `Fn::Sub` as soon as it has such a key, and
 * until then the keys hold marks in place of their tokens.
 */
export function withLateKeys(document: iam.PolicyDocument, conditions: ConditionBlock): ConditionBlock {
  if (!hasLateKey(conditions)) return conditions;
  const late = lateKeysOf(document);
  return Object.fromEntries(Object.entries(conditions).map(([operator, keys]) =>
    [operator, Object.fromEntries(Object.entries(keys).map(([key, value]) => [late.mark(key), value]))]));
}

/** The keys of a document, also when it is reached through an adapter of CDK's or of ours. */
function lateKeysOf(document: iam.PolicyDocument): LateKeys {
  if ('wrapped' in document) return lateKeysOf(document.wrapped as iam.PolicyDocument);
  const known = LATE_KEYS.get(document);
  if (known) return known;

  const late = new LateKeys();
  LATE_KEYS.set(document, late);
  const asJson: IResolvable = { creationStack: [], resolve: iam.PolicyDocument.prototype.resolve.bind(document), toString: () => 'PolicyDocument' };
  document.resolve = (context: IResolveContext) => late.write(asJson, context);
  return late;
}

const LATE_KEYS = new WeakMap<iam.PolicyDocument, LateKeys>();

/** Around the number of a token, in a key: no condition key has this character. */
const MARK = '\u0001';

class LateKeys {
  readonly #tokens = new Array<IResolvable>();

  /** The key with a mark in place of each token. */
  public mark(key: string): string {
    return Tokenization.reverseString(key)
      .mapTokens({ mapToken: (token) => `${MARK}${this.indexOf(token)}${MARK}` })
      .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
  }

  /** The document as text. */
  public write(document: IResolvable, context: IResolveContext): any {
    const json = context.resolve(document);
    const tokens = this.#tokens.map((token) => context.resolve(token));
    if (context.preparing) return { json, tokens };

    const { scope } = context;
    const [parameter] = resolve(scope, [document, ...this.#tokens]).parameters;
    if (parameter !== undefined) refuseParameter(parameter.node.id);
    const names = new Set(settableParameters(Stack.of(scope)).map((own): string => context.resolve(own.logicalId)));
    [json, ...tokens].forEach((value) => checkText(value, names));
    return policyText(withoutRepeats(json, tokens), (key) => key.split(MARK).map((part, i) => i % 2 === 0 ? part : tokens[Number(part)]));
  }

  private indexOf(token: IResolvable): number {
    const index = this.#tokens.indexOf(token);
    return index >= 0 ? index : this.#tokens.push(token) - 1;
  }
}

/** The document with each statement once: CDK takes two tokens that stand for the same for two keys. */
function withoutRepeats(json: any, tokens: readonly any[]): any {
  const texts = tokens.map((token) => JSON.stringify(token));
  const unmarked = (statement: any) => JSON.stringify(statement).split(JSON.stringify(MARK).slice(1, -1))
    .map((part, i) => i % 2 === 0 ? part : texts[Number(part)]).join(MARK);
  return { ...json, Statement: [...new Map(json.Statement.map((statement: any) => [unmarked(statement), statement])).values()] };
}

/** What a function may be whose value enters the text of a policy: one text, made by AWS or by the app. */
const MAKES_TEXT = /^(Ref|Fn::(GetAtt|Join|Select|Sub|ImportValue|FindInMap))$/;

/** Refuses what could bring a quote, which would end a text of the policy and begin a statement, and what is no text. */
function checkText(value: any, parameters: ReadonlySet<string>): void {
  if (typeof value === 'string' && value.includes('{{resolve:')) {
    throw new InvalidInputError(`The trust policy is written as text, as a condition key of it is known only once deployed, and whoever sets what the dynamic reference ${quote(value)} reads could add statements to it. Write the value as it is, or make a role of its own for this caller.`);
  }
  if (typeof value !== 'object' || value === null) return;
  if (!isIntrinsic(value)) {
    Object.values(value).forEach((item) => checkText(item, parameters));
    return;
  }
  const [[name, argument]] = Object.entries<any>(value);
  if (!MAKES_TEXT.test(name) || argument === 'AWS::NoValue' || argument === 'AWS::NotificationARNs') {
    throw new InvalidInputError(`The trust policy is written as text, as a condition key of it is known only once deployed, and ${name} cannot stand in it: got ${quote(templateText(value))}. Write the value as it is, or make a role of its own for this caller.`);
  }
  if (name === 'Ref' && parameters.has(argument)) refuseParameter(argument);
  const inText = name === 'Fn::Sub' ? [...String([argument].flat()[0]).matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map((match) => match[1]) : [];
  const named = inText.find((other) => parameters.has(other));
  if (named !== undefined) refuseParameter(named);
  // A list that is split is one text again when an element of it is selected.
  const parts = name === 'Fn::Select' && isIntrinsic(argument?.[1]) && 'Fn::Split' in argument[1] ? argument[1]['Fn::Split'] : argument;
  checkText(parts, parameters);
}

function refuseParameter(name: string): never {
  throw new InvalidInputError(`The trust policy is written as text, as a condition key of it is known only once deployed, and whoever sets parameter ${quote(name)} could add statements to it. Write the value as it is, or make a role of its own for this caller.`);
}
