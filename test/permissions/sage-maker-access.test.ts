import type { Stack } from 'aws-cdk-lib';
import { Lazy, aws_iam as iam, aws_sagemaker as sagemaker } from 'aws-cdk-lib';
import { SageMakerAccess } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

test.each([
  ['invoke', 'sagemaker:InvokeEndpoint'],
  ['invokeWithResponseStream', 'sagemaker:InvokeEndpointWithResponseStream'],
  ['invokeAsync', 'sagemaker:InvokeEndpointAsync'],
] as const)('%s is on the endpoint', (method, action) => {
  const stack = newStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  SageMakerAccess[method](endpointIn(stack)).grantTo(role);
  expect(permissionsOf(stack).map(normalized)).toEqual([{ Action: action, Effect: 'Allow', Resource: '${Endpoint}' }]);
});

test.each(['invoke', 'invokeWithResponseStream'] as const)('%s is on the inference components too', (method) => {
  const stack = newStack();
  const statements = SageMakerAccess[method](endpointIn(stack), { inferenceComponents: [componentIn(stack)] }).toStatements();
  expect(statements.map((statement) => normalized(stack.resolve(statement.resources)))).toEqual(['${Endpoint}', '${Component}']);
});

test('a reference from elsewhere', () => {
  const endpointArn = 'arn:aws:sagemaker:us-east-1:111111111111:endpoint/models';
  const reference = (arn: string) => Object.assign(newStack(), { endpointRef: { endpointArn: arn } }) as any;
  expect(SageMakerAccess.invoke(reference(endpointArn)).toStatements()[0].resources).toEqual([endpointArn]);
  expect(SageMakerAccess.invoke(reference(Lazy.string({ produce: () => endpointArn }))).toStatements()).toHaveLength(1);
  expect(() => SageMakerAccess.invoke(reference(endpointArn.replace('models', '*')))).toThrow(
    new Error("The ARN of the endpoint holds a wildcard ('*' or '?'), which would match more than was named: got 'arn:aws:sagemaker:us-east-1:111111111111:endpoint/*'. Give one endpoint, by its name."));
});

test('an empty list of inference components is an error', () => {
  expect(() => SageMakerAccess.invoke(endpointIn(newStack()), { inferenceComponents: [] })).toThrow(
    new Error("The list 'inferenceComponents' is empty. Name at least one, or leave it out."));
});

function endpointIn(stack: Stack): sagemaker.CfnEndpoint {
  return new sagemaker.CfnEndpoint(stack, 'Endpoint', { endpointConfigName: 'config' });
}

function componentIn(stack: Stack): sagemaker.CfnInferenceComponent {
  return new sagemaker.CfnInferenceComponent(stack, 'Component', { endpointName: 'endpoint', specification: { modelName: 'model' } });
}
