import { readFileSync, writeFileSync } from 'fs';
import { relative } from 'path';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RULES } from './catalogue';
import type { Judged, Levels } from './check';
import { check, inOneLine, judgeOne, RULE_FAILED, TEMPLATE_UNREADABLE } from './check';
import type { SynthesizedTemplate } from './cloud-assembly';
import { acknowledgements, constructPathsOf, synthesizedTemplates } from './cloud-assembly';
import { GuardrailReport } from './guardrail-report';
import type { GuardrailFinding, GuardrailRule, GuardrailLevel } from './guardrail-rule';
import type { GuardrailSettings } from './guardrail-settings';
import { readSettings } from './guardrail-settings';
import type { Rule, Settings } from './rule';
import { InvalidInputError, quote } from '../private/errors';
import { Template } from '../private/template/template';
import type { Deployment } from '../private/template/template';

/** Properties of `KeylessGuardrails`. */
export interface KeylessGuardrailsProps extends GuardrailSettings {
  /**
   * A file into which the report is written as SARIF 2.1.0, such as for GitHub code scanning.
   *
   * @default - none is written
   */
  readonly sarifFile?: string;
}

/** What is known of a template that is checked by itself. */
export interface CheckTemplateOptions extends GuardrailSettings {
  /**
   * The account that it is deployed in, twelve digits.
   *
   * @default - any account
   */
  readonly account?: string;

  /**
   * The region that it is deployed in, such as `eu-central-1`.
   *
   * @default - any region
   */
  readonly region?: string;

  /**
   * Values of the template's parameters.
   *
   * @default - they can have any value
   */
  readonly parameters?: { [name: string]: string };

  /**
   * The file of the template, which reports name.
   *
   * @default - reports name no file
   */
  readonly templateFile?: string;

  /**
   * Reasons by the ids of findings that are acknowledged. Findings of the level fatal cannot be.
   *
   * @default - none is
   */
  readonly acknowledged?: { [findingId: string]: string };
}

const PLUGIN = 'KeylessGuardrails';

/** A rule that could not be asked, and a template that could not be read, are findings as well. */
const ALL_RULES: readonly Rule[] = [...RULES, RULE_FAILED, TEMPLATE_UNREADABLE];

/**
 * Judges the templates of a CDK app when it is synthesized: who may assume the roles, what they may do, and what must never ship, such as
 * access keys. It reads what was synthesized, so it finds the same whatever has made it, this library or not.
 *
 * Findings of the levels fatal and error fail the synthesis. A single finding, but for a fatal one, is acknowledged with
 * `Validations.of(construct).acknowledge({ id: 'KeylessGuardrails::<id of the finding>', reason })`; the level of a rule is set with
 * `levels`.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html
 *
 * @example
 * Validations.of(app).addPlugins(new KeylessGuardrails({ ownAccounts: ['111111111111'] }));
 */
export class KeylessGuardrails implements IPolicyValidationPlugin {
  /**
   * Judges any CloudFormation template, whatever has made it. One that cannot be read is a finding, not an error.
   *
   * @param template an object, or JSON or YAML as text
   * @param options what is known of the template, and what is demanded
   */
  public static checkTemplate(template: any, options: CheckTemplateOptions = {}): GuardrailReport {
    const { settings, levels } = readSettings(options);
    const { templateFile, acknowledged = {}, account, region, parameters } = options;
    const text = typeof template === 'string' ? template : '';
    const judged = judge(template, { account, region, parameters }, '', settings, levels);
    const reasons = new Map(Object.entries(acknowledged));
    const lines = linesOf(text);
    const findings = judged.findings.map((one) => ({
      ...publicFinding(one, { lines, templateFile, constructPaths: judged.constructPaths }), ...reasonFor(one, one.id, reasons),
    }));
    return GuardrailReport._of(findings, KeylessGuardrails.rules());
  }

  /** The catalogue: all rules with what they find, why, and how to mend it. */
  public static rules(): GuardrailRule[] {
    return ALL_RULES.map(({ id, title, why, fix, level, page }) => ({ id, title, why, fix, page, level: level as GuardrailLevel }));
  }

  /** The name in reports of CDK, and what the ids of acknowledgements begin with. */
  public readonly name = PLUGIN;

  /** The ids of all rules. */
  public readonly ruleIds?: string[] = ALL_RULES.map(({ id }) => id);

  private readonly settings: Settings;
  private readonly levels: Levels;
  private readonly sarifFile?: string;

  constructor(props: KeylessGuardrailsProps = {}) {
    ({ settings: this.settings, levels: this.levels } = readSettings(props));
    this.sarifFile = props.sarifFile;
  }

  /**
   * Judges the templates; CDK calls it.
   *
   * @param context the templates
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const reasons = acknowledgements(context.appConstruct);
    const templates = synthesizedTemplates(context);
    // The accounts that an app deploys into are of one owner.
    const ownAccounts = [...this.settings.ownAccounts, ...templates.flatMap(({ account }) => account ?? [])];
    const all = templates.flatMap((template) => this.findingsIn(template, { ...this.settings, ownAccounts }, context.appConstruct, reasons));
    if (this.sarifFile !== undefined) {
      writeFileSync(this.sarifFile, GuardrailReport._of(all.map(({ finding }) => finding), KeylessGuardrails.rules()).toSarif());
    }
    return {
      // What is acknowledged fails nothing; CDK takes it out of the report.
      success: !all.some(({ finding: { level, acknowledgedBecause } }) => (level === 'fatal' || level === 'error') && acknowledgedBecause === undefined),
      violations: all.map(({ finding, template, isResource }) => violationOf(finding, template, isResource)),
    };
  }

  private findingsIn(template: SynthesizedTemplate, settings: Settings, app: IConstruct, reasons: ReadonlyMap<string, string>) {
    const { account, region, file, stackPath } = template;
    const text = readFileSync(file, 'utf-8');
    // A stack may have no resources, of which CDK then writes no section.
    const { findings } = judge({ Resources: {}, ...JSON.parse(text) }, { account, region }, stackPath, settings, this.levels);
    if (findings.length === 0) return [];
    const [constructPaths, lines] = [constructPathsOf(app, stackPath), linesOf(text)];
    const templateFile = relative(process.cwd(), file);
    return findings.map((one) => ({
      template,
      isResource: one.found.at !== 'template' && 'logicalId' in one.found.at,
      finding: { ...publicFinding(one, { lines, templateFile, constructPaths }), ...reasonFor(one, `${PLUGIN}::${one.id}`, reasons) },
    }));
  }
}

function violationOf(finding: GuardrailFinding, { stackPath, file }: SynthesizedTemplate, isResource: boolean): PolicyViolation {
  const { id, level, message, fix, page, logicalId, location, constructPath } = finding;
  const locations = location === undefined ? [] : [location];
  // CDK looks up the constructs of resources alone, and takes acknowledgements by the path of the construct.
  const resource = isResource && constructPath !== undefined
    ? { resourceLogicalId: logicalId, templatePath: file, locations }
    : { constructPath: constructPath ?? stackPath, locations };
  return { ruleName: id, description: message, fix: `${fix} See ${page}`, severity: level, violatingResources: [resource] };
}

interface Judgement {
  readonly findings: readonly Judged[];
  /** As the metadata of the template have them. */
  readonly constructPaths: Readonly<Record<string, string>>;
}

function judge(source: any, deployment: Deployment, stack: string, settings: Settings, levels: Levels): Judgement {
  try {
    const template = Template.read(source, deployment);
    const paths = template.resources.flatMap(({ logicalId, constructPath }) => constructPath === undefined ? [] : [[logicalId, constructPath]]);
    const findings = withDefaults(template, (one) => check(one, settings, levels, stack));
    return { findings: [...findings, ...ofStackSets(template, stack, settings, levels)], constructPaths: Object.fromEntries(paths) };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const found = { at: 'template' as const, message: error.message };
    return { findings: [judgeOne(TEMPLATE_UNREADABLE, found, undefined, stack)], constructPaths: {} };
  }
}

/** Findings in a template, and what fails besides if it is deployed with the defaults of its parameters. */
function withDefaults(template: Template, checked: (template: Template) => Judged[]): Judged[] {
  const { json, deployment, parameters } = template;
  const findings = checked(template);
  const given = deployment.parameters ?? {};
  const defaults = parameters.filter(({ name, type, declaration: { Default: preset } }) => ['string', 'number', 'boolean'].includes(typeof preset)
    && !Object.hasOwn(given, name) && !type.startsWith('AWS::SSM::Parameter::Value'));
  if (defaults.length === 0) return findings;
  const values = Object.fromEntries(defaults.map(({ name, declaration }) => [name, String(declaration.Default)]));
  const placeOf = ({ rule, logicalId, found }: Judged) => JSON.stringify([rule.id, logicalId, found.location]);
  const failing = findings.filter(isFailing);
  const ids = new Set(failing.map(({ id }) => id));
  // What is found of a parameter is found of its default under another id.
  const places = new Set(failing.filter(({ found }) => found.subject?.includes('${')).map(placeOf));
  const more = checked(Template.read(json, { ...deployment, parameters: { ...given, ...values } }))
    .filter((one) => isFailing(one) && !ids.has(one.id) && !places.has(placeOf(one)));
  const worse = new Set(more.map(({ id }) => id));
  return [
    ...findings.filter(({ id }) => !worse.has(id)),
    ...more.map((one) => ({ ...one, message: one.message.replace(/\.$/, ', with the defaults of the template\'s parameters.') })),
  ];
}

function isFailing({ level }: Judged): boolean {
  return level === 'fatal' || level === 'error';
}

/** Findings in the templates that stand in a template as the text of a stack set, at the stack set. */
function ofStackSets(template: Template, stack: string, settings: Settings, levels: Levels): Judged[] {
  return template.ofType('AWS::CloudFormation::StackSet').flatMap((at) => {
    const [body, ...others] = template.texts(at.properties.TemplateBody, at);
    if (typeof body !== 'string' || others.length > 0) return [];
    const inside = judge(body, {}, [stack, at.logicalId].filter((part) => part !== '').join('/'), settings, levels);
    return inside.findings.map(({ found, logicalId, message, ...one }): Judged => ({
      ...one,
      logicalId: at.logicalId,
      found: { ...found, at, location: 'Properties/TemplateBody' },
      message: `In its template, ${logicalId === undefined ? '' : `at ${quote(inOneLine(logicalId))}, `}${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    }));
  });
}

interface Source {
  /** The line of each entry; empty where the template was given as an object. */
  readonly lines: ReadonlyMap<string, number>;
  readonly templateFile?: string;
  readonly constructPaths: Readonly<Record<string, string>>;
}

function publicFinding({ id, rule, level, message, logicalId, found }: Judged, { lines, templateFile, constructPaths }: Source): GuardrailFinding {
  const constructPath = logicalId !== undefined && Object.hasOwn(constructPaths, logicalId) ? constructPaths[logicalId] : undefined;
  const line = logicalId === undefined ? undefined : lines.get(logicalId);
  return {
    id,
    ruleId: rule.id,
    level: level as GuardrailLevel,
    message,
    fix: rule.fix,
    page: rule.page,
    ...(logicalId !== undefined && { logicalId }),
    ...(found.location !== undefined && { location: inOneLine(found.location) }),
    ...(constructPath !== undefined && { constructPath: inOneLine(constructPath) }),
    ...(templateFile !== undefined && { templateFile }),
    ...(line !== undefined && { line }),
  };
}

/** The lines at which the entries of a text begin, by their names; of several of one name the first. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const name = /^[ \t]*(["']?)([^\s"':]+)\1[ \t]*:/.exec(line)?.[2];
    if (name !== undefined && !lines.has(name)) lines.set(name, index + 1);
  });
  return lines;
}

/** What is fatal cannot be acknowledged: CDK has it so as well. */
function reasonFor({ level }: Judged, id: string, reasons: ReadonlyMap<string, string>): Pick<GuardrailFinding, 'acknowledgedBecause'> {
  const reason = level === 'fatal' ? undefined : reasons.get(id);
  return reason === undefined || reason.trim() === '' ? {} : { acknowledgedBecause: reason };
}
