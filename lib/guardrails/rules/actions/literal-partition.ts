import { quote } from '../../../private/errors';
import { isIntrinsic } from '../../../private/intrinsics';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';

/** An ARN whose partition is written down. One with an account or a region is of what is there, and nowhere else. */
const LITERAL = /\barn:aws[a-z-]*:(?![a-z0-9-]*:([a-z]{2,4}-[a-z-]+-\d+:|[^:\s"'\\,]*:\d{12}(?!\d)))[^\s"'\\,]*/;

/** Deeper than CloudFormation lets anything be. */
const MOST_LEVELS = 100;

export const literalPartition: Rule = {
  id: 'literal-partition',
  title: 'A template for any region names a partition.',
  why: 'In China, GovCloud and the sovereign regions ARNs begin in another way: what is written for arn:aws: names nothing there, and a Deny for it denies nothing.',
  fix: 'Write arn:${AWS::Partition}: in place of it, Aws.PARTITION in CDK, or give the stack a region.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html',
  find: (template) => {
    const { region, partition } = template.deployment;
    if (region !== undefined || partition !== undefined) return [];
    const search = new LiteralArns(template);
    return template.resources.flatMap((resource): Found[] => {
      const arns = search.in(resource.properties);
      if (arns.length === 0) return [];
      const others = arns.length - 1;
      return [{
        at: resource,
        message: `It has the ARN ${quote(arns[0])}${others === 0 ? '' : ` and ${others} more`}, which is for one partition alone, in a template that may be deployed in any.`,
      }];
    });
  },
};

/** Finds ARNs in what stands in a template, save where a condition chooses by partition or region. */
class LiteralArns {
  private readonly choosing = new Map<string, boolean>();

  constructor(private readonly template: Template) {}

  public in(value: any, level = 0): string[] {
    if (typeof value === 'string') return LITERAL.exec(value)?.slice(0, 1) ?? [];
    if (typeof value !== 'object' || value === null || level > MOST_LEVELS) return [];
    const condition = isIntrinsic(value) && Array.isArray(value['Fn::If']) ? value['Fn::If'][0] : undefined;
    if (typeof condition === 'string' && this.isByPartition(condition)) return [];
    return Object.values(value).flatMap((item) => this.in(item, level + 1));
  }

  private isByPartition(condition: string): boolean {
    const known = this.choosing.get(condition);
    if (known !== undefined) return known;
    // A condition that leads to itself chooses by nothing.
    this.choosing.set(condition, false);
    const found = this.names(this.template.json.Conditions?.[condition], 0);
    this.choosing.set(condition, found);
    return found;
  }

  private names(expression: any, level: number): boolean {
    if (typeof expression === 'string') return /AWS::(Partition|Region|URLSuffix)/.test(expression);
    if (typeof expression !== 'object' || expression === null || level > MOST_LEVELS) return false;
    if (typeof expression.Condition === 'string') return this.isByPartition(expression.Condition);
    return Object.values(expression).some((item) => this.names(item, level + 1));
  }
}
