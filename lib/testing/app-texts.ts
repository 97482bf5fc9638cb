import type { CfnElement, CfnResource, CfnStack, Stack } from 'aws-cdk-lib';
import { CfnElement as CfnElementClass, CfnResource as CfnResourceClass, Stack as StackClass, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DeployedPolicy } from './deployment';
import { Settled } from './settled';
import { valueOf } from '../private/evaluation/patterns';
import { areSame } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isUnknown } from '../private/evaluation/text';
import { readDocument } from '../private/template/document';
import type { Template } from '../private/template/template';

/** A stack with its template. */
export interface StackTemplate {
  readonly stack: Stack;
  readonly template: Template;
}

/** A policy of another stack, and the names of the roles that it is attached to. */
interface Attaching {
  readonly names: readonly Text[];
  readonly policy: DeployedPolicy;
}

/**
 * What a template says of other stacks of its app, by what they say of themselves: the parameters of a nested stack, the exports that it
 * imports, and what a question refers to.
 */
export class AppTexts {
  private readonly known = new Map<string, Text | undefined>();
  private attachingOnce?: readonly Attaching[];

  /**
   * @param of the stack whose template is asked
   * @param read reads the template of another one
   */
  constructor(private readonly of: Stack, private readonly read: (stack: Stack) => StackTemplate) {}

  /** What stands for a name of the template; undefined for one that the app does not tell. */
  public textOf(name: string): Text | undefined {
    if (!this.known.has(name)) {
      // What leads back to itself is not known.
      this.known.set(name, undefined);
      this.known.set(name, this.ofParent(name) ?? this.ofImport(name));
    }
    return this.known.get(name);
  }

  /** The account of what a question refers to, if it is in a stack of another one. */
  public accountOf(raw: any): string | undefined {
    if (typeof raw !== 'object' || raw === null) return undefined;
    if (!Array.isArray(raw) && typeof raw['Fn::ImportValue'] === 'string') {
      const reference: string = raw['Fn::ImportValue'];
      const found = this.element(reference.slice(0, reference.lastIndexOf('.')));
      const account = found && StackClass.of(found).account;
      return account === undefined || Token.isUnresolved(account) || account === this.of.account ? undefined : account;
    }
    return Object.values(raw).map((item) => this.accountOf(item)).find((account) => account !== undefined);
  }

  /** The policies in other stacks of the app that name a role of this one. */
  public attachedTo(logicalId: string): DeployedPolicy[] {
    if (this.attaching.length === 0) return [];
    const role = this.in(this.of, { Ref: logicalId });
    if (role === undefined) return [];
    return this.attaching.filter(({ names }) => names.some((name) => areSame(valueOf(role), valueOf(name)) === true)).map(({ policy }) => policy);
  }

  private get attaching(): readonly Attaching[] {
    return this.attachingOnce ??= this.others.flatMap((stack) => {
      // Most policies name roles of their own stack, so that its template need not be read.
      const own = stack.node.findAll().filter((construct) => StackClass.of(construct) === stack);
      return own.filter(isAttaching).filter((construct) => !namesOwnRoles(construct, stack)).map((construct) => this.readAttaching(construct, stack));
    });
  }

  private readAttaching(construct: CfnResource, stack: Stack): Attaching {
    const { template } = this.read(stack);
    const texts = new AppTexts(stack, this.read);
    const settled = new Settled(template, template.world, (name) => texts.textOf(name), `${stack.node.path}/`);
    const resource = template.resource(stack.resolve(construct.logicalId))!;
    const { logicalId, properties: { Roles, RoleName, PolicyDocument } } = resource;
    const found = resource.condition === undefined ? template.reader.readings(PolicyDocument) : undefined;
    const json = found?.length === 1 ? this.asSeenHere(settled.value(readDocument(found[0].value).json)) : { unknown: 'a policy that depends on conditions' };
    const count = isUnknown(json) ? 1 : [json.Statement].flat().length;
    const at = `${stack.node.path}: ${logicalId}/Properties/PolicyDocument/Statement`;
    return {
      names: template.texts(resource.type === 'AWS::IAM::RolePolicy' ? RoleName : Roles).map((name) => settled.text(name)),
      policy: {
        title: `policy '${logicalId}' of the stack '${stack.node.path}'`, json, locations: Array.from({ length: count }, (_, index) => `${at}/${index}`),
      },
    };
  }

  /** A value of another template in which what is in this one is called as here. */
  private asSeenHere(value: any): any {
    if (Array.isArray(value)) return value.map((item) => this.asSeenHere(item));
    if (typeof value !== 'object' || value === null) return value;
    const prefix = `${this.of.node.path}/`;
    if (isUnknown(value)) return value.unknown.startsWith(prefix) ? { ...value, unknown: value.unknown.slice(prefix.length) } : value;
    return Object.fromEntries(Object.keys(value).map((key) => [key, this.asSeenHere(value[key])]));
  }

  /** The stacks of the app that can be deployed beside this one. */
  private get others(): Stack[] {
    const stacks = Stage.of(this.of)!.node.findAll().filter((construct): construct is Stack => StackClass.isStack(construct));
    return stacks.filter((stack) => stack !== this.of && isInOnePlace(stack, this.of));
  }

  private ofParent(name: string): Text | undefined {
    const values = parametersOfNested(this.of);
    return values !== undefined && Object.hasOwn(values, name) ? this.in(this.of.nestedStackParent!, values[name]) : undefined;
  }

  private ofImport(name: string): Text | undefined {
    const [, imported] = /^ImportValue\((.+)\)$/s.exec(name) ?? [];
    if (imported === undefined) return undefined;
    const exporting = this.others.flatMap((stack) => {
      const outputs: any[] = Object.values(this.read(stack).template.json.Outputs ?? {});
      const output = outputs.find((one) => one?.Export?.Name === imported);
      return output === undefined ? [] : [{ stack, value: output.Value }];
    });
    const [only, ...more] = exporting;
    // Stacks of other accounts and regions can export a name too: of which one it is nobody can tell.
    if (only !== undefined) return more.length === 0 ? this.in(only.stack, only.value) : undefined;
    return this.ofElement(imported);
  }

  /** What a question refers to: the path of an element and its attribute. */
  private ofElement(reference: string): Text | undefined {
    const dot = reference.lastIndexOf('.');
    const [found, attribute] = [this.element(reference.slice(0, dot)), reference.slice(dot + 1)];
    if (found === undefined) return undefined;
    const stack = StackClass.of(found);
    const logicalId = stack.resolve(found.logicalId);
    return this.in(stack, attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] });
  }

  private element(path: string): CfnElement | undefined {
    const all = this.of.node.root.node.findAll();
    return all.find((construct): construct is CfnElement => construct.node.path === path && CfnElementClass.isCfnElement(construct));
  }

  /** A value of another template, if it is the same however that one is deployed. */
  private in(stack: Stack, raw: any): Text | undefined {
    const { template } = this.read(stack);
    const texts = new AppTexts(stack, this.read);
    const found = template.texts(raw);
    return found.length === 1 ? new Settled(template, template.world, (name) => texts.textOf(name), `${stack.node.path}/`).text(found[0]) : undefined;
  }
}

/** What attaches policies to roles. */
const ATTACHING: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

function isAttaching(construct: IConstruct): construct is CfnResource {
  return CfnResourceClass.isCfnResource(construct) && ATTACHING.includes(construct.cfnResourceType);
}

/** Whether a policy names roles of its own stack alone, by reference, as CDK's own do. */
function namesOwnRoles(construct: CfnResource, stack: Stack): boolean {
  const { roles, roleName } = construct as CfnResource & { roles?: string[]; roleName?: string };
  const named: any[] = [stack.resolve(roles ?? roleName) ?? []].flat();
  return named.every((name) => typeof name?.Ref === 'string');
}

/** Whether two stacks may be deployed in the same account and region. */
function isInOnePlace(one: Stack, other: Stack): boolean {
  const mayBeSame = (a: string, b: string) => Token.isUnresolved(a) || Token.isUnresolved(b) || a === b;
  return mayBeSame(one.account, other.account) && mayBeSame(one.region, other.region);
}

/** The values that a parent gives to the parameters of a nested stack. */
export function parametersOfNested(stack: Stack): Readonly<Record<string, any>> | undefined {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  return parent === undefined || resource === undefined ? undefined : parent.resolve((resource as CfnStack).parameters) ?? {};
}
