import type { CfnElement, CfnStack, Stack } from 'aws-cdk-lib';
import { CfnElement as CfnElementClass, Stack as StackClass, Stage } from 'aws-cdk-lib';
import { Settled } from './settled';
import type { Text } from '../private/evaluation/text';
import type { Template } from '../private/template/template';

/** A stack with its template. */
export interface StackTemplate {
  readonly stack: Stack;
  readonly template: Template;
}

/**
 * What a template says of other stacks of its app, by what they say of themselves: the parameters of a nested stack, the exports that it
 * imports, and what a question refers to.
 */
export class AppTexts {
  private readonly known = new Map<string, Text | undefined>();

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

  private ofParent(name: string): Text | undefined {
    const values = parametersOfNested(this.of);
    return values !== undefined && Object.hasOwn(values, name) ? this.in(this.of.nestedStackParent!, values[name]) : undefined;
  }

  private ofImport(name: string): Text | undefined {
    const [, imported] = /^ImportValue\((.+)\)$/s.exec(name) ?? [];
    if (imported === undefined) return undefined;
    const stacks = Stage.of(this.of)!.node.findAll().filter((construct): construct is Stack => StackClass.isStack(construct));
    const others = stacks.filter((stack) => stack !== this.of);
    for (const stack of others) {
      const outputs: any[] = Object.values(this.read(stack).template.json.Outputs ?? {});
      const output = outputs.find((one) => one?.Export?.Name === imported);
      if (output !== undefined) return this.in(stack, output.Value);
    }
    return this.ofElement(imported);
  }

  /** What a question refers to: the path of an element and its attribute. */
  private ofElement(reference: string): Text | undefined {
    const dot = reference.lastIndexOf('.');
    const [path, attribute] = [reference.slice(0, dot), reference.slice(dot + 1)];
    const found = this.of.node.root.node.findAll().find((construct) => construct.node.path === path && CfnElementClass.isCfnElement(construct));
    if (found === undefined) return undefined;
    const stack = StackClass.of(found);
    const logicalId = stack.resolve((found as CfnElement).logicalId);
    return this.in(stack, attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] });
  }

  /** A value of another template, if it is the same however that one is deployed. */
  private in(stack: Stack, raw: any): Text | undefined {
    const { template } = this.read(stack);
    const texts = new AppTexts(stack, this.read);
    const found = template.texts(raw);
    return found.length === 1 ? new Settled(template, template.world, (name) => texts.textOf(name), `${stack.node.path}.`).text(found[0]) : undefined;
  }
}

/** The values that a parent gives to the parameters of a nested stack. */
export function parametersOfNested(stack: Stack): Readonly<Record<string, any>> | undefined {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  return parent === undefined || resource === undefined ? undefined : parent.resolve((resource as CfnStack).parameters) ?? {};
}
