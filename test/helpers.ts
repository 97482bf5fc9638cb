import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';

/** An app with one stack that knows neither its account nor its region. */
export function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

/** The template of a construct's stack. */
export function templateOf(construct: IConstruct): any {
  return Template.fromStack(Stack.of(construct)).toJSON();
}

/** The properties of the only resource of a type. */
export function onlyResource(construct: IConstruct, type: string): any {
  const found = Object.values<any>(templateOf(construct).Resources).filter((resource) => resource.Type === type);
  expect(found).toHaveLength(1);
  return found[0].Properties;
}

/** The statements of the only role's trust policy. */
export function trustOf(construct: IConstruct): any[] {
  return onlyResource(construct, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement;
}

/** All statements of all policies of the stack's roles, inline or not. */
export function permissionsOf(construct: IConstruct): any[] {
  return Object.values<any>(templateOf(construct).Resources).flatMap((resource) => {
    switch (resource.Type) {
      case 'AWS::IAM::Role': return (resource.Properties.Policies ?? []).flatMap((policy: any) => policy.PolicyDocument.Statement);
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::ManagedPolicy': return resource.Properties.PolicyDocument.Statement;
      default: return [];
    }
  });
}

/** The warnings of a stack, without what says how to acknowledge them. */
export function warningsOf(construct: IConstruct): string[] {
  return Annotations.fromStack(Stack.of(construct)).findWarning('*', Match.anyValue())
    .map((entry) => String(entry.entry.data).replace(/ \[ack: .*\]$/, ''));
}

/** A statement with every value as text: `arn:${AWS::Partition}:…` for `Fn::Join`, lists sorted, one element and a list of one alike. */
export function normalized(value: any): any {
  if (Array.isArray(value)) {
    const items = value.map(normalized);
    return items.length === 1 ? items[0] : items.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return `\${${value.Ref}}`;
  if ('Fn::GetAtt' in value) return `\${${value['Fn::GetAtt'].join('.')}}`;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(normalized).join(value['Fn::Join'][0]);
  if ('Fn::FindInMap' in value) return `\${${value['Fn::FindInMap'].map(normalized).join('.')}}`;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => [key, normalized(item)]));
}
