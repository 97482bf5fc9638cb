import { EXTERNAL_ID_PAGE } from './pages';
import type { DemandedId } from './trust-statements';
import { demandedIds, placeOf } from './trust-statements';
import { quote } from '../../../private/errors';
import { looseLimits } from '../../../private/external-ids';
import { EXTERNAL_ID_PARAMETER_MIN_LENGTH } from '../../../private/limits';
import { isQuick } from '../../../private/parameter-pattern';
import type { Template } from '../../../private/template/template';
import { admitsWildcards, isRead, mayBeEmpty, parametersBehind } from '../../parameters';
import type { Found, Level, Rule } from '../../rule';

export const externalIdParameter: Rule = {
  id: 'external-id-parameter',
  title: 'The parameter for an external ID lets in values that protect nobody.',
  why: 'Whoever deploys the template, or sends a link to it, says what the external ID is: a default or a list is shared by all customers, and a short value can be tried out.',
  fix: 'Give the parameter MinLength 16 and an AllowedPattern such as ^[\\w+=,.@:/-]+$, no Default, no AllowedValues and no NoEcho, and use it outside of Fn::If.',
  level: 'warning',
  page: EXTERNAL_ID_PAGE,
  find: (template) => {
    const demanded = demandedIds(template);
    const atPlace = new Map<string, DemandedId[]>();
    for (const one of demanded) atPlace.set(placeOf(one), (atPlace.get(placeOf(one)) ?? []).concat(one));
    const uses = demanded.flatMap((one) => parametersBehind(one.value, template).filter((name) => !isRead(name, template))
      .map((name): Use => ({ name, ...one })));
    return uses.flatMap((use) => [...problemsOf(use, template), ...alternatives(use, atPlace.get(placeOf(use))!, template)]
      .map(({ kind, which, level }): Found => ({
        at: { parameter: use.name },
        subject: kind,
        message: `the parameter ${quote(use.name)}, the external ID of ${quote(use.role.resource.logicalId)}, ${which}.`,
        level,
      })));
  },
};

interface Problem {
  readonly kind: string;
  /** As the end of "the parameter …, …". */
  readonly which: string;
  readonly level?: Level;
}

interface Use extends DemandedId {
  readonly name: string;
}

function problemsOf({ name, test }: Use, template: Template): Problem[] {
  const { declaration, type } = template.parameter(name)!;
  const problems = new Array<Problem>();
  const limits = looseLimits(declaration);
  // An empty default takes the condition away, which is a finding of its own.
  problems.push(...limits.filter(({ kind }) => (kind === 'Default' && declaration.Default !== '') || kind === 'AllowedValues'));
  if (isTrue(declaration.NoEcho)) problems.push({ kind: 'NoEcho', which: 'has NoEcho: an external ID is no secret, and a link to the template cannot fill in such a parameter' });
  if (type === 'Number' || limits.some(({ kind }) => kind === 'AllowedValues')) return problems;

  const { AllowedPattern: pattern, MinLength: least } = declaration;
  const isSure = !limits.some(({ kind }) => kind === 'AllowedPattern') || Number(least) > 0;
  if (!isSure && !mayBeEmpty(name, template)) {
    problems.push({ kind: 'limits', which: pattern === undefined ? 'has neither a MinLength nor an AllowedPattern, so it may be left empty or short' : 'has no pattern that is sure to refuse an empty value' });
  } else if (isSure && !(Number(least) >= EXTERNAL_ID_PARAMETER_MIN_LENGTH) && admitsShort(pattern)) {
    problems.push({ kind: 'MinLength', which: `admits less than ${EXTERNAL_ID_PARAMETER_MIN_LENGTH} characters, few enough to try values out`, level: 'info' });
  }
  if (/Like$/i.test(test.operator) && admitsWildcards(name, template)) {
    problems.push({ kind: 'wildcards', which: `is compared with ${test.operator} and admits '*', with which any external ID is right`, level: 'error' });
  }
  return problems;
}

/** What CloudFormation takes for true. */
function isTrue(value: any): boolean {
  return value === true || value === 'true';
}

/** Characters of which short values are made, to try a pattern with. */
const SAMPLES = ['a', 'A', '1', '-', '_'];

function admitsShort(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return true;
  // What a pattern may take forever to say, nobody tells.
  if (!isQuick(pattern)) return false;
  const lengths = Array.from({ length: EXTERNAL_ID_PARAMETER_MIN_LENGTH - 1 }, (_, index) => index + 1);
  try {
    const expression = new RegExp(`^(?:${pattern})$`);
    return SAMPLES.some((sample) => lengths.some((length) => expression.test(sample.repeat(length))));
  } catch {
    return true;
  }
}

/** What takes the parameter's place when the template is deployed in another way. */
function alternatives({ name, statement }: Use, here: readonly DemandedId[], template: Template): Problem[] {
  const isOther = (other: DemandedId) => other.statement.when !== statement.when && !parametersBehind(other.value, template).includes(name);
  return here.some(isOther)
    ? [{ kind: 'Fn::If', which: 'is the external ID in some deployments alone, as a condition of the template puts another value in its place' }]
    : [];
}
