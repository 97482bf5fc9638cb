import { OPERATORS_PAGE } from './pages';
import { quote } from '../../../private/errors';
import { isMultivalued } from '../../../private/multivalued-keys';
import { actionsCovered } from '../../../private/service-actions';
import type { Policy } from '../../../private/template/policies';
import type { Statement, Test } from '../../../private/template/statement';
import type { Found, Level, Rule } from '../../rule';
import { called, demandsKey, identityAllows, resourceAllows, subjectOf, testsOf, trustAllows, whenever } from '../../statements';

export const forAllValuesInAllow: Rule = {
  id: 'for-all-values-in-allow',
  title: 'A condition with ForAllValues is met by requests that lack its key.',
  why: 'ForAllValues holds where a request has no value of the key at all, so an Allow with it lets in whoever leaves the value out.',
  fix: 'Use the operator without ForAllValues for a key with one value; for a key with several, add Null with false for the same key.',
  level: 'error',
  page: OPERATORS_PAGE,
  find: (template) => [...trustAllows(template), ...identityAllows(template), ...resourceAllows(template)]
    .flatMap(({ policy, statement }) => statement.tests.filter(isForAll).flatMap((test) => findings(test, statement, policy))),
};

function isForAll({ quantifier }: Test): boolean {
  return /^ForAllValues$/i.test(quantifier ?? '');
}

function findings(test: Test, statement: Statement, policy: Policy): Found[] {
  const isSingle = isMultivalued(test.key) === false;
  if (!isSingle && (testsOf(statement, test.key).some(demandsKey) || isInEachRequest(test.key, statement))) return [];
  const what = isSingle ? 'a key with one value' : 'which is met where the request has none, as no Null with false asks for one';
  return [{
    at: policy.resource,
    subject: subjectOf(statement, test.key),
    message: `${called(statement)} tests ${quote(test.key)} with ForAllValues:${test.operator}, ${what}${whenever(statement)}.`,
    location: statement.location,
    level: isSingle ? 'error' : levelOf(test.key, policy),
  }];
}

/** Whether each request of a statement has a key: its actions write tags, or records of a zone, and do nothing else. */
function isInEachRequest(key: string, { actions = [] }: Statement): boolean {
  const isSent = isOfTags(key) ? writesTags : RECORD_KEYS.test(key) ? changesRecords : undefined;
  return isSent !== undefined && actions.length > 0 && actions.every((action) => typeof action === 'string' && isSent(action));
}

/**
 * What each change of records has, and a request has a change at least. CDK's `grantDelegation` tests two of them so, as AWS does.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
const RECORD_KEYS = /^route53:ChangeResourceRecordSets(NormalizedRecordNames|RecordTypes|Actions)$/i;

function changesRecords(action: string): boolean {
  return /^route53:ChangeResourceRecordSets$/i.test(action);
}

function writesTags(action: string): boolean {
  if (!WRITES_TAGS.has(action)) {
    const covered = actionsCovered(action);
    WRITES_TAGS.set(action, covered.length > 0 && covered.every(({ level }) => level === 'Tagging'));
  }
  return WRITES_TAGS.get(action)!;
}

/** Actions that have been looked up. */
const WRITES_TAGS = new Map<string, boolean>();

/** Which tags a request may write is often limited so where writing none is allowed too. */
function levelOf(key: string, { use }: Policy): Level {
  return isOfTags(key) && use !== 'trust' ? 'warning' : 'error';
}

function isOfTags(key: string): boolean {
  return /^aws:TagKeys$/i.test(key);
}
