import { dirname, join } from 'path';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A template that was synthesized. */
export interface SynthesizedTemplate {
  readonly file: string;
  /** The path of the construct of its stack. */
  readonly stackPath: string;
  readonly account?: string;
  readonly region?: string;
}

/** The templates of all stacks; CDK hands over none of nested stacks, though what is in them is deployed all the same. */
export function synthesizedTemplates({ stackTemplates, appConstruct }: IPolicyValidationContext): SynthesizedTemplate[] {
  const templates = stackTemplates.map((stack) => ({
    file: stack.templatePath, stackPath: stack.stackConstructPath, account: stack.accountId, region: stack.region,
  }));
  const byPath = new Map(templates.map((template) => [template.stackPath, template]));
  const nested = appConstruct.node.findAll().filter(Stack.isStack).flatMap((stack) => {
    const root = rootOf(stack);
    const parent = root === stack ? undefined : byPath.get(root.node.path);
    return parent === undefined ? [] : [{ ...parent, file: join(dirname(parent.file), stack.templateFile), stackPath: stack.node.path }];
  });
  return [...templates, ...nested];
}

function rootOf(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : rootOf(stack.nestedStackParent);
}

/** Why findings are acknowledged, by the ids that users give with `Validations.of(x).acknowledge()`. */
export function acknowledgements(app: IConstruct): Map<string, string> {
  const entries = app.node.findAll().flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries<string>(data ?? {}));
  return new Map(entries);
}

/** Paths of constructs by the logical ids of their resources, of one stack. */
export function constructPathsOf(app: IConstruct, stackPath: string): Record<string, string> {
  const stack = app.node.findAll().find((construct) => construct.node.path === stackPath);
  if (!Stack.isStack(stack)) return {};
  const elements = stack.node.findAll().filter(CfnElement.isCfnElement).filter((element) => element.stack === stack);
  return Object.fromEntries(elements.map((element) => [stack.resolve(element.logicalId), element.node.path]));
}
