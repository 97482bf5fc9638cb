import {
  App, CfnParameter, Duration, Stack, aws_cloudwatch as cloudwatch, aws_events_targets as targets, aws_kms as kms, aws_lambda as lambda,
  aws_rolesanywhere as rolesanywhere, aws_sns as sns, aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { TestCa } from './certificates';
import { makeCa } from './certificates';
import type { RolesAnywhereMonitoringOptions, RolesAnywhereMonitoringProps } from '../../lib';
import { CertificateBundle, ExpiringCertificate, RolesAnywhereMonitoring, TrustAnchor, TrustAnchorNotification, TrustAnchorSource } from '../../lib';
import { newStack, normalized, templateOf, warningsOf } from '../helpers';

const ARN = 'arn:aws:rolesanywhere:eu-west-1:111111111111:trust-anchor/61f50cd4-45b9-4259-b049-d0a53682fa4b';

let ca: TestCa;
let source: TrustAnchorSource;

beforeAll(async () => {
  ca = await makeCa({ name: 'On-premises CA', serialNumber: '0123' });
  source = TrustAnchorSource.certificateBundle(CertificateBundle.fromPem(ca.pem));
});

function resourcesOf(stack: Stack, type: string): any[] {
  return Object.values<any>(templateOf(stack).Resources).filter(({ Type }) => Type === type).map(({ Properties }) => normalized(Properties));
}

const alarmsOf = (stack: Stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm');

/** The days of the alarm on certificates. */
function alarmDays(options: Partial<RolesAnywhereMonitoringOptions>, ...notifications: TrustAnchorNotification[]): unknown {
  const stack = newStack();
  const anchor = new TrustAnchor(stack, 'Anchor', { source, ...notifications.length > 0 ? { notifications } : {} });
  anchor.monitor({ topic: new sns.Topic(stack, 'Topic'), ...options });
  return alarmsOf(stack).find(({ MetricName }) => MetricName === 'DaysToExpiry').Threshold;
}

describe('TrustAnchor.monitor', () => {
  test('with a topic alone', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic');
    const monitoring = new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic });
    expect(monitoring.expiryAlarms).toHaveLength(1);
    expect(alarmsOf(stack)).toEqual([
      {
        AlarmDescription: 'A certificate of the trust anchor \'Stack/Anchor\' expires in 30 days or less. After that no certificate of the authority gets credentials. CN=On-premises CA (EC P-256, serial 0123, valid from 2026-01-01 to 2066-01-01).',
        Namespace: 'AWS/RolesAnywhere',
        MetricName: 'DaysToExpiry',
        Dimensions: { Name: 'TrustAnchorArn', Value: '${AnchorA04D3540.TrustAnchorArn}' },
        Statistic: 'Minimum',
        Period: 86_400,
        EvaluationPeriods: 2,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'LessThanOrEqualToThreshold',
        Threshold: 30,
        TreatMissingData: 'notBreaching',
        AlarmActions: '${TopicBFC7AF6E}',
      },
      {
        AlarmDescription: 'IAM Roles Anywhere did not give credentials for a certificate. AWS CloudTrail has the reason, in the events of CreateSession.',
        Metrics: {
          Id: 'expr_1',
          Expression: 'SELECT SUM(Failure) FROM "AWS/RolesAnywhere" WHERE Operation = \'CreateSession\'',
          Label: 'Failures of CreateSession',
          Period: 300,
          ReturnData: true,
        },
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: '${TopicBFC7AF6E}',
      },
    ]);
    expect(resourcesOf(stack, 'AWS::Events::Rule')).toEqual([{
      Description: 'Certificates of IAM Roles Anywhere that expire soon',
      EventPattern: { 'source': 'aws.rolesanywhere', 'detail-type': 'Roles Anywhere Certificate Expiration State Change' },
      State: 'ENABLED',
      Targets: { Arn: '${TopicBFC7AF6E}', Id: 'Target0' },
    }]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('with every option', () => {
    const stack = newStack();
    const restart = new lambda.Function(stack, 'Function', { code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_LATEST });
    const props: Required<RolesAnywhereMonitoringProps> = {
      trustAnchors: [new TrustAnchor(stack, 'Anchor', { source })],
      topic: new sns.Topic(stack, 'Topic'),
      alarmActions: [{ bind: () => ({ alarmActionArn: 'arn:of:an:action' }) }],
      eventTargets: [new targets.SqsQueue(new sqs.Queue(stack, 'Queue')), new targets.LambdaFunction(restart)],
      expiryNotice: Duration.days(45),
      failures: 20,
    };
    const monitoring = new RolesAnywhereMonitoring(stack, 'Monitoring', props);
    monitoring.failureAlarm.addOkAction({ bind: () => ({ alarmActionArn: 'arn:of:an:end' }) });
    const [expiry, failure] = alarmsOf(stack);
    expect(expiry).toMatchObject({ Threshold: 45, AlarmActions: ['${TopicBFC7AF6E}', 'arn:of:an:action'] });
    expect(failure).toMatchObject({ Threshold: 20, AlarmActions: ['${TopicBFC7AF6E}', 'arn:of:an:action'], OKActions: 'arn:of:an:end' });
    expect(resourcesOf(stack, 'AWS::Events::Rule')[0].Targets).toHaveLength(3);
  });

  test('the topic lets both publish, alarms of the account alone', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic');
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic });
    expect(resourcesOf(stack, 'AWS::SNS::TopicPolicy')[0].PolicyDocument.Statement).toEqual([
      {
        Sid: '1',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: '${TopicBFC7AF6E}',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*' } },
      },
      { Sid: '0', Effect: 'Allow', Action: 'sns:Publish', Resource: '${TopicBFC7AF6E}', Principal: { Service: 'events.amazonaws.com' } },
    ]);
  });

  test('the key of the topic lets both use it', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') });
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic });
    expect(resourcesOf(stack, 'AWS::KMS::Key')[0].KeyPolicy.Statement.slice(1)).toEqual(expect.arrayContaining([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
      },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', Principal: { Service: 'events.amazonaws.com' } },
    ]));
    expect(warningsOf(stack)).toEqual([]);
  });

  test('a topic whose policy is not ours is a warning', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:operations');
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic });
    expect(warningsOf(stack)).toEqual(['The topic \'Stack/Topic\' is imported, so that nothing can be added to its policy. See that it allows sns:Publish to cloudwatch.amazonaws.com and events.amazonaws.com, or nobody is told.']);
  });

  test('a key whose policy is not ours is a warning', () => {
    const stack = newStack();
    const masterKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/61f50cd4-45b9-4259-b049-d0a53682fa4b');
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic: new sns.Topic(stack, 'Topic', { masterKey }) });
    expect(warningsOf(stack)).toEqual([expect.stringContaining('The key of the topic \'Stack/Topic\' is imported, so that nothing can be added to its policy. See that it allows kms:Decrypt and kms:GenerateDataKey* to')]);
  });

  test('an imported anchor', () => {
    const stack = newStack();
    TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ARN).monitor({ topic: new sns.Topic(stack, 'Topic'), expiryNotice: Duration.days(60) });
    expect(alarmsOf(stack)[0]).toMatchObject({ Threshold: 60, Dimensions: { Name: 'TrustAnchorArn', Value: ARN } });
  });

  test('the description of an alarm is one that CloudWatch takes, however deep the anchor', () => {
    const stack = newStack();
    const deep = [...Array(30).keys()].reduce((scope: Construct, i) => new Construct(scope, `${i}`.padEnd(50, 'x')), stack);
    new TrustAnchor(deep, 'Anchor', { source }).monitor({ topic: new sns.Topic(stack, 'Topic') });
    expect(alarmsOf(stack).map(({ AlarmDescription }) => AlarmDescription.length)).toContain(1024);
  });

  test.each(['us-east-1', 'us-gov-west-1', 'cn-north-1'])('in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region } });
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic: new sns.Topic(stack, 'Topic') });
    expect(JSON.stringify(templateOf(stack))).not.toMatch(/arn:aws[:-]/);
    expect(alarmsOf(stack).map(({ Namespace }) => Namespace)).toEqual(['AWS/RolesAnywhere', undefined]);
  });
});

describe('RolesAnywhereMonitoring', () => {
  test('several anchors of any level have one alarm each, and one alarm and rule together', () => {
    const stack = newStack();
    const level1 = new rolesanywhere.CfnTrustAnchor(stack, 'L1', { name: 'l1', source: { sourceType: 'AWS_ACM_PCA', sourceData: {} } });
    const anchor = new TrustAnchor(stack, 'Anchor', { source });
    const monitoring = new RolesAnywhereMonitoring(stack, 'Monitoring', { trustAnchors: [anchor, level1, anchor], topic: new sns.Topic(stack, 'Topic') });
    expect(monitoring.expiryAlarms).toHaveLength(2);
    expect(alarmsOf(stack).map(({ Dimensions }) => Dimensions?.Value)).toEqual(expect.arrayContaining(['${AnchorA04D3540.TrustAnchorArn}', '${L1.TrustAnchorArn}', undefined]));
    expect(alarmsOf(stack)).toHaveLength(3);
    expect(resourcesOf(stack, 'AWS::Events::Rule')).toHaveLength(1);
  });

  test('two of them for one topic say what the topic must allow once', () => {
    const stack = newStack();
    const topic = new sns.Topic(stack, 'Topic');
    ['A', 'B'].forEach((id) => new TrustAnchor(stack, id, { source }).monitor({ topic }));
    const statements = resourcesOf(stack, 'AWS::SNS::TopicPolicy')[0].PolicyDocument.Statement;
    expect(statements.filter(({ Principal }: any) => Principal.Service === 'cloudwatch.amazonaws.com')).toHaveLength(1);
  });

  test('the notice of the alarm is no longer than that of the anchor', () => {
    const notice = (days: number) => TrustAnchorNotification.caCertificateExpiry(Duration.days(days));
    expect(alarmDays({})).toBe(30);
    expect(alarmDays({}, notice(10))).toBe(10);
    expect(alarmDays({}, notice(90))).toBe(30);
    expect(alarmDays({ expiryNotice: Duration.days(90) }, notice(90))).toBe(90);
    expect(alarmDays({}, TrustAnchorNotification.off(ExpiringCertificate.END_ENTITY))).toBe(30);
    expect(() => alarmDays({ expiryNotice: Duration.days(60) }))
      .toThrow('The trust anchor \'Stack/Anchor\' tells of CA certificates that expire 45 days before, so that the alarm could not be raised earlier: got \'60 days\'. Write notifications: [TrustAnchorNotification.caCertificateExpiry(Duration.days(60))] for the trust anchor, or a shorter \'expiryNotice\'.');
    expect(() => alarmDays({}, TrustAnchorNotification.off(ExpiringCertificate.CA)))
      .toThrow('The trust anchor \'Stack/Anchor\' does not tell of CA certificates that expire, so that no alarm on them could be raised: got TrustAnchorNotification.off(). Leave it out.');
    expect(() => alarmDays({ expiryNotice: Duration.days(0) })).toThrow('The notice of the alarm is not one that IAM Roles Anywhere takes: got \'0 days\'.');
  });

  test('a notice that is known once deployed passes', () => {
    const stack = newStack();
    const { valueAsNumber } = new CfnParameter(stack, 'Days', { type: 'Number' });
    const anchor = new TrustAnchor(stack, 'Anchor', { source, notifications: [TrustAnchorNotification.caCertificateExpiry(Duration.days(valueAsNumber))] });
    new RolesAnywhereMonitoring(stack, 'One', { trustAnchors: [anchor], topic: new sns.Topic(stack, 'Topic') });
    new RolesAnywhereMonitoring(stack, 'Two', { trustAnchors: [anchor], topic: new sns.Topic(stack, 'Topic2'), expiryNotice: Duration.days(valueAsNumber) });
    expect(alarmsOf(stack).map(({ Threshold }) => Threshold)).toEqual(expect.arrayContaining([30, 1, '${Days}']));
    expect(alarmsOf(stack).find(({ Threshold }) => Threshold === '${Days}').AlarmDescription).toContain('expires soon. After that');
  });

  test('failures that are known once deployed pass', () => {
    const stack = newStack();
    const failures = new CfnParameter(stack, 'Failures', { type: 'Number' }).valueAsNumber;
    new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic: new sns.Topic(stack, 'Topic'), failures });
    expect(alarmsOf(stack).map(({ Threshold }) => Threshold)).toEqual([30, '${Failures}']);
  });

  test('without a topic', () => {
    const stack = newStack();
    new TrustAnchor(stack, 'Anchor', { source: TrustAnchorSource.privateCaArn('arn:aws:acm-pca:eu-west-1:111111111111:certificate-authority/1') }).monitor({
      alarmActions: [{ bind: () => ({ alarmActionArn: 'arn:of:an:action' }) }],
      eventTargets: [new targets.SqsQueue(new sqs.Queue(stack, 'Queue'))],
    });
    expect(alarmsOf(stack).map(({ AlarmActions }) => AlarmActions)).toEqual(['arn:of:an:action', 'arn:of:an:action']);
    expect(resourcesOf(stack, 'AWS::Events::Rule')[0].Targets.Arn).toBe('${Queue4A7E3555.Arn}');
    expect(resourcesOf(stack, 'AWS::SNS::TopicPolicy')).toEqual([]);
  });

  test('silence is refused', () => {
    const stack = newStack();
    const anchor = new TrustAnchor(stack, 'Anchor', { source });
    const action: cloudwatch.IAlarmAction = { bind: () => ({ alarmActionArn: 'arn:of:an:action' }) };
    expect(() => new RolesAnywhereMonitoring(stack, 'A', { trustAnchors: [anchor], alarmActions: [], eventTargets: [new targets.SqsQueue(new sqs.Queue(stack, 'Queue'))] }))
      .toThrow('Nobody would be told of an alarm, as neither \'topic\' nor \'alarmActions\' is given. Give a topic, which is told of everything, or actions for the alarms.');
    expect(() => anchor.monitor({})).toThrow('Nobody would be told of an alarm');
    expect(() => new RolesAnywhereMonitoring(stack, 'B', { trustAnchors: [anchor], alarmActions: [action] }))
      .toThrow('Nobody would be told of the certificates of workloads, for which there are events alone, as neither \'topic\' nor \'eventTargets\' is given. Give a topic, which is told of everything, or targets for the events.');
    expect(() => new RolesAnywhereMonitoring(stack, 'C', { trustAnchors: [], topic: new sns.Topic(stack, 'Topic') }))
      .toThrow('The list of trust anchors is empty. Give those whose certificates are to be watched.');
  });

  test.each([0, -1, 1.5])('%p failures are refused', (failures) => {
    const stack = newStack();
    expect(() => new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic: new sns.Topic(stack, 'Topic'), failures }))
      .toThrow(`The number of failures is not one that an alarm can count: got '${failures}'. Write a whole number from 1 on.`);
  });

  test('a topic of another region is refused', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const topic = sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:operations');
    expect(() => new TrustAnchor(stack, 'Anchor', { source }).monitor({ topic }))
      .toThrow('The topic \'Stack/Topic\' is in another region than what tells it: got \'eu-west-1\', where the stack is in \'us-east-1\'. Give a topic of that region.');
  });

  test('an anchor of another region or account is refused', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const anchor = TrustAnchor.fromTrustAnchorArn(stack, 'Anchor', ARN);
    expect(() => anchor.monitor({ topic: new sns.Topic(stack, 'Topic') }))
      .toThrow('The trust anchor \'Stack/Anchor\' is in another region than \'Stack/Anchor/Monitoring\': got \'eu-west-1\', where the stack is in \'us-east-1\'. IAM Roles Anywhere works within one region: make or name one there.');
    const foreign = TrustAnchor.fromTrustAnchorArn(stack, 'Foreign', ARN.replace('111111111111', '222222222222'));
    expect(() => foreign.monitor({ topic: new sns.Topic(stack, 'Topic2') })).toThrow('is in another account than \'Stack/Foreign/Monitoring\': got \'222222222222\'');
  });
});
