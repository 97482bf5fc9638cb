import { isEscalating, readsData, readsSecrets, sensitiveActions } from '../../lib/private/sensitive-actions';
import { serviceOf } from '../../lib/private/service-authorization';

const action = (name: string) => serviceOf(name.split(':')[0])!.action(name.split(':')[1])!;

test.each(Object.entries(sensitiveActions()))('each of the list %s exists, is spelt as AWS does and named once', (_, names) => {
  expect(names.filter((name) => serviceOf(name.split(':')[0])?.action(name.split(':')[1])?.name !== name.split(':')[1])).toEqual([]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('those that escalate are of the level Write, which would give them', () => {
  expect(sensitiveActions().escalating.filter((name) => action(name).level !== 'Write')).toEqual([]);
});

test('those that read are of the levels List and Read', () => {
  const { dataReading, secretReading } = sensitiveActions();
  expect(dataReading.filter((name) => !['List', 'Read'].includes(action(name).level))).toEqual([]);
  expect(secretReading.filter((name) => !dataReading.includes(name))).toEqual([]);
});

test.each([
  ['iam:PassRole', true, false, false],
  ['sts:AssumeRole', true, false, false],
  ['lambda:UpdateFunctionCode', true, false, false],
  ['s3:PutReplicationConfiguration', true, false, false],
  ['s3:PutObject', false, false, false],
  ['s3:GetObject', false, false, true],
  ['secretsmanager:GetSecretValue', false, true, true],
  ['ssm:GetParametersByPath', false, true, true],
  ['lambda:GetFunction', false, true, true],
  ['s3:GetBucketAcl', false, false, false],
])('%s', (name, escalates, secrets, data) => {
  expect([isEscalating(action(name)), readsSecrets(action(name)), readsData(action(name))]).toEqual([escalates, secrets, data]);
});
