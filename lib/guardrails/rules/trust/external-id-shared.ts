import { EXTERNAL_ID_PAGE } from './pages';
import type { DemandedId } from './trust-statements';
import { demandedIds, isForServices, isPattern, placeOf } from './trust-statements';
import { list, quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown, unknownParts } from '../../../private/evaluation/text';
import { isOfOneCustomer } from '../../../private/external-ids';
import type { Template } from '../../../private/template/template';
import { judged } from '../../../private/template/trust-statement';
import { holdsVariable } from '../../../private/trust-policy';
import { isSettable } from '../../parameters';
import { accountsOf, isOwnAccount } from '../../principals';
import type { Found, Rule, Settings } from '../../rule';
import { called, whenever } from '../../statements';

export const externalIdShared: Rule = {
  id: 'external-id-shared',
  title: 'One external ID serves several customers or several third parties.',
  why: 'An external ID tells the customers of a third party apart: one that stands in a template is the same wherever the template is deployed, and one that two third parties know is known to the customers of neither alone.',
  fix: 'Take the external ID from a parameter without a default; of a template that is rendered for one customer, set the account of the stack. Give each third party an external ID of its own.',
  level: 'warning',
  page: EXTERNAL_ID_PAGE,
  find: (template, settings) => {
    const fixed = demandedIds(template).filter(({ statement, test, value }) =>
      !isForServices(statement) && isFixed(value) && !isPattern(test, value) && !holdsVariable(judged(value)));
    const isForOneAccount = template.deployment.account !== undefined;
    return [...sharedByThirdParties(fixed, template, settings), ...isForOneAccount ? [] : sharedByCustomers(fixed, template)];
  },
};

/** Whether a value is the same in every account, or one that others know. */
function isFixed(value: Text): boolean {
  const names = unknownParts(value).map(({ unknown }) => unknown);
  // Other accounts export and keep other values under the same name.
  return !isOfOneCustomer(names.map((name) => name.includes('AWS::StackId') ? 'AWS::StackId' : name), (name) => !name.startsWith('AWS::'));
}

/** As many others as a message names. */
const MOST_OTHERS = 3;

/** Of several accounts in one statement, one third party may be the owner. */
function sharedByThirdParties(fixed: readonly DemandedId[], template: Template, settings: Settings): Found[] {
  const byValue = new Map<string, Map<string, Set<string>>>();
  for (const demanded of fixed) {
    const places = byValue.get(shown(demanded.value)) ?? new Map<string, Set<string>>();
    places.set(placeOf(demanded), new Set([...places.get(placeOf(demanded)) ?? [], ...foreignAccounts(demanded, template, settings)]));
    byValue.set(shown(demanded.value), places);
  }
  const parties = new Map([...byValue].map(([value, places]) =>
    [value, [...new Map([...places.values()].map((accounts) => [[...accounts].sort().join(), accounts])).values()]]));
  return fixed.flatMap((demanded) => {
    const { role, statement, value } = demanded;
    const own = byValue.get(shown(value))!.get(placeOf(demanded))!;
    const others = own.size === 0 ? [] : foreignTo(own, parties.get(shown(value))!);
    return others.length === 0 ? [] : [{
      at: role.resource,
      subject: shown(value),
      message: `the external ID ${quote(shown(value))} of ${called(statement)} of the trust policy is that of several third parties: ${list([...own, ...others].sort())}${whenever(statement)}.`,
      location: statement.location,
    }];
  });
}

/** Accounts of parties that have none of the own ones. */
function foreignTo(own: ReadonlySet<string>, parties: readonly ReadonlySet<string>[]): string[] {
  const others = new Set<string>();
  for (const party of parties) {
    if (others.size >= MOST_OTHERS) break;
    if (![...party].some((account) => own.has(account))) [...party].forEach((account) => others.add(account));
  }
  return [...others].slice(0, MOST_OTHERS);
}

function foreignAccounts({ statement }: DemandedId, template: Template, settings: Settings): string[] {
  return accountsOf(statement).filter((account) => !isOwnAccount(account, template, settings));
}

/** A template with parameters is made to be deployed by several; one without may be rendered for one customer. */
function sharedByCustomers(fixed: readonly DemandedId[], template: Template): Found[] {
  const isForMany = template.parameters.some(({ name }) => isSettable(name, template) && !ASSET.test(name));
  return fixed.map(({ role, statement, value }) => ({
    at: role.resource,
    subject: shown(value),
    message: `the external ID ${quote(shown(value))} of ${called(statement)} of the trust policy is the same for all who deploy the template, or known to others${
      isForMany ? '' : ', unless it is rendered for one customer alone'}${whenever(statement)}.`,
    location: statement.location,
    ...(!isForMany && { level: 'info' as const }),
  }));
}

/** Parameters by which CDK once passed the places of assets. */
const ASSET = /^AssetParameters/;
