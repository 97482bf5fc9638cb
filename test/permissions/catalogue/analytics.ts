import { aws_athena as athena, aws_bedrock as bedrock, aws_cognito as cognito, aws_glue as glue, aws_sagemaker as sagemaker } from 'aws-cdk-lib';
import type { Stack, aws_iam as iam } from 'aws-cdk-lib';
import type { Catalogue } from './catalogue';
import { AthenaAccess, BedrockAccess, CognitoAccess, GlueAccess, SageMakerAccess } from '../../../lib/index';

const guardrailIn = (stack: Stack) => new bedrock.CfnGuardrail(stack, 'Guardrail', { name: 'guard', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' });
const knowledgeBaseIn = (stack: Stack) => bedrock.CfnKnowledgeBase.fromKnowledgeBaseId(stack, 'Knowledge', 'ABCDEFGHIJ');
const endpointIn = (stack: Stack) => new sagemaker.CfnEndpoint(stack, 'Endpoint', { endpointConfigName: 'config' });
const databaseIn = (stack: Stack) => new glue.Database(stack, 'Database', { databaseName: 'sales' });
const everything = (stack: Stack) => ({ streaming: true, guardrail: { guardrail: guardrailIn(stack) } });
const grantOn = (pool: cognito.UserPool, ...actions: string[]) => ({ name: 'userPool.grant', grant: (role: iam.Role) => pool.grant(role, ...actions) });

/** Models, queries and users. */
export const ANALYTICS: Catalogue = {
  'BedrockAccess.invokeModel': (stack) => {
    const model = bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', bedrock.FoundationModelIdentifier.AMAZON_NOVA_LITE_V1_0);
    return { access: BedrockAccess.invokeModel(model, everything(stack)) };
  },
  'BedrockAccess.invokeFoundationModel': (stack) => ({ access: BedrockAccess.invokeFoundationModel('amazon.nova-lite-v1:0', everything(stack)) }),
  'BedrockAccess.invokeCrossRegionProfile': (stack) => (
    { access: BedrockAccess.invokeCrossRegionProfile('us.amazon.nova-lite-v1:0', ['us-east-1', 'us-west-2'], everything(stack)) }
  ),
  'BedrockAccess.invokeGlobalProfile': (stack) => ({ access: BedrockAccess.invokeGlobalProfile('global.amazon.nova-lite-v1:0', everything(stack)) }),
  'BedrockAccess.invokeApplicationProfile': (stack) => {
    const profile = new bedrock.CfnApplicationInferenceProfile(stack, 'Profile', { inferenceProfileName: 'profile' });
    return { access: BedrockAccess.invokeApplicationProfile(profile, { source: 'amazon.nova-lite-v1:0', ...everything(stack) }) };
  },
  'BedrockAccess.invokeApplicationProfileArn': (stack) => {
    const arn = 'arn:aws:bedrock:us-east-1:111111111111:application-inference-profile/a1b2c3d4e5f6';
    return { access: BedrockAccess.invokeApplicationProfileArn(arn, { source: 'amazon.nova-lite-v1:0', ...everything(stack) }) };
  },
  'BedrockAccess.applyGuardrail': (stack) => ({ access: BedrockAccess.applyGuardrail(guardrailIn(stack)) }),
  'BedrockAccess.invokeAgent': (stack) => (
    { access: BedrockAccess.invokeAgent(new bedrock.CfnAgentAlias(stack, 'Alias', { agentId: 'ABCDEFGHIJ', agentAliasName: 'live' })) }
  ),
  'BedrockAccess.retrieve': (stack) => ({ access: BedrockAccess.retrieve(knowledgeBaseIn(stack)) }),
  'BedrockAccess.retrieveAndGenerate': (stack) => ({ access: BedrockAccess.retrieveAndGenerate(knowledgeBaseIn(stack)) }),
  'SageMakerAccess.invoke': (stack) => ({ access: SageMakerAccess.invoke(endpointIn(stack)) }),
  'SageMakerAccess.invokeWithResponseStream': (stack) => ({ access: SageMakerAccess.invokeWithResponseStream(endpointIn(stack)) }),
  'SageMakerAccess.invokeAsync': (stack) => ({ access: SageMakerAccess.invokeAsync(endpointIn(stack)) }),
  'AthenaAccess.query': (stack) => ({ access: AthenaAccess.query(new athena.CfnWorkGroup(stack, 'WorkGroup', { name: 'analysts' })) }),
  'GlueAccess.readDatabase': (stack) => ({ access: GlueAccess.readDatabase(databaseIn(stack)) }),
  'GlueAccess.readTables': (stack) => {
    const database = databaseIn(stack);
    const columns = [{ name: 'id', type: glue.Schema.STRING }];
    const table = new glue.S3Table(stack, 'Table', { database, tableName: 'orders', columns, dataFormat: glue.DataFormat.JSON });
    return { access: GlueAccess.readTables(database, { tables: ['orders'] }), cdk: { name: 'table.grantRead', grant: (role) => table.grantRead(role) } };
  },
  'GlueAccess.runJob': (stack) => ({ access: GlueAccess.runJob(glue.CfnJob.fromJobName(stack, 'Job', 'nightly')) }),
  'CognitoAccess.readUsers': (stack) => {
    const pool = new cognito.UserPool(stack, 'Pool');
    return { access: CognitoAccess.readUsers(pool), cdk: grantOn(pool, 'cognito-idp:AdminGetUser', 'cognito-idp:ListUsers') };
  },
  'CognitoAccess.manageUsers': (stack) => ({ access: CognitoAccess.manageUsers(new cognito.UserPool(stack, 'Pool')) }),
  'CognitoAccess.manageGroupMembers': (stack) => ({ access: CognitoAccess.manageGroupMembers(new cognito.UserPool(stack, 'Pool')) }),
  'CognitoAccess.signInUsers': (stack) => ({ access: CognitoAccess.signInUsers(new cognito.UserPool(stack, 'Pool')) }),
  'CognitoAccess.overwriteAnyPassword': (stack) => ({ access: CognitoAccess.overwriteAnyPassword(new cognito.UserPool(stack, 'Pool')) }),
  'CognitoAccess.changeAnyAttribute': (stack) => ({ access: CognitoAccess.changeAnyAttribute(new cognito.UserPool(stack, 'Pool')) }),
};
