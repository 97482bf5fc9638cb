import { branchesOf } from './policies';
import { isIntrinsic } from '../intrinsics';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const NO_VALUE = { Ref: 'AWS::NoValue' };

/** A resource of SAM that gets a role if it is given none. */
interface Kind {
  /** Its section of `Globals`. */
  readonly section: string;
  /** Who assumes the role. */
  readonly service: string;
  /** The managed policies that the role has in any case, by their names. */
  readonly policies: readonly string[];
}

/**
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-statemachine.html
 */
const KINDS = new Map<unknown, Kind>([
  ['AWS::Serverless::Function', { section: 'Function', service: 'lambda.amazonaws.com', policies: ['service-role/AWSLambdaBasicExecutionRole'] }],
  ['AWS::Serverless::StateMachine', { section: 'StateMachine', service: 'states.amazonaws.com', policies: [] }],
]);

/** Resources, and of those that a macro makes the resources that stand in the template for them, by their logical ids. */
export interface WithRoles {
  readonly resources: Record<string, any>;
  readonly madeOf: ReadonlyMap<string, string>;
}

/**
 * Resources with the roles that SAM makes for functions and state machines that are given none: what stands in the template of their trust, their
 * policies and their boundary. What SAM adds beside that, by its policy templates, for events and for connectors, is not there.
 */
export function withServerlessRoles(resources: Readonly<Record<string, any>>, template: Readonly<Record<string, any>>): WithRoles {
  const { Transform: transform, Globals: globals } = template;
  const madeOf = new Map<string, string>();
  if (![transform].flat().some((one) => one === TRANSFORM || one?.Name === TRANSFORM)) return { resources, madeOf };
  const withRoles = Object.keys(resources).flatMap((logicalId): [string, any][] => {
    const resource = resources[logicalId];
    const kind = KINDS.get(resource.Type);
    const properties = kind && merged(isData(globals) ? globals[kind.section] : undefined, resource.Properties);
    if (kind === undefined || !mayBeAbsent(properties?.Role)) return [[logicalId, resource]];
    // What is called so already does not hide the role.
    const name = Object.hasOwn(resources, `${logicalId}Role`) ? `${logicalId}Role of SAM` : `${logicalId}Role`;
    const own = isData(resource.Properties) ? resource.Properties : {};
    madeOf.set(name, logicalId);
    const { Condition: condition, Metadata: metadata } = resource;
    const Role = chosen(properties?.Role, (raw) => isAbsent(raw) ? { 'Fn::GetAtt': [name, 'Arn'] } : raw);
    return [
      [logicalId, { ...resource, Properties: { ...own, Role } }],
      [name, { Type: 'AWS::IAM::Role', Condition: condition, Metadata: metadata, Properties: roleOf(kind, isData(properties) ? properties : {}) }],
    ];
  });
  return { resources: Object.fromEntries(withRoles), madeOf };
}

function roleOf(kind: Kind, properties: Readonly<Record<string, any>>): Record<string, any> {
  const { AssumeRolePolicyDocument: trust, Policies: policies, PermissionsBoundary: boundary, RolePath: path, Tags: tags } = properties;
  const elements: any[] = policies === undefined || policies === null ? [] : [policies].flat();
  return {
    AssumeRolePolicyDocument: trust ?? {
      Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: kind.service }, Action: 'sts:AssumeRole' }],
    },
    // Each document stays where it stands in the list, so that its place is the one in the function.
    Policies: elements.map((element, index) => chosen(element, (raw) => isDocument(raw) ? { PolicyName: `Policy${index}`, PolicyDocument: raw } : NO_VALUE)),
    ManagedPolicyArns: [...kind.policies.map(awsManaged), ...elements.map((element) => chosen(element, managedOf))],
    PermissionsBoundary: boundary,
    Path: path,
    Tags: isData(tags) ? Object.keys(tags).map((key) => ({ Key: key, Value: tags[key] })) : tags,
  };
}

/** What is made of a value, in each branch of `Fn::If`. */
function chosen(raw: any, make: (raw: any) => any): any {
  if (Array.isArray(raw)) return raw.map((item) => chosen(item, make));
  const branches = branchesOf(raw);
  return branches === undefined ? make(raw) : { 'Fn::If': [branches[0].under.condition, ...branches.map(({ value }) => chosen(value, make))] };
}

/** Whether an element is a policy document; a macro in it is gone through before SAM, so it may become one. */
function isDocument(raw: any): boolean {
  return typeof raw === 'object' && raw !== null && ('Statement' in raw || 'Fn::Transform' in raw);
}

/** A managed policy, which SAM takes by its ARN, or by the name that AWS has given it; a policy template of SAM as a policy that nobody can look into. */
function managedOf(raw: any): any {
  if (typeof raw === 'string') return raw.startsWith('arn:') ? raw : awsManaged(raw);
  if (isDocument(raw) || isAbsent(raw)) return NO_VALUE;
  return isIntrinsic(raw) ? raw : { 'Fn::SamPolicyTemplate': Object.keys(raw) };
}

function awsManaged(name: string): any {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/', name]] };
}

/** Whether a property is not there in some deployment. */
function mayBeAbsent(raw: any): boolean {
  return branchesOf(raw)?.some(({ value }) => mayBeAbsent(value)) ?? isAbsent(raw);
}

function isAbsent(raw: any): boolean {
  return raw === undefined || raw === null || raw.Ref === NO_VALUE.Ref;
}

/** What a resource has with what all of its kind have: entries of both, elements of both, or else its own. */
function merged(global: any, own: any): any {
  if (own === undefined || own === null) return global;
  if (Array.isArray(global) && Array.isArray(own)) return [...own, ...global];
  if (!isData(global) || !isData(own)) return own;
  return Object.fromEntries([...new Set([...Object.keys(own), ...Object.keys(global)])].map((key) => {
    const [ofAll, ofOne] = [global, own].map((object) => Object.hasOwn(object, key) ? object[key] : undefined);
    return [key, merged(ofAll, ofOne)];
  }));
}

/** Whether a value is an object that is no function of CloudFormation. */
function isData(value: any): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isIntrinsic(value);
}
