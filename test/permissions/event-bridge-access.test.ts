import { CfnParameter, aws_events as events, aws_iam as iam } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { EventBridgeAccess } from '../../lib';
import type { Access } from '../../lib';
import { newStack, normalized, permissionsOf } from '../helpers';

test.each<[string, (stack: Stack) => events.IEventBusRef, string]>([
  ['made in the app', (stack) => new events.EventBus(stack, 'Bus'), '${BusEA82B648.Arn}'],
  ['made as L1', (stack) => new events.CfnEventBus(stack, 'Bus', { name: 'orders' }), '${Bus.Arn}'],
  ['imported by name', (stack) => events.EventBus.fromEventBusName(stack, 'Bus', 'default'), 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'],
])('putEvents to a bus %s', (_, make, arn) => {
  const stack = newStack();
  expect(granted(stack, EventBridgeAccess.putEvents(make(stack)))).toEqual([{ Action: 'events:PutEvents', Effect: 'Allow', Resource: arn }]);
});

test.each([
  [{ sources: ['com.example.orders'] }, { 'ForAllValues:StringEquals': { 'events:source': 'com.example.orders' }, 'Null': { 'events:source': 'false' } }],
  [{ detailTypes: ['OrderPlaced', 'Order cancelled'] }, { 'ForAllValues:StringEquals': { 'events:detail-type': ['Order cancelled', 'OrderPlaced'] }, 'Null': { 'events:detail-type': 'false' } }],
  [{ sources: ['a.b'], detailTypes: ['C'] }, { 'ForAllValues:StringEquals': { 'events:detail-type': 'C', 'events:source': 'a.b' }, 'Null': { 'events:detail-type': 'false', 'events:source': 'false' } }],
])('each event of a request has one of %j', (options, condition) => {
  const stack = newStack();
  const [statement] = granted(stack, EventBridgeAccess.putEvents(new events.EventBus(stack, 'Bus'), options));
  expect(statement.Condition).toEqual(condition);
});

test('a source can be a token', () => {
  const stack = newStack();
  const source = new CfnParameter(stack, 'Source', { allowedPattern: '^[a-z.]+$' }).valueAsString;
  const [statement] = granted(stack, EventBridgeAccess.putEvents(new events.EventBus(stack, 'Bus'), { sources: [source] }));
  expect(statement.Condition['ForAllValues:StringEquals']).toEqual({ 'events:source': '${Source}' });
});

test.each([
  [{ sources: [] }, "The list 'sources' is empty. Name at least one source, or leave it out for all events."],
  [{ detailTypes: [] }, "The list 'detailTypes' is empty. Name at least one detail type, or leave it out for all events."],
  [{ sources: ['com.example.*'] }, "The source of the events holds a wildcard ('*' or '?'), which would match more than was named: got 'com.example.*'. Write it as it stands in the event."],
  [{ sources: ['aws.ec2'] }, "The source of the events is that of a service of AWS: got 'aws.ec2'. EventBridge takes no such events from an application: name the application's own source, such as 'com.example.orders'."],
  [{ detailTypes: [''] }, "The detail type of the events is empty: got ''. Write it as it stands in the event."],
  [{ sources: [7 as unknown as string] }, "The source of the events is not text: got '7'. Write it as it stands in the event."],
])('%j is an error', (options, message) => {
  const bus = new events.EventBus(newStack(), 'Bus');
  expect(() => EventBridgeAccess.putEvents(bus, options)).toThrow(new Error(message));
});

function granted(stack: Stack, access: Access): any[] {
  access.grantTo(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  return permissionsOf(stack).map(normalized);
}
