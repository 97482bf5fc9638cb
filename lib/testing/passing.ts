import { ACCOUNT_SEGMENT, RESOURCE_SEGMENT, SERVICE_SEGMENT, segmentsOf } from './arns';
import type { Verdict } from './ask';
import { answerOf } from './ask';
import type { DeployedRole, DeployedTemplate } from './deployment';
import { unknownKeys } from './request';
import { actionsOfService, namesOfService, sourcesOf, tagKeysOf } from './services';
import { valuesIn } from '../private/evaluation/conditions';
import type { KeyValues } from '../private/evaluation/context';
import type { Answer } from '../private/evaluation/evaluate';
import { valueOf } from '../private/evaluation/patterns';
import { areSame } from '../private/evaluation/principals';
import type { Text } from '../private/evaluation/text';
import { isText, isUnknown, joined } from '../private/evaluation/text';
import { withoutRegion } from '../private/service-principals';
import type { ServiceTrust } from '../private/service-trust';
import { SERVICE_TRUST } from '../private/service-trust';

/** Keys that a service fills in when it asks for a role. */
const OF_SERVICE = /^(aws:Source(Arn|OrgID|OrgPaths)|sts:RoleSessionName)$/i;

/** Keys of tags, and of what comes with them, that services fill in which give their sessions some. */
const OF_TAGS = /^(aws:RequestTag\/(?<tag>.+)|aws:TagKeys|aws:PrincipalTag\/x509.+|sts:(SourceIdentity|TransitiveTagKeys))$/i;

const POSITIVE = /^(?:(ForAllValues|ForAnyValue):)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)(?:IfExists)?$/;

type Keys = Readonly<Record<string, KeyValues>>;

/** A service that asks for a role, and what is known of what it sends. */
interface Asking {
  readonly account: Text;
  readonly service: string;
  /** What AWS documents of it; undefined for a service that is not known to us. */
  readonly documented?: ServiceTrust;
  /** The keys of the tags that it gives its sessions: none, these, or any. */
  readonly tagKeys: readonly string[] | 'any';
}

/**
 * Whether a service can use a role for some resource of the role's account: the best answer for requests as the statements of the trust
 * want them.
 */
export function passingVerdict(role: DeployedRole, service: string, wanted: Answer, deployed: DeployedTemplate): Verdict {
  const asking = { account: role.account, service, documented: SERVICE_TRUST[withoutRegion(service)], tagKeys: tagKeysOf(service) };
  const all = [...requests(role, asking, deployed), ...wanted === 'deny' ? anyRequests(asking, deployed) : []];
  const verdicts = all.map((keys) => answerOf({
    sources: { trust: [role.trust] },
    request: {
      principal: { Service: namesOfService(service, role.trust.json) },
      actions: actionsOfService(service),
      resource: role.arn,
      otherKeys: wanted === 'deny' ? 'unknown' : 'absent',
      context: {
        ...unknownKeys('any'),
        'aws:PrincipalServiceName': service,
        'aws:SecureTransport': 'true',
        'sts:RoleSessionName': { parts: [{ unknown: 'the name of the session' }] },
        ...keys,
        'aws:SourceAccount': role.account,
        'aws:ResourceAccount': role.account,
        ...undocumented(asking),
      },
    },
  }, deployed));
  return verdicts.find(({ answer }) => answer === 'allow') ?? verdicts.find(({ answer }) => answer === 'cannot tell') ?? verdicts[0];
}

/** What AWS says of a service without a word of these keys, which a role that tests them then never gets, or does. */
function undocumented({ documented }: Asking): Keys {
  const keys = documented === undefined ? [] : [
    ...documented.sourceAccount === true ? [] : ['aws:SourceAccount'], ...documented.sourceArn === undefined ? ['aws:SourceArn'] : [],
  ];
  return Object.fromEntries(keys.map((key) => [key, { unknown: key }]));
}

/** Requests of which no more is known than for whose resource they are, for what no request at all may be let in by. */
function anyRequests({ account }: Asking, deployed: DeployedTemplate): Keys[] {
  return [...sourcesOf(account, deployed), []].map((source) => ({ 'aws:SourceArn': source }));
}

/** The condition keys of requests that meet the statements of a trust, as far as the service fills them in. */
function requests({ trust }: DeployedRole, asking: Asking, deployed: DeployedTemplate): Keys[] {
  const statements: any[] = isUnknown(trust.json) ? [] : [trust.json.Statement].flat();
  const all = statements.filter((statement) => statement?.Effect === 'Allow').map((statement) => wantedKeys(statement, asking));
  const found = all.flatMap((own, index) => own.map((keys): Keys => {
    // What another statement wants is there too, such as the one for the tags of the session.
    const others = all.filter((_, other) => other !== index).map(([first]) => first ?? {});
    return Object.assign({}, ...others.reverse(), keys);
  }));
  // A Deny can want a source too.
  const sources = [...sourcesIn(statements, asking), deployed.text({ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'x', 'x', asking.account, 'x']] })];
  return (found.length === 0 ? [{}] : found).flatMap((keys): Keys[] => 'aws:SourceArn' in keys ? [keys] : sources.map((source) => ({ ...keys, 'aws:SourceArn': source })))
    .flatMap((keys) => withTagKeys(keys, asking));
}

/** A service that gives its sessions tags of known keys gives all of them, for all sessions to come, or where that is switched off none. */
function withTagKeys(keys: Keys, { tagKeys }: Asking): Keys[] {
  if (tagKeys === 'any' || tagKeys.length === 0) return [keys];
  const untagged = Object.fromEntries(Object.entries(keys).filter(([key]) => !OF_TAGS.test(key)));
  return [{ ...keys, 'aws:TagKeys': tagKeys, 'sts:TransitiveTagKeys': tagKeys }, untagged];
}

/** The keys that a statement wants, once for each ARN of a source that is of the account; none where there is no such ARN. */
function wantedKeys(statement: any, asking: Asking): Record<string, KeyValues>[] {
  return testsIn(statement).reduce<Record<string, KeyValues>[]>((found, { operator, key, texts }) => {
    const [matched, quantifier] = POSITIVE.exec(operator) ?? [];
    if (matched === undefined || !fillsIn(key, asking)) return found;
    const isSource = /^aws:SourceArn$/i.test(key);
    const examples = /Like/.test(operator) || /Arn/.test(operator) ? texts.map((text) => anExample(text, asking)) : texts;
    const values = isSource ? examples.filter((text) => isOfAccount(text, asking)).map((text) => ifSent(text, asking)) : examples;
    const each: readonly KeyValues[] = quantifier === undefined ? values : [examples];
    return found.flatMap((keys) => each.map((value) => ({ ...keys, [isSource ? 'aws:SourceArn' : key]: value })));
  }, [{}]);
}

function fillsIn(key: string, { tagKeys }: Asking): boolean {
  const tag = OF_TAGS.exec(key)?.groups?.tag;
  return OF_SERVICE.test(key) || (tagKeys === 'any' ? OF_TAGS.test(key) : tag !== undefined && tagKeys.includes(tag));
}

/** The ARNs of sources of the account that are in any test. */
function sourcesIn(statements: readonly any[], asking: Asking): KeyValues[] {
  return statements.flatMap(testsIn).filter(({ key }) => /^aws:SourceArn$/i.test(key)).flatMap(({ texts }) => texts)
    .map((text) => anExample(text, asking)).filter((text) => isOfAccount(text, asking)).map((text) => ifSent(text, asking));
}

/** The ARN of a source, if the service can send it: AWS says of what service those are that some send. */
function ifSent(arn: Text, { documented }: Asking): KeyValues {
  const service = documented?.sourceArn?.split(':')[0];
  const isOther = service !== undefined && areSame(valueOf(joined(segmentsOf(arn)[SERVICE_SEGMENT] ?? [])), service) === false;
  return isOther ? { unknown: 'aws:SourceArn' } : arn;
}

interface WrittenTest {
  readonly operator: string;
  readonly key: string;
  readonly texts: readonly Text[];
}

function testsIn(statement: any): WrittenTest[] {
  const block = isPlain(statement?.Condition) ? statement.Condition : {};
  return Object.keys(block).filter((operator) => isPlain(block[operator])).flatMap((operator) => Object.keys(block[operator]).map((key) => ({
    operator, key, texts: valuesIn(block[operator][key]).filter(isText),
  })));
}

/** A text that a pattern matches. */
function anExample(pattern: Text, { account, documented }: Asking): Text {
  const segments = segmentsOf(pattern);
  const known: Record<number, Text | undefined> = { [SERVICE_SEGMENT]: documented?.sourceArn?.split(':')[0], [ACCOUNT_SEGMENT]: account };
  const pieces = segments.flatMap((segment, index) => {
    const own = segments.length > RESOURCE_SEGMENT && segment.some((piece) => typeof piece === 'string' && /[*?]/.test(piece)) ? known[index] : undefined;
    return [...index === 0 ? [] : [':'], ...own === undefined ? segment : typeof own === 'string' ? [own] : own.parts];
  });
  return joined(pieces.map((piece) => typeof piece === 'string' ? piece.replace(/[*?]/g, 'x') : piece));
}

/** Whether an ARN may be of the account, or has none. */
function isOfAccount(arn: Text, { account }: Asking): boolean {
  const segments = segmentsOf(arn);
  const own = segments.length > RESOURCE_SEGMENT ? joined(segments[ACCOUNT_SEGMENT]) : '';
  return own === '' || areSame(valueOf(own), valueOf(account)) !== false;
}

function isPlain(value: any): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value) && !isText(value);
}
