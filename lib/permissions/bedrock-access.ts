import type { CfnResource, aws_bedrock as bedrock } from 'aws-cdk-lib';
import { Aws, Token } from 'aws-cdk-lib';
import type { AccessStatement } from './access';
import { Access } from './access';
import type { EncryptedResourceOptions } from './encryption';
import { keyStatements } from './encryption';
import type { AccessTarget } from './resource-access';
import { accessTarget, allowOn, partsOfArn } from './resource-access';
import { ResourceType } from './resource-type';
import { arnShape, readableShape } from '../private/arn-shape';
import { InvalidInputError, list, quote } from '../private/errors';
import { checkLiteral } from '../private/literal';
import { checkNotEmpty } from '../private/names';
import { readable } from '../private/text';

/** How a guardrail is encrypted, and to which regions its requests are routed. */
export interface BedrockGuardrailOptions extends EncryptedResourceOptions {
  /**
   * The id of the guardrail profile that routes the requests of a guardrail with cross-region inference, such as `us.guardrail.v1:0`.
   *
   * @default - the guardrail stays in its region
   */
  readonly profileId?: string;

  /**
   * The regions to which the guardrail profile routes, as its documentation lists them.
   *
   * @default - none, but with `profileId` they are needed
   */
  readonly profileRegions?: string[];
}

/** A guardrail that each request must name. */
export interface BedrockRequiredGuardrail extends BedrockGuardrailOptions {
  /** The guardrail, made in the app at any level. */
  readonly guardrail: bedrock.IGuardrailRef;

  /**
   * The version of the guardrail that each request must name: its number, or `DRAFT`.
   *
   * @default 'DRAFT'
   */
  readonly version?: string;
}

/** How models are called. */
export interface BedrockInvokeOptions {
  /**
   * Whether answers may be streamed too (`InvokeModelWithResponseStream`, `ConverseStream`).
   *
   * @default false
   */
  readonly streaming?: boolean;

  /**
   * The guardrail that each request must name, or it is refused; its use comes along.
   *
   * It limits this access alone: another one to the same model lets requests in that name no guardrail.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html
   * @default - requests need no guardrail
   */
  readonly guardrail?: BedrockRequiredGuardrail;
}

/** How models are called, and where. */
export interface BedrockModelOptions extends BedrockInvokeOptions {
  /**
   * The region in which the application calls Bedrock.
   *
   * @default - the region of the stack
   */
  readonly region?: string;
}

/** How models are called through an application inference profile, and what it was made from. */
export interface BedrockApplicationProfileOptions extends BedrockInvokeOptions {
  /**
   * What the profile was made from: the id of a foundation model, or of an inference profile of AWS such as
   * `us.anthropic.claude-sonnet-4-5-20250929-v1:0`.
   *
   * @default - what the construct of the profile names (`modelSource`)
   */
  readonly source?: string;

  /**
   * The regions to which the profile routes: `models` in the answer of `GetInferenceProfile`.
   *
   * They are needed where it was made from a profile of a geography; one that was made from a global profile has none.
   *
   * @default - the region of the profile
   */
  readonly regions?: string[];
}

/**
 * Calls of models, guardrails, agents and knowledge bases of Amazon Bedrock.
 *
 * `Converse` needs the same actions as `InvokeModel`. Whoever calls a model through an inference profile needs access to the profile and to
 * the model in each region to which the profile routes; the models are let only through the profile (`bedrock:InferenceProfileArn`). Ids
 * with a wildcard, an id of a profile where a model is meant and regions that are none are errors. What encrypts custom models and agents is
 * not part of it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonbedrock.html
 *
 * @example
 * declare const worker: lambda.Function;
 * BedrockAccess.invokeCrossRegionProfile('us.anthropic.claude-sonnet-4-5-20250929-v1:0', ['us-east-1', 'us-east-2', 'us-west-2'])
 *   .grantTo(worker);
 */
export class BedrockAccess {
  /**
   * Call a model: `bedrock:InvokeModel`; with `streaming` `bedrock:InvokeModelWithResponseStream`, with `guardrail` `bedrock:ApplyGuardrail`.
   *
   * @param model a foundation model, or a provisioned, an imported or a deployed custom model by its ARN, such as
   * `bedrock.ProvisionedModel.fromProvisionedModelArn(…)`
   * @param options how it is called
   */
  public static invokeModel(model: bedrock.IModel, options: BedrockInvokeOptions = {}): Access {
    checkModelArn(model.modelArn);
    const invocation = invocationOf(options);
    return Access._from(() => [invoke(invocation, [model.modelArn]), ...invocation.guardrail()]);
  }

  /**
   * Call a foundation model by its id: `bedrock:InvokeModel`; with `streaming` `bedrock:InvokeModelWithResponseStream`, with `guardrail`
   * `bedrock:ApplyGuardrail`.
   *
   * @param modelId such as `amazon.nova-lite-v1:0`
   * @param options how it is called, and where
   */
  public static invokeFoundationModel(modelId: string, options: BedrockModelOptions = {}): Access {
    checkModelId(modelId, 'The id of the model');
    const invocation = invocationOf(options);
    const region = regionOf(options);
    return Access._from(() => [invoke(invocation, [modelArn(region, modelId)]), ...invocation.guardrail()]);
  }

  /**
   * Call a model through an inference profile of AWS that stays in a geography: `bedrock:InvokeModel`; with `streaming`
   * `bedrock:InvokeModelWithResponseStream`, with `guardrail` `bedrock:ApplyGuardrail`.
   *
   * It is on the profile, and, through the profile alone, on the model in the region of the call and in each region to which it routes.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/geographic-cross-region-inference.html
   * @param profileId such as `us.anthropic.claude-sonnet-4-5-20250929-v1:0`: the geography and the id of the model
   * @param regions the regions to which the profile routes: `models` in the answer of `GetInferenceProfile`
   * @param options how it is called, and where
   */
  public static invokeCrossRegionProfile(profileId: string, regions: string[], options: BedrockModelOptions = {}): Access {
    const { modelId, isGlobal } = sourceNamed(profileId, 'The id of the inference profile');
    if (modelId === profileId) throw new InvalidInputError(noProfile(profileId, `us.${profileId}`));
    if (isGlobal) {
      throw new InvalidInputError(`The inference profile is global and routes to every region: got ${quote(profileId)}. Use BedrockAccess.invokeGlobalProfile().`);
    }
    checkRegions(regions);
    const region = regionOf(options);
    return throughProfile(systemProfileArn(region, profileId), region, { modelId, regions: [region, ...regions] }, options);
  }

  /**
   * Call a model through a global inference profile of AWS: `bedrock:InvokeModel`; with `streaming`
   * `bedrock:InvokeModelWithResponseStream`, with `guardrail` `bedrock:ApplyGuardrail`.
   *
   * It is on the profile, and, through the profile alone, on the model in the region of the call and on the model without a region, as
   * Bedrock asks for it (`aws:RequestedRegion` is `unspecified`). The data may be processed in any commercial region.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html
   * @param profileId such as `global.anthropic.claude-sonnet-4-5-20250929-v1:0`
   * @param options how it is called, and where
   */
  public static invokeGlobalProfile(profileId: string, options: BedrockModelOptions = {}): Access {
    const { modelId, isGlobal } = sourceNamed(profileId, 'The id of the inference profile');
    if (modelId === profileId) throw new InvalidInputError(noProfile(profileId, `global.${profileId}`));
    if (!isGlobal) {
      throw new InvalidInputError(`The inference profile is not global: got ${quote(profileId)}. Use BedrockAccess.invokeCrossRegionProfile(), with the regions to which it routes.`);
    }
    const region = regionOf(options);
    return throughProfile(systemProfileArn(region, profileId), region, { modelId }, options);
  }

  /**
   * Call a model through an application inference profile of the app: `bedrock:InvokeModel`; with `streaming`
   * `bedrock:InvokeModelWithResponseStream`, with `guardrail` `bedrock:ApplyGuardrail`.
   *
   * It is on the profile, and, through the profile alone, on the model in each region to which it routes. The profile of AWS that it was made
   * from is not called.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
   * @param profile made in the app
   * @param options how it is called, and what the profile was made from
   */
  public static invokeApplicationProfile(profile: bedrock.IApplicationInferenceProfileRef, options: BedrockApplicationProfileOptions = {}): Access {
    const name = `The application inference profile ${quote(profile.node.path)}`;
    const { region } = profile.env;
    return throughProfile(applicationProfileArn(profile), region, routeOf(name, region, options, copiedBy(profile)), options);
  }

  /**
   * Call a model through an application inference profile that the app does not make: `bedrock:InvokeModel`; with `streaming`
   * `bedrock:InvokeModelWithResponseStream`, with `guardrail` `bedrock:ApplyGuardrail`.
   *
   * It is on the same as with `invokeApplicationProfile`; where the ARN as a whole is known only once deployed, its region is that of the stack.
   *
   * @param profileArn the ARN of the profile
   * @param options how it is called, and what the profile was made from
   */
  public static invokeApplicationProfileArn(profileArn: string, options: BedrockApplicationProfileOptions): Access {
    checkLiteral(profileArn, 'The ARN of the application inference profile', 'Give the ARN of one profile.');
    const region = partsOfArn(profileArn)?.[3] ?? Aws.REGION;
    return throughProfile(statedProfile(profileArn), region, routeOf('The application inference profile', region, options), options);
  }

  /**
   * Let a guardrail judge text, without a model: `bedrock:ApplyGuardrail`.
   *
   * A guardrail that is encrypted with a customer managed key brings `kms:Decrypt`, through Bedrock.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions.html
   * @param guardrail made in the app
   * @param options its key, and its guardrail profile
   */
  public static applyGuardrail(guardrail: bedrock.IGuardrailRef, options: BedrockGuardrailOptions = {}): Access {
    return Access._from(guardrailStatements(guardrail, options));
  }

  /**
   * Talk to an agent by one of its aliases: `bedrock:InvokeAgent`, streaming included.
   *
   * The models, knowledge bases and functions behind it are called by the agent, with its own role.
   *
   * @param alias made in the app
   */
  public static invokeAgent(alias: bedrock.IAgentAliasRef): Access {
    const target = accessTarget(alias, alias.agentAliasRef.agentAliasArn, 'agent alias');
    return Access._from(() => [allowOn(target, ['bedrock:InvokeAgent'])]);
  }

  /**
   * Search a knowledge base: `bedrock:Retrieve`.
   *
   * @param knowledgeBase made in the app, or imported
   */
  public static retrieve(knowledgeBase: bedrock.IKnowledgeBaseRef): Access {
    return Access._from(() => [retrieveFrom(knowledgeBase)]);
  }

  /**
   * Let a model answer from a knowledge base: `bedrock:Retrieve`, and `bedrock:RetrieveAndGenerate`, which takes no resource and reaches no
   * more than what the application may search and call.
   *
   * The model is called with the rights of the application: give it `invokeFoundationModel` or one of its neighbours too.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-prereq-permissions-general.html
   * @param knowledgeBase made in the app, or imported
   */
  public static retrieveAndGenerate(knowledgeBase: bedrock.IKnowledgeBaseRef): Access {
    return Access._from(() => [
      retrieveFrom(knowledgeBase),
      { effect: 'Allow', actions: ['bedrock:RetrieveAndGenerate'], resources: ['*'] },
    ]);
  }

  private constructor() {}
}

/** How a model is called: the actions, what requests must name, and the statements on that. */
interface Invocation {
  readonly actions: readonly string[];
  readonly tests: Readonly<Record<string, string>>;
  readonly guardrail: () => AccessStatement[];
}

/** What a profile routes to; without regions to all of them. */
interface Route {
  readonly modelId: string;
  readonly regions?: readonly string[];
}

function invocationOf({ streaming = false, guardrail: required }: BedrockInvokeOptions): Invocation {
  return {
    actions: streaming ? ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] : ['bedrock:InvokeModel'],
    tests: required === undefined ? {} : { 'bedrock:GuardrailIdentifier': guardrailIdentifier(required) },
    guardrail: required === undefined ? () => [] : guardrailStatements(required.guardrail, required),
  };
}

function invoke({ actions, tests }: Invocation, resources: readonly string[], more: Readonly<Record<string, string>> = {}): AccessStatement {
  const all = { ...tests, ...more };
  return { effect: 'Allow', actions, resources: [...new Set(resources)], conditions: Object.keys(all).length === 0 ? undefined : { StringEquals: all } };
}

function throughProfile(profileArn: string, region: string, { modelId, regions }: Route, options: BedrockInvokeOptions): Access {
  const invocation = invocationOf(options);
  const through = { 'bedrock:InferenceProfileArn': profileArn };
  const own = { 'aws:RequestedRegion': region };
  return Access._from(() => [
    ...regions === undefined ? [
      invoke(invocation, [profileArn], own),
      invoke(invocation, [modelArn(region, modelId)], { ...own, ...through }),
      // Bedrock asks for the model without a region where it may route to any.
      invoke(invocation, [modelArn('', modelId)], { 'aws:RequestedRegion': 'unspecified', ...through }),
    ] : [
      invoke(invocation, [profileArn]),
      invoke(invocation, regions.map((one) => modelArn(one, modelId)), through),
    ],
    ...invocation.guardrail(),
  ]);
}

function modelArn(region: string, modelId: string): string {
  return `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${modelId}`;
}

function systemProfileArn(region: string, profileId: string): string {
  return `arn:${Aws.PARTITION}:bedrock:${region}:${Aws.ACCOUNT_ID}:inference-profile/${profileId}`;
}

/** CloudFormation's own reference to the profile is not always the ARN. */
function applicationProfileArn(profile: bedrock.IApplicationInferenceProfileRef): string {
  const { attrInferenceProfileArn } = profile as Partial<bedrock.CfnApplicationInferenceProfile>;
  if (attrInferenceProfileArn !== undefined) return statedProfile(attrInferenceProfileArn);
  const { inferenceProfileIdentifier: id } = profile.applicationInferenceProfileRef;
  checkLiteral(id, 'The id of the application inference profile', 'Give one profile, by its id or ARN.');
  if (readable(id).startsWith('arn:')) return statedProfile(id);
  return `arn:${Aws.PARTITION}:bedrock:${profile.env.region}:${profile.env.account}:application-inference-profile/${id}`;
}

/** The ARN, with what it is of, which CloudFormation's attribute does not tell. */
function statedProfile(arn: string): string {
  return ResourceType.of('bedrock', 'application-inference-profile').arn(arn);
}

/** What an application inference profile of the app was made from: the resource part of an ARN. */
function copiedBy(profile: bedrock.IApplicationInferenceProfileRef): string | undefined {
  const { modelSource } = profile as Partial<bedrock.CfnApplicationInferenceProfile>;
  const { copyFrom } = (modelSource ?? {}) as bedrock.CfnApplicationInferenceProfile.InferenceProfileModelSourceProperty;
  const shape = typeof copyFrom === 'string' ? arnShape(copyFrom) : undefined;
  const [, id] = /:(?:foundation-model|inference-profile)\/(.+)$/.exec(shape ? readableShape(shape) : '') ?? [];
  return id === undefined || id.includes('…') ? undefined : id;
}

function routeOf(name: string, region: string, { source, regions }: BedrockApplicationProfileOptions, found?: string): Route {
  const id = source ?? found;
  if (id === undefined) {
    throw new InvalidInputError(`${name} does not tell which model it was made from. Give 'source', the id of the model or of the inference profile, such as 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'.`);
  }
  const { modelId, isGlobal } = sourceNamed(id, 'The source of the application inference profile');
  if (regions !== undefined) checkRegions(regions);
  if (isGlobal) {
    if (regions === undefined) return { modelId };
    throw new InvalidInputError(`${name} was made from a global profile, which routes to every region: got 'regions' ${quote(regions.map(readable).join(', '))} and ${quote(id)}. Leave 'regions' out.`);
  }
  if (modelId === id) return { modelId, regions: regions ?? [region] };
  if (regions === undefined) {
    throw new InvalidInputError(`${name} was made from a profile that routes to several regions: got ${quote(id)}. Give 'regions', those of the 'models' in the answer of GetInferenceProfile.`);
  }
  return { modelId, regions: [region, ...regions] };
}

/** The geography in the id of an inference profile of AWS: a country or a part of the world; no provider of models has such a name. */
const GEOGRAPHY = /^([a-z]{2}|us-gov|apac|global)\./;

/** What an id names: a model, or a profile of AWS, whose id is the geography and the model's. */
function sourceNamed(id: string, what: string): { modelId: string; isGlobal: boolean } {
  const fix = 'Write it as it is, such as \'us.anthropic.claude-sonnet-4-5-20250929-v1:0\'.';
  checkLiteral(id, what, fix);
  if (Token.isUnresolved(id)) {
    throw new InvalidInputError(`${what} is known only once deployed, so nobody can see which model it is: got ${quote(readable(id))}. ${fix}`);
  }
  const modelId = id.replace(GEOGRAPHY, '');
  checkModelId(modelId, what);
  return { modelId, isGlobal: id.startsWith('global.') };
}

function noProfile(id: string, example: string): string {
  return `The id of the inference profile does not begin with a geography: got ${quote(id)}. Write it as ${quote(example)}, or use BedrockAccess.invokeFoundationModel() for the model itself.`;
}

function isProfile(what: string, id: string): string {
  return `${what} is that of an inference profile: got ${quote(id)}. Use BedrockAccess.invokeCrossRegionProfile(), or for 'global.' BedrockAccess.invokeGlobalProfile().`;
}

function checkModelId(id: string, what: string): void {
  const fix = 'Write it as \'amazon.nova-lite-v1:0\': the provider, a dot and the name.';
  checkLiteral(id, what, fix);
  if (Token.isUnresolved(id)) return;
  if (GEOGRAPHY.test(id)) {
    throw new InvalidInputError(isProfile(what, id));
  }
  if (!/^[a-z0-9-]+\.[A-Za-z0-9.-]+(:[A-Za-z0-9-]+){0,2}$/.test(id)) throw new InvalidInputError(`${what} is not one of Bedrock: got ${quote(id)}. ${fix}`);
}

/** What can be called by itself: other models need a profile, a router or a deployment, and access to that. */
const MODEL_TYPES = ['foundation-model', 'provisioned-model', 'imported-model', 'custom-model-deployment'];

function checkModelArn(arn: string): void {
  checkLiteral(arn, 'The ARN of the model', 'Give one model, by its id or ARN.');
  const shape = arnShape(arn);
  const id = /:foundation-model\/(.+)$/.exec(shape?.text ?? '')?.[1] ?? '';
  if (GEOGRAPHY.test(id)) throw new InvalidInputError(isProfile('The id in the ARN of the model', id));
  if (shape === undefined || new RegExp(`^arn:[^:]+:bedrock:[^:]+:[^:]*:(${MODEL_TYPES.join('|')})/.`).test(shape.text)) return;
  throw new InvalidInputError(`The ARN of the model is not one that is called by itself: got ${quote(readableShape(shape))}. Allowed: ${list(MODEL_TYPES.map((type) => quote(type)))}. For an inference profile use the methods that are named after it.`);
}

function regionOf({ region = Aws.REGION }: BedrockModelOptions): string {
  checkRegion(region, 'The region of the call');
  return region;
}

function checkRegions(regions: readonly string[]): void {
  checkNotEmpty(regions, 'The list of regions', 'Name those to which the profile routes: \'models\' in the answer of GetInferenceProfile.');
  regions.forEach((region) => checkRegion(region, 'A region of the profile'));
}

function checkRegion(region: string, what: string): void {
  const fix = 'Write it as \'us-east-1\'.';
  checkLiteral(region, what, fix);
  if (Token.isUnresolved(region) || /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region)) return;
  throw new InvalidInputError(`${what} is not an AWS region: got ${quote(region)}. ${fix}`);
}

/** How a request names a guardrail: the draft by its ARN alone. */
function guardrailIdentifier({ guardrail, version = 'DRAFT' }: BedrockRequiredGuardrail): string {
  const { arn } = guardrailTarget(guardrail);
  const fix = 'Write its number in quotes, or \'DRAFT\'.';
  checkLiteral(version, 'The version of the guardrail', fix);
  if (version === 'DRAFT') return arn;
  if (Token.isUnresolved(version) || /^[1-9]\d*$/.test(version)) return `${arn}:${version}`;
  throw new InvalidInputError(`The version of the guardrail is none: got ${quote(version)}. ${fix}`);
}

function guardrailTarget(guardrail: bedrock.IGuardrailRef): AccessTarget {
  return accessTarget(guardrail, guardrail.guardrailRef.guardrailArn, 'guardrail', 'resource policy of the guardrail');
}

function guardrailStatements(guardrail: bedrock.IGuardrailRef, options: BedrockGuardrailOptions): () => AccessStatement[] {
  const { profileId, profileRegions, encryptionKey } = options;
  const target = guardrailTarget(guardrail);
  const profiles = guardrailProfiles(guardrail, profileId, profileRegions);
  return () => [
    { ...allowOn(target, ['bedrock:ApplyGuardrail']), resources: [target.arn, ...profiles] },
    ...keyStatements({ resource: guardrail, kind: 'guardrail', service: 'bedrock', encryptionKey, keyIdOf }, ['kms:Decrypt']),
  ];
}

function guardrailProfiles(guardrail: bedrock.IGuardrailRef, profileId: string | undefined, regions: readonly string[] | undefined): string[] {
  if (profileId === undefined && regions === undefined) {
    const { crossRegionConfig } = guardrail as Partial<bedrock.CfnGuardrail>;
    if (crossRegionConfig === undefined) return [];
    throw new InvalidInputError(`The guardrail ${quote(guardrail.node.path)} routes to other regions, whose guardrail profiles are needed too. Give 'profileId' and 'profileRegions'.`);
  }
  if (profileId === undefined || regions === undefined) {
    throw new InvalidInputError(`A guardrail profile is given by half: got ${profileId === undefined ? '\'profileRegions\' without \'profileId\'' : '\'profileId\' without \'profileRegions\''}. Give both, or none.`);
  }
  checkLiteral(profileId, 'The id of the guardrail profile', 'Write it as \'us.guardrail.v1:0\'.');
  checkNotEmpty(regions, 'The list \'profileRegions\'', 'Name those to which the guardrail profile routes.');
  regions.forEach((region) => checkRegion(region, 'A region of the guardrail profile'));
  const { region: own, account } = guardrail.env;
  return [...new Set([own, ...regions])].map((region) => `arn:${Aws.PARTITION}:bedrock:${region}:${account}:guardrail-profile/${profileId}`);
}

/** The key of an `AWS::Bedrock::Guardrail`. */
function keyIdOf(resource: CfnResource): unknown {
  return (resource as { kmsKeyArn?: unknown }).kmsKeyArn;
}

function retrieveFrom(knowledgeBase: bedrock.IKnowledgeBaseRef): AccessStatement {
  const { knowledgeBaseArn } = knowledgeBase.knowledgeBaseRef;
  return allowOn(accessTarget(knowledgeBase, knowledgeBaseArn, 'knowledge base', 'resource policy of the knowledge base'), ['bedrock:Retrieve']);
}
