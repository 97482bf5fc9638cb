import { App, Aws, CfnParameter, Lazy, Stack, Token, aws_bedrock as bedrock, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import type { Access } from '../../lib';
import { ApplicationRole, BedrockAccess, WorkloadPrincipal } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

const MODEL = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const OWN = 'arn:${AWS::Partition}:bedrock:${AWS::Region}';
const OWN_MODEL = `${OWN}::foundation-model/${MODEL}`;
const STREAM = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** A statement of the calls of models. */
const invoke = (resource: string | string[], tests?: object, action: string | string[] = 'bedrock:InvokeModel') => (
  { Action: action, ...tests ? { Condition: { StringEquals: tests } } : {}, Effect: 'Allow', Resource: resource }
);
const modelIn = (region: string) => `arn:\${AWS::Partition}:bedrock:${region}::foundation-model/${MODEL}`;

describe('models', () => {
  test('by id, in the region of the stack', () => {
    expect(granted(newStack(), BedrockAccess.invokeFoundationModel(MODEL))).toEqual([invoke(OWN_MODEL)]);
  });

  test('by id, with all options', () => {
    const stack = newStack();
    const access = BedrockAccess.invokeFoundationModel(MODEL, { region: 'eu-west-1', streaming: true, guardrail: { guardrail: guardrailIn(stack), version: '3' } });
    expect(granted(stack, access)).toEqual([
      { Action: 'bedrock:ApplyGuardrail', Effect: 'Allow', Resource: '${Guardrail}' },
      invoke(modelIn('eu-west-1'), { 'bedrock:GuardrailIdentifier': '${Guardrail}:3' }, STREAM),
    ]);
  });

  test('from CDK', () => {
    const stack = newStack();
    const model = bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_SONNET_4_5_20250929_V1_0);
    expect(granted(stack, BedrockAccess.invokeModel(model))).toEqual([invoke(OWN_MODEL)]);
  });

  test.each(['provisioned-model', 'imported-model', 'custom-model-deployment'])('a %s by its ARN', (type) => {
    const stack = newStack();
    const arn = `arn:aws:bedrock:us-east-1:111111111111:${type}/a1b2c3d4e5f6`;
    const model = bedrock.ProvisionedModel.fromProvisionedModelArn(stack, 'Model', arn);
    expect(granted(stack, BedrockAccess.invokeModel(model, { streaming: true }))).toEqual([invoke(arn, undefined, STREAM)]);
  });

  test('tokens pass', () => {
    const stack = newStack();
    const id = new CfnParameter(stack, 'ModelId', { allowedPattern: '^[a-z0-9.:-]+$' }).valueAsString;
    expect(granted(stack, BedrockAccess.invokeFoundationModel(id, { region: Token.asString({ Ref: 'AWS::Region' }) }))).toEqual([invoke(`${OWN}::foundation-model/\${ModelId}`)]);
    expect(BedrockAccess.invokeModel({ modelArn: Lazy.string({ produce: () => 'arn' }) }).toStatements()).toHaveLength(1);
  });

  test('on any role', () => {
    const role = new iam.Role(newStack(), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    BedrockAccess.invokeFoundationModel(MODEL).grantTo(role);
    expect(permissionsOf(role).map(normalized)).toEqual([invoke(OWN_MODEL)]);
  });
});

describe('inference profiles of AWS', () => {
  const profile = `${OWN}:\${AWS::AccountId}:inference-profile/us.${MODEL}`;

  test('of a geography: the profile, and through it alone the model where it routes to', () => {
    expect(granted(newStack(), BedrockAccess.invokeCrossRegionProfile(`us.${MODEL}`, ['us-east-1', 'us-west-2']))).toEqual([
      invoke([OWN_MODEL, modelIn('us-east-1'), modelIn('us-west-2')], { 'bedrock:InferenceProfileArn': profile }),
      invoke(profile),
    ]);
  });

  test('of a geography, with all options', () => {
    const stack = newStack();
    const access = BedrockAccess.invokeCrossRegionProfile(`us.${MODEL}`, ['us-east-1', 'us-east-2'], {
      region: 'us-east-1', streaming: true, guardrail: { guardrail: guardrailIn(stack) },
    });
    const own = `arn:\${AWS::Partition}:bedrock:us-east-1:\${AWS::AccountId}:inference-profile/us.${MODEL}`;
    const guardrail = { 'bedrock:GuardrailIdentifier': '${Guardrail}' };
    expect(granted(stack, access)).toEqual([
      { Action: 'bedrock:ApplyGuardrail', Effect: 'Allow', Resource: '${Guardrail}' },
      invoke([modelIn('us-east-1'), modelIn('us-east-2')], { ...guardrail, 'bedrock:InferenceProfileArn': own }, STREAM),
      invoke(own, guardrail, STREAM),
    ]);
  });

  test('global: the model without a region too', () => {
    const global = profile.replace('us.', 'global.');
    const through = { 'bedrock:InferenceProfileArn': global };
    expect(granted(newStack(), BedrockAccess.invokeGlobalProfile(`global.${MODEL}`))).toEqual([
      invoke(OWN_MODEL, { 'aws:RequestedRegion': '${AWS::Region}', ...through }),
      invoke(global, { 'aws:RequestedRegion': '${AWS::Region}' }),
      invoke(modelIn(''), { 'aws:RequestedRegion': 'unspecified', ...through }),
    ]);
  });
});

describe('application inference profiles', () => {
  const through = { 'bedrock:InferenceProfileArn': '${Profile.InferenceProfileArn}' };

  test.each<[string, (stack: Stack) => string]>([
    ['a model', (stack) => bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier(MODEL)).modelArn],
    ['a model, as text', () => `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}::foundation-model/${MODEL}`],
  ])('made from %s: in the region of the profile', (_, source) => {
    const stack = newStack();
    expect(granted(stack, BedrockAccess.invokeApplicationProfile(profileFrom(stack, source(stack))))).toEqual([
      invoke(OWN_MODEL, through),
      invoke('${Profile.InferenceProfileArn}'),
    ]);
  });

  test('made from a profile of a geography: in its regions', () => {
    const stack = newStack();
    const profile = profileFrom(stack, `arn:${Aws.PARTITION}:bedrock:us-east-1:${Aws.ACCOUNT_ID}:inference-profile/us.${MODEL}`);
    expect(granted(stack, BedrockAccess.invokeApplicationProfile(profile, { regions: ['us-east-1', 'us-west-2'], streaming: true }))).toEqual([
      invoke([OWN_MODEL, modelIn('us-east-1'), modelIn('us-west-2')], through, STREAM),
      invoke('${Profile.InferenceProfileArn}', undefined, STREAM),
    ]);
  });

  test('made from a global profile', () => {
    const stack = newStack();
    const profile = profileFrom(stack, `arn:${Aws.PARTITION}:bedrock:us-east-1:${Aws.ACCOUNT_ID}:inference-profile/global.${MODEL}`);
    expect(granted(stack, BedrockAccess.invokeApplicationProfile(profile))).toEqual([
      invoke(OWN_MODEL, { 'aws:RequestedRegion': '${AWS::Region}', ...through }),
      invoke('${Profile.InferenceProfileArn}', { 'aws:RequestedRegion': '${AWS::Region}' }),
      invoke(modelIn(''), { 'aws:RequestedRegion': 'unspecified', ...through }),
    ]);
  });

  test('known by its ARN', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/a1b2c3d4e5f6';
    expect(granted(newStack(), BedrockAccess.invokeApplicationProfileArn(arn, { source: MODEL }))).toEqual([
      invoke(modelIn('us-east-1'), { 'bedrock:InferenceProfileArn': arn }),
      invoke(arn),
    ]);
  });

  test('known by its ARN with a token in it: in the region that it names', () => {
    const stack = newStack();
    const arn = `arn:${Aws.PARTITION}:bedrock:us-east-1:111111111111:application-inference-profile/a1b2c3d4e5f6`;
    const [, onModel] = BedrockAccess.invokeApplicationProfileArn(arn, { source: MODEL }).toStatements();
    expect(normalized(stack.resolve(onModel.resources))).toBe(modelIn('us-east-1'));
  });

  test('known by its ARN once deployed: in the region of the stack', () => {
    const stack = newStack();
    const [onProfile, onModel] = BedrockAccess.invokeApplicationProfileArn(Aws.STACK_ID, { source: MODEL }).toStatements();
    expect(normalized(stack.resolve(onProfile.resources))).toBe('${AWS::StackId}');
    expect(normalized(stack.resolve(onModel.resources))).toBe(OWN_MODEL);
  });

  test.each([
    ['a1b2c3d4e5f6', `${OWN}:\${AWS::AccountId}:application-inference-profile/a1b2c3d4e5f6`],
    ['arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/a1', 'arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/a1'],
  ])('known by its reference %s', (inferenceProfileIdentifier, arn) => {
    const stack = newStack();
    const reference = Object.assign(new Stack(stack, 'Other'), { applicationInferenceProfileRef: { inferenceProfileIdentifier } });
    const [onProfile] = BedrockAccess.invokeApplicationProfile(reference as any, { source: MODEL }).toStatements();
    expect(normalized(stack.resolve(onProfile.resources))).toBe(arn);
  });

  test.each<[string, string | undefined, object, RegExp]>([
    ['that names nothing', undefined, {}, /^The application inference profile 'Stack\/Profile' does not tell which model it was made from\. Give 'source'/],
    ['that was made from what is known later', Aws.NO_VALUE, {}, /does not tell which model it was made from/],
    ['of several regions', `arn:aws:bedrock:us-east-1:111111111111:inference-profile/us.${MODEL}`, {}, /was made from a profile that routes to several regions: got 'us\.anthropic.*Give 'regions'/],
    ['of all regions', undefined, { source: `global.${MODEL}`, regions: ['us-east-1'] }, /was made from a global profile, which routes to every region: got 'regions' 'us-east-1' and 'global\..*Leave 'regions' out\.$/],
    ['without regions', undefined, { source: MODEL, regions: [] }, /^The list of regions is empty\. /],
    ['with another source', undefined, { source: 'claude' }, /^The source of the application inference profile is not one of Bedrock: got 'claude'\. /],
  ])('%s is an error', (_, source, options, message) => {
    const stack = newStack();
    expect(() => BedrockAccess.invokeApplicationProfile(profileFrom(stack, source), options)).toThrow(message);
  });

  test.each([
    ['arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/*', /^The ARN of the application inference profile holds a wildcard/],
    ['arn:aws:bedrock:us-east-1:111111111111:inference-profile/us.a.b', /^The ARN is not one of the resource type 'bedrock:application-inference-profile'/],
    ['profile', /^The ARN is no ARN: got 'profile'/],
  ])('the ARN %s is an error', (arn, message) => {
    expect(() => BedrockAccess.invokeApplicationProfileArn(arn, { source: MODEL })).toThrow(message);
  });
});

describe('guardrails', () => {
  test('alone', () => {
    const stack = newStack();
    expect(granted(stack, BedrockAccess.applyGuardrail(guardrailIn(stack)))).toEqual([{ Action: 'bedrock:ApplyGuardrail', Effect: 'Allow', Resource: '${Guardrail}' }]);
  });

  test('with a key bring its use through Bedrock', () => {
    const stack = newStack();
    const key = new kms.Key(stack, 'Key');
    const onKey = { Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:ViaService': 'bedrock.${AWS::Region}.amazonaws.com' } }, Effect: 'Allow', Resource: '${Key961B73FD.Arn}' };
    expect(granted(stack, BedrockAccess.applyGuardrail(guardrailIn(stack, { kmsKeyArn: key.keyArn })))).toContainEqual(onKey);
    const other = newStack();
    const given = { guardrail: guardrailIn(other), encryptionKey: new kms.Key(other, 'Key') };
    expect(granted(other, BedrockAccess.invokeFoundationModel(MODEL, { guardrail: given }))).toContainEqual(onKey);
  });

  test('that route to other regions', () => {
    const stack = newStack();
    const access = BedrockAccess.applyGuardrail(guardrailIn(stack), { profileId: 'us.guardrail.v1:0', profileRegions: ['us-east-1', 'us-west-2'] });
    const profileIn = (region: string) => `arn:\${AWS::Partition}:bedrock:${region}:\${AWS::AccountId}:guardrail-profile/us.guardrail.v1:0`;
    expect(granted(stack, access)).toEqual([
      { Action: 'bedrock:ApplyGuardrail', Effect: 'Allow', Resource: ['${Guardrail}', profileIn('${AWS::Region}'), profileIn('us-east-1'), profileIn('us-west-2')] },
    ]);
  });

  const ROUTED = { crossRegionConfig: { guardrailProfileArn: 'arn:aws:bedrock:us-east-1:111111111111:guardrail-profile/us.guardrail.v1:0' } };
  test.each<[string, object, object, string | RegExp]>([
    ['routes to other regions', ROUTED, {}, "The guardrail 'Stack/Guardrail' routes to other regions, whose guardrail profiles are needed too. Give 'profileId' and 'profileRegions'."],
    ['has a profile by half', {}, { profileId: 'us.guardrail.v1:0' }, "A guardrail profile is given by half: got 'profileId' without 'profileRegions'. Give both, or none."],
    ['has regions alone', {}, { profileRegions: ['us-east-1'] }, "A guardrail profile is given by half: got 'profileRegions' without 'profileId'. Give both, or none."],
    ['has no regions', {}, { profileId: 'us.guardrail.v1:0', profileRegions: [] }, /^The list 'profileRegions' is empty\./],
    ['has a wildcard as region', {}, { profileId: 'us.guardrail.v1:0', profileRegions: ['*'] }, /^A region of the guardrail profile holds a wildcard/],
    ['has a wildcard as profile', {}, { profileId: '*', profileRegions: ['us-east-1'] }, /^The id of the guardrail profile holds a wildcard/],
    ['has an unknown version', {}, { version: 'latest' }, "The version of the guardrail is none: got 'latest'. Write its number in quotes, or 'DRAFT'."],
    ['has a number as version', {}, { version: 1 }, "The version of the guardrail is not text: got '1'. Write its number in quotes, or 'DRAFT'."],
  ])('that %s is an error', (_, props, options, message) => {
    const required = { guardrail: guardrailIn(newStack(), props), ...options };
    const expected = message instanceof RegExp ? message : new Error(message);
    expect(() => BedrockAccess.invokeFoundationModel(MODEL, { guardrail: required })).toThrow(expected);
  });
});

describe('agents and knowledge bases', () => {
  const KNOWLEDGE = { name: 'knowledge', roleArn: 'arn:aws:iam::111111111111:role/my-user-role', knowledgeBaseConfiguration: { type: 'KENDRA' } };

  test('an agent by its alias', () => {
    const stack = newStack();
    const alias = new bedrock.CfnAgentAlias(stack, 'Alias', { agentId: 'ABCDEFGHIJ', agentAliasName: 'live' });
    expect(granted(stack, BedrockAccess.invokeAgent(alias))).toEqual([{ Action: 'bedrock:InvokeAgent', Effect: 'Allow', Resource: '${Alias.AgentAliasArn}' }]);
  });

  test.each<[string, (stack: Stack) => bedrock.IKnowledgeBaseRef, string]>([
    ['imported', (stack) => bedrock.CfnKnowledgeBase.fromKnowledgeBaseId(stack, 'Knowledge', 'ABCDEFGHIJ'), `${OWN}:\${AWS::AccountId}:knowledge-base/ABCDEFGHIJ`],
    ['made in the app', (stack) => new bedrock.CfnKnowledgeBase(stack, 'Knowledge', KNOWLEDGE), '${Knowledge.KnowledgeBaseArn}'],
  ])('a knowledge base that is %s', (_, make, arn) => {
    const stack = newStack();
    const knowledge = make(stack);
    expect(resolved(stack, BedrockAccess.retrieve(knowledge))).toEqual([{ Action: 'bedrock:Retrieve', Effect: 'Allow', Resource: arn }]);
    expect(resolved(stack, BedrockAccess.retrieveAndGenerate(knowledge))).toEqual([
      { Action: 'bedrock:Retrieve', Effect: 'Allow', Resource: arn },
      { Action: 'bedrock:RetrieveAndGenerate', Effect: 'Allow', Resource: '*' },
    ]);
  });

  test('of another account needs its policy', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const knowledge = bedrock.CfnKnowledgeBase.fromKnowledgeBaseArn(stack, 'Knowledge', 'arn:aws:bedrock:us-east-1:222222222222:knowledge-base/ABCDEFGHIJ');
    expect(BedrockAccess.retrieve(knowledge)._statements()[0].owner).toEqual({ account: '222222222222', resource: "the knowledge base 'Stack/Knowledge'", policy: 'resource policy of the knowledge base' });
  });
});

describe('bad input', () => {
  const ID = "Write it as 'amazon.nova-lite-v1:0': the provider, a dot and the name.";
  test.each<[string, () => Access, string | RegExp]>([
    ['an id with a wildcard', () => BedrockAccess.invokeFoundationModel('anthropic.*'), `The id of the model holds a wildcard ('*' or '?'), which would match more than was named: got 'anthropic.*'. ${ID}`],
    ['no id', () => BedrockAccess.invokeFoundationModel(''), `The id of the model is empty: got ''. ${ID}`],
    ['undefined', () => BedrockAccess.invokeFoundationModel(undefined as any), `The id of the model is not text: got 'undefined'. ${ID}`],
    ['a name', () => BedrockAccess.invokeFoundationModel('Claude'), `The id of the model is not one of Bedrock: got 'Claude'. ${ID}`],
    ['an ARN as id', () => BedrockAccess.invokeFoundationModel(`arn:aws:bedrock:us-east-1::foundation-model/${MODEL}`), /^The id of the model is not one of Bedrock/],
    ['a profile as model', () => BedrockAccess.invokeFoundationModel(`us.${MODEL}`), `The id of the model is that of an inference profile: got 'us.${MODEL}'. Use BedrockAccess.invokeCrossRegionProfile(), or for 'global.' BedrockAccess.invokeGlobalProfile().`],
    ['a model as profile', () => BedrockAccess.invokeCrossRegionProfile(MODEL, ['us-east-1']), `The id of the inference profile does not begin with a geography: got '${MODEL}'. Write it as 'us.${MODEL}', or use BedrockAccess.invokeFoundationModel() for the model itself.`],
    ['a model as global profile', () => BedrockAccess.invokeGlobalProfile(MODEL), `The id of the inference profile does not begin with a geography: got '${MODEL}'. Write it as 'global.${MODEL}', or use BedrockAccess.invokeFoundationModel() for the model itself.`],
    ['a global profile in regions', () => BedrockAccess.invokeCrossRegionProfile(`global.${MODEL}`, ['us-east-1']), `The inference profile is global and routes to every region: got 'global.${MODEL}'. Use BedrockAccess.invokeGlobalProfile().`],
    ['a profile of a geography as global', () => BedrockAccess.invokeGlobalProfile(`eu.${MODEL}`), `The inference profile is not global: got 'eu.${MODEL}'. Use BedrockAccess.invokeCrossRegionProfile(), with the regions to which it routes.`],
    ['a geography twice', () => BedrockAccess.invokeCrossRegionProfile(`us.eu.${MODEL}`, ['us-east-1']), /^The id of the inference profile is that of an inference profile: got 'eu\./],
    ['a profile that is known later', () => BedrockAccess.invokeGlobalProfile(Aws.STACK_NAME), /^The id of the inference profile is known only once deployed, so nobody can see which model it is: got '.*'\. Write it as it is/],
    ['no regions', () => BedrockAccess.invokeCrossRegionProfile(`us.${MODEL}`, []), "The list of regions is empty. Name those to which the profile routes: 'models' in the answer of GetInferenceProfile."],
    ['a wildcard as region', () => BedrockAccess.invokeCrossRegionProfile(`us.${MODEL}`, ['*']), "A region of the profile holds a wildcard ('*' or '?'), which would match more than was named: got '*'. Write it as 'us-east-1'."],
    ['a geography as region', () => BedrockAccess.invokeFoundationModel(MODEL, { region: 'us' }), "The region of the call is not an AWS region: got 'us'. Write it as 'us-east-1'."],
    ['a profile as IModel', () => BedrockAccess.invokeModel({ modelArn: `arn:aws:bedrock:us-east-1:111111111111:inference-profile/us.${MODEL}` }), /^The ARN of the model is not one that is called by itself: got 'arn:.*'\. Allowed: 'foundation-model', 'provisioned-model', 'imported-model' and 'custom-model-deployment'\. For an inference profile use the methods that are named after it\.$/],
    ['the id of a profile as that of an IModel', () => BedrockAccess.invokeModel({ modelArn: `arn:${Aws.PARTITION}:bedrock:us-east-1::foundation-model/us.${MODEL}` }), `The id in the ARN of the model is that of an inference profile: got 'us.${MODEL}'. Use BedrockAccess.invokeCrossRegionProfile(), or for 'global.' BedrockAccess.invokeGlobalProfile().`],
    ['a custom model as IModel', () => BedrockAccess.invokeModel({ modelArn: 'arn:aws:bedrock:us-east-1:111111111111:custom-model/a1b2' }), /^The ARN of the model is not one that is called by itself/],
    ['all models', () => BedrockAccess.invokeModel({ modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/*' }), "The ARN of the model holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:bedrock:us-east-1::foundation-model/*'. Give one model, by its id or ARN."],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message instanceof RegExp ? message : new Error(message));
  });

  test('an id from a parameter that admits a wildcard', () => {
    const parameter = new CfnParameter(newStack(), 'Model');
    expect(() => BedrockAccess.invokeFoundationModel(parameter.valueAsString)).toThrow(/^The id of the model comes from parameter 'Model', which has no 'allowedPattern'/);
  });
});

function guardrailIn(stack: Stack, props: object = {}): bedrock.CfnGuardrail {
  return new bedrock.CfnGuardrail(stack, 'Guardrail', { name: 'guard', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.', ...props });
}

function profileFrom(stack: Stack, copyFrom: string | undefined): bedrock.CfnApplicationInferenceProfile {
  return new bedrock.CfnApplicationInferenceProfile(stack, 'Profile', { inferenceProfileName: 'profile', modelSource: copyFrom === undefined ? undefined : { copyFrom } });
}

/** The statements that a role gets by an access, in an order of their own. */
function granted(stack: Stack, access: Access): any[] {
  new ApplicationRole(stack, 'Role', { assumedBy: WorkloadPrincipal.ec2Instance(), permissions: [access] });
  return sorted(permissionsOf(stack));
}

function resolved(stack: Stack, access: Access): any[] {
  return sorted(access.toStatements().map((statement) => stack.resolve(statement.toStatementJson())));
}

function sorted(statements: any[]): any[] {
  return normalized([...statements, {}]).filter((statement: any) => statement.Effect);
}
