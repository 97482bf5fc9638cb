import type { GuardrailFinding, GuardrailRule } from './guardrail-rule';
import { GuardrailLevel } from './guardrail-rule';
import { sarifOf } from './sarif';

const LEVELS: readonly GuardrailLevel[] = [GuardrailLevel.FATAL, GuardrailLevel.ERROR, GuardrailLevel.WARNING, GuardrailLevel.INFO];

/** What the guardrails have found. */
export class GuardrailReport {
  /** @internal */
  public static _of(all: readonly GuardrailFinding[], rules: readonly GuardrailRule[]): GuardrailReport {
    return new GuardrailReport(all, rules);
  }

  /** What is to be mended, the worst first. */
  public readonly findings: GuardrailFinding[];

  /** What is acknowledged, with its reason. */
  public readonly acknowledged: GuardrailFinding[];

  private constructor(all: readonly GuardrailFinding[], private readonly rules: readonly GuardrailRule[]) {
    const byLevel = [...all].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
    this.findings = byLevel.filter((finding) => finding.acknowledgedBecause === undefined);
    this.acknowledged = byLevel.filter((finding) => finding.acknowledgedBecause !== undefined);
  }

  /** Whether there is nothing of the levels fatal and error that is not acknowledged. */
  public get passes(): boolean {
    return !this.findings.some(({ level }) => level === GuardrailLevel.FATAL || level === GuardrailLevel.ERROR);
  }

  /**
   * The findings of one level.
   *
   * @param level the level
   */
  public ofLevel(level: GuardrailLevel): GuardrailFinding[] {
    return this.findings.filter((finding) => finding.level === level);
  }

  /** The report for people: one paragraph for each finding, and a line that counts them. */
  public toText(): string {
    const paragraphs = this.findings.map(({ level, id, message, fix, page, constructPath, location }) => [
      `${level.toUpperCase()} ${id}`,
      `  ${message}`,
      ...constructPath !== undefined || location !== undefined ? [`  at   ${[constructPath, location].filter((part) => part !== undefined).join(' · ')}`] : [],
      `  fix  ${fix}`,
      `  see  ${page}`,
    ].join('\n'));
    const counts = LEVELS.map((level) => `${this.ofLevel(level).length} ${level}`).join(', ');
    const acknowledged = this.acknowledged.length === 0 ? '' : `, ${this.acknowledged.length} acknowledged`;
    return [...paragraphs, `${this.passes ? 'Passed' : 'Failed'}: ${counts}${acknowledged}.`].join('\n\n');
  }

  /**
   * The report as SARIF 2.1.0, in JSON, for GitHub code scanning and other tools; acknowledged findings are in it as suppressed.
   *
   * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
   */
  public toSarif(): string {
    return JSON.stringify(sarifOf([...this.findings, ...this.acknowledged], this.rules), undefined, 2);
  }
}
