import type { GuardrailFinding, GuardrailRule } from './guardrail-rule';
import { GuardrailLevel } from './guardrail-rule';

/** SARIF knows three levels that are reported. */
const SARIF_LEVELS: Readonly<Record<string, string>> = {
  [GuardrailLevel.FATAL]: 'error',
  [GuardrailLevel.ERROR]: 'error',
  [GuardrailLevel.WARNING]: 'warning',
  [GuardrailLevel.INFO]: 'note',
};

/** GitHub shows these as critical (over 9.0), high, medium and low. */
const SECURITY_SEVERITIES: Readonly<Record<string, string>> = {
  [GuardrailLevel.FATAL]: '9.5',
  [GuardrailLevel.ERROR]: '8.0',
  [GuardrailLevel.WARNING]: '5.0',
  [GuardrailLevel.INFO]: '2.0',
};

/** Findings as a log of SARIF 2.1.0. */
export function sarifOf(findings: readonly GuardrailFinding[], rules: readonly GuardrailRule[]): object {
  const places = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'KeylessGuardrails',
          informationUri: 'https://github.com/cdkkeylessroles/cdk-keyless-roles',
          rules: rules.map(sarifRule),
        },
      },
      results: findings.map((finding) => sarifResult(finding, places.get(finding.ruleId))),
    }],
  };
}

function sarifRule({ id, title, why, fix, level, page }: GuardrailRule): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title} ${why}` },
    help: { text: `${fix} ${page}`, markdown: `${fix}\n\n[What it rests on](${page})` },
    helpUri: page,
    defaultConfiguration: { level: SARIF_LEVELS[level] },
    properties: { 'tags': ['security', 'iam'], 'security-severity': SECURITY_SEVERITIES[level] },
  };
}

function sarifResult(finding: GuardrailFinding, ruleIndex: number | undefined): object {
  const { id, ruleId, level, message, fix, logicalId, location, constructPath, templateFile, line, acknowledgedBecause } = finding;
  const name = [logicalId, location].filter((part) => part !== undefined).join('/');
  return {
    ruleId,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: SARIF_LEVELS[level],
    // Brackets with a parenthesis behind them would be a link.
    message: { text: `${message} ${fix}`.replace(/\]\(/g, '] (') },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(templateFile ?? 'template') }, region: { startLine: line ?? 1 } },
      logicalLocations: [
        ...name === '' ? [] : [{ fullyQualifiedName: name, kind: 'resource' }],
        ...constructPath === undefined ? [] : [{ fullyQualifiedName: constructPath, kind: 'module' }],
      ],
    }],
    partialFingerprints: { 'findingId/v1': id },
    ...(acknowledgedBecause !== undefined && { suppressions: [{ kind: 'external', status: 'accepted', justification: acknowledgedBecause }] }),
  };
}

/** A path of a file as the relative reference that it is in a URI. */
function uriOf(file: string): string {
  return file.split(/[\\/]/).map(encodeURIComponent).join('/');
}
