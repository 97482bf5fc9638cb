import { everywhere, isKnownService, servicesLike } from '../../lib/private/service-principals';

describe('the principal of a service in every region and partition', () => {
  test.each([
    ['states.amazonaws.com', 'states.amazonaws.com'],
    ['states.us-gov-west-1.amazonaws.com', 'states.amazonaws.com'],
    ['states.${AWS::Region}.amazonaws.com', 'states.amazonaws.com'],
    ['logs.${AWS::Region}.${AWS::URLSuffix}', 'logs.amazonaws.com'],
    ['ec2.amazonaws.com.cn', 'ec2.amazonaws.com'],
    ['codedeploy.cn-north-1.amazonaws.com.cn', 'codedeploy.amazonaws.com'],
    ['delivery.logs.amazonaws.com', 'delivery.logs.amazonaws.com'],
  ])('%s', (written, expected) => {
    expect(everywhere(written)).toBe(expected);
  });

  test.each(['lambda', 'Lambda.amazonaws.com', '${Service}', '${Name}.amazonaws.com', 'alexa-appkit.amazon.com', '*.amazonaws.com', '111111111111', ''])('%p is none', (written) => {
    expect(everywhere(written)).toBeUndefined();
  });
});

test.each([
  'ecs.application-autoscaling.amazonaws.com', 'lambda.alarms.cloudwatch.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com',
  'directoryservice.rds.amazonaws.com', 'batchoperations.s3.amazonaws.com', 'tasks.apprunner.amazonaws.com', 'pods.eks.amazonaws.com',
])('%s is known', (service) => {
  expect(isKnownService(service)).toBe(true);
});

test('what is longer than any service is none, at once', () => {
  const started = Date.now();
  for (const written of ['a.', 'a-']) expect(everywhere(`${written.repeat(500_000)}amazonaws.com`)).toBeUndefined();
  expect(servicesLike(`${'a'.repeat(1_000_000)}.amazonaws.com`)).toEqual([]);
  expect(Date.now() - started).toBeLessThan(1000);
});

test('a misspelt service has its nearest ones', () => {
  expect(servicesLike('lamda.amazonaws.com')).toEqual(['lambda.amazonaws.com']);
  expect(servicesLike('quantum-weather.amazonaws.com')).toEqual([]);
});
