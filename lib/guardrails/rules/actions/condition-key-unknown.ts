import { ACTION_FORM } from './covered-actions';
import { isClaim, isPartlyKnown, prefixOf, withoutKey } from './tested-keys';
import { CREDENTIAL_KEYS, GLOBAL_KEYS, isGlobalKey, isKey, OWN_TAG_KEYS, TAG_KEY_WITHOUT_TAG } from '../../../private/condition-keys';
import { quote } from '../../../private/errors';
import { nearestFew } from '../../../private/nearest';
import { oneOf } from '../../../private/service-actions';
import { dataSource, serviceOf } from '../../../private/service-authorization';
import type { Statement } from '../../../private/template/statement';
import type { Found, Rule } from '../../rule';
import { allStatements, called, subjectOf, whenever } from '../../statements';

/**
 * What the topics of SNS have in the policy that SNS gives them, though it is documented for no service.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
const LEGACY_KEYS = /^aws:SourceOwner$/i;

/** What is longer is like no name. */
const LONGEST_NAME = 100;

/** For so many unknown keys of a template the nearest names are looked for, which takes its time. */
const MOST_SUGGESTIONS = 50;

const NEAREST = 3;

export const conditionKeyUnknown: Rule = {
  id: 'condition-key-unknown',
  title: 'A condition tests a key that AWS does not have.',
  why: 'No request has a key that is misspelt: a Deny with it denies nothing, an Allow allows nothing or, if the test is a negated one, more than was meant.',
  fix: 'Write the key as the service authorization reference has it, of tags with the key of the tag behind a slash. If it is newer than the data that the message names, acknowledge the finding.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
  find: (template) => {
    const { updatedOn } = dataSource();
    const hints = new Map<string, string>();
    const hintFor = (key: string): string => {
      if (!hints.has(key)) hints.set(key, hints.size < MOST_SUGGESTIONS ? nearestTo(key) : '');
      return hints.get(key)!;
    };
    return allStatements(template).flatMap(({ policy, statement }) => {
      const unknown = statement.tests.filter(({ key }) => !isKnown(key, statement));
      return unknown.map((test): Found => ({
        at: policy.resource,
        subject: subjectOf(statement, test.key),
        message: `${called(statement)} tests the condition key ${quote(test.key)}, ${whatItIs(test.key)} (data of ${updatedOn}), so ${withoutKey(statement, test).consequence}${whenever(statement)}.${hintFor(test.key)}`,
        location: statement.location,
      }));
    });
  },
};

function isKnown(key: string, statement: Statement): boolean {
  if (isPartlyKnown(key) || CREDENTIAL_KEYS.test(key) || LEGACY_KEYS.test(key) || isClaim(key)) return true;
  if (TAG_KEY_WITHOUT_TAG.test(key)) return false;
  if (/^aws:/i.test(key)) return isGlobalKey(key) || OWN_TAG_KEYS.test(key);
  return servicesFor(key, statement).some((service) => serviceOf(service)?.conditionKeys.some(({ name }) => isKey(name, key)));
}

/** The services that may have a key: the one that it is named after, and those of the actions, as some have keys of others. */
function servicesFor(key: string, { actions = [], notActions = [] }: Statement): string[] {
  const named = [...actions, ...notActions].flatMap((text) => typeof text === 'string' ? ACTION_FORM.exec(text)?.[1] ?? [] : []);
  // What a SAML provider says is a key of the Security Token Service.
  return [...new Set([prefixOf(key), ...named, ...(/^saml:/i.test(key) ? ['sts'] : [])])];
}

function whatItIs(key: string): string {
  if (TAG_KEY_WITHOUT_TAG.test(key)) return 'which does not say of which tag it is';
  const prefix = prefixOf(key);
  if (prefix === '') return 'which has not the form of a key, service:Name';
  if (/^aws$/i.test(prefix)) return 'which is no global key';
  return serviceOf(prefix) === undefined && !/^saml$/i.test(prefix) ? 'and there is no service of the name' : 'which its service does not have';
}

function nearestTo(key: string): string {
  if (TAG_KEY_WITHOUT_TAG.test(key) || key.length > LONGEST_NAME) return '';
  const keys = /^aws:/i.test(key) ? GLOBAL_KEYS : serviceOf(prefixOf(key))?.conditionKeys.map(({ name }) => name) ?? [];
  const near = nearestFew(key, keys, NEAREST, Math.max(2, Math.floor(key.length / NEAREST))).map((name) => quote(name));
  return near.length === 0 ? '' : ` Nearest: ${oneOf(near)}.`;
}
