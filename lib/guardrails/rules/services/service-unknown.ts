import { list, quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { everywhere, isKnownService, servicesLike } from '../../../private/service-principals';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';
import { allStatements, testsOf } from '../../statements';

export const serviceUnknown: Rule = {
  id: 'service-unknown',
  title: 'A policy names a service principal that is not known.',
  why: 'IAM refuses a trust with a principal that does not exist, and a condition on a service that is misspelt is never met, or refuses nothing.',
  fix: 'Write the principal of the service as its documentation has it, such as lambda.amazonaws.com.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
  find: (template) => named(template).flatMap(({ at, service, where, location }): Found[] => {
    const problem = problemOf(service);
    return problem === undefined ? [] : [{
      at,
      subject: shown(service),
      message: `${where} names the service ${quote(shown(service))}, ${problem.text}.`,
      location,
      ...(problem.isDoubtful && { level: 'info' as const }),
    }];
  }),
};

interface Named {
  readonly at: Resource;
  readonly service: Text;
  readonly where: string;
  readonly location?: string;
}

/** All places in which a template names services. */
function named(template: Template): Named[] {
  const inStatements = allStatements(template).flatMap(({ policy: { resource }, statement }) => {
    const { principals, notPrincipals, location } = statement;
    const passed = testsOf(statement, 'iam:PassedToService').filter(({ operator }) => /^String(Not)?Equals/i.test(operator)).flatMap(({ values }) => values);
    return [
      ...[principals?.Service, notPrincipals?.Service].flatMap((services = []) => services)
        .map((service): Named => ({ at: resource, service, where: 'a Principal', location })),
      ...passed.map((service): Named => ({ at: resource, service, where: 'a condition on iam:PassedToService', location })),
    ];
  });
  const ofFunctions = template.ofType('AWS::Lambda::Permission').flatMap((at) => template.texts(at.properties.Principal)
    .filter((principal) => /\.amazonaws\.com|\.\$\{AWS::URLSuffix\}$/.test(shown(principal)))
    .map((service): Named => ({ at, service, where: 'the permission', location: 'Properties/Principal' })));
  return [...inStatements, ...ofFunctions];
}

function problemOf(written: Text): { text: string; isDoubtful: boolean } | undefined {
  const text = shown(written);
  // Services of other partitions and of amazon.com have names of other forms, and a pattern is no name.
  const isOther = !/amazonaws/i.test(text) && text.includes('.');
  if (everywhere(text) === undefined && (typeof written !== 'string' || isOther || /[*?]/.test(text))) return undefined;
  const service = everywhere(text) ?? `${text.toLowerCase().replace(/\.?amazonaws.*$/, '')}.amazonaws.com`;
  const isWellFormed = everywhere(text) !== undefined;
  if (isKnownService(service)) return isWellFormed ? undefined : { text: `whose principal is '${service}'`, isDoubtful: false };
  const near = servicesLike(service).map((name) => quote(name));
  if (near.length > 0) return { text: `which is not known: the nearest known ${near.length === 1 ? 'is' : 'are'} ${list(near)}`, isDoubtful: false };
  return { text: isWellFormed ? 'which is not among those known to this library' : 'which is not of the form of a service principal', isDoubtful: isWellFormed };
}
