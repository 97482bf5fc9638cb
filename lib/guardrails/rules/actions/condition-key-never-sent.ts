import { actionsOf, areAllKnown } from './covered-actions';
import { isClaim, isPartlyKnown, prefixOf, withoutKey } from './tested-keys';
import { CREDENTIAL_KEYS, isGlobalKey, isKey, keysOf, OWN_TAG_KEYS } from '../../../private/condition-keys';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import { dataSource, serviceOf } from '../../../private/service-authorization';
import type { Found, Rule } from '../../rule';
import { allStatements, called, named, subjectOf, whenever } from '../../statements';

/** What is authorized together with the assuming of a role, with the keys of that request. */
const SAME_REQUEST = /^sts:(TagSession|SetSourceIdentity|SetContext)$/i;

export const conditionKeyNeverSent: Rule = {
  id: 'condition-key-never-sent',
  title: 'A condition tests a key that no request for the statement\'s actions has.',
  why: 'What a request does not have meets no positive test and each negated one: an Allow allows nothing or everything, a Deny denies nothing or everything.',
  fix: 'Test a key that the service authorization reference lists for the action, or give the condition to a statement with the actions that have the key.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  find: (template) => {
    const { updatedOn } = dataSource();
    const keys = new KeysOfActions();
    return allStatements(template).flatMap(({ policy, statement }) => {
      if (statement.tests.length === 0 || statement.actions === undefined) return [];
      if (!areAllKnown(statement.actions) || statement.actions.some((text) => SAME_REQUEST.test(shown(text)))) return [];
      return statement.tests.filter(({ key }) => isOfActions(key) && !statement.actions!.some((text) => keys.has(key, text))).map((test): Found => {
        const { consequence, isOpen } = withoutKey(statement, test);
        return {
          at: policy.resource,
          subject: subjectOf(statement, test.key),
          message: `${called(statement)} tests the condition key ${quote(test.key)}, which AWS lists for none of its actions (${named(statement.actions!, 1)}; data of ${updatedOn}), so ${consequence}${whenever(statement)}.`,
          location: statement.location,
          level: isOpen ? 'warning' : 'info',
        };
      });
    });
  },
};

/** Whether a key is one that actions list: of a service that has it, or of tags. What nobody has is another rule's. */
function isOfActions(key: string): boolean {
  if (isPartlyKnown(key) || isClaim(key) || isGlobalKey(key) || CREDENTIAL_KEYS.test(key)) return false;
  return OWN_TAG_KEYS.test(key) || (serviceOf(prefixOf(key))?.conditionKeys.some(({ name }) => isKey(name, key)) ?? false);
}

/** Which keys the actions have that a text stands for; each is looked up once. */
class KeysOfActions {
  private readonly names = new Map<Text, readonly string[]>();
  private readonly found = new Map<string, boolean>();

  public has(key: string, text: Text): boolean {
    const question = `${key} ${shown(text)}`;
    const known = this.found.get(question);
    if (known !== undefined) return known;
    const names = this.names.get(text) ?? [...new Set((actionsOf(text) ?? []).flatMap(keysOf).map(({ name }) => name))];
    this.names.set(text, names);
    const isFound = names.some((name) => isKey(name, key));
    this.found.set(question, isFound);
    return isFound;
  }
}
