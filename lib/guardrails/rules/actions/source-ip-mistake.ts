import { quote } from '../../../private/errors';
import { liesIn } from '../../../private/evaluation/addresses';
import type { Resource } from '../../../private/template/policies';
import type { Statement, Test } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';
import { allStatements, called, isNegated, isNull, subjectOf, testsOf, whenever } from '../../statements';

/**
 * Ranges that no request comes from which reaches AWS over the internet; over an endpoint of a VPC it has aws:VpcSourceIp instead.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
 */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128'];

/** Keys by which a statement spares requests from networks of its own, or of AWS. */
const EXEMPTIONS = /^aws:(ViaAWSService|CalledVia\w*|PrincipalIsAWSService|SourceVpc|SourceVpcArn|SourceVpce|VpcSourceIp|Vpce\w+)$/i;

export const sourceIpMistake: Rule = {
  id: 'source-ip-mistake',
  title: 'A condition on the address of the caller does not do what it says.',
  why: 'What aws:SourceIp has is a public address, and a request over an endpoint of a VPC has none: a private range is never met, a range of everything limits nothing, and NotIpAddress denies what comes over an endpoint.',
  fix: 'Write public ranges. For own networks test aws:VpcSourceIp and aws:SourceVpc. In a Deny, leave out what a service does for the caller (aws:ViaAWSService) and what comes from own networks (aws:SourceVpc).',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip',
  find: (template) => allStatements(template).flatMap(({ policy, statement }) => {
    const mistakes = mistakesIn(statement, () => isNeverPrivate(policy.resource, template));
    return mistakes.map((mistake): Found => ({
      at: policy.resource,
      subject: subjectOf(statement, mistake.subject),
      message: `${called(statement)} ${mistake.message}${whenever(statement)}.`,
      location: statement.location,
    }));
  }),
};

interface Mistake {
  readonly subject: string;
  readonly message: string;
}

/**
 * Whether a resource is reached over the internet alone: an API that is not private, as AWS denies addresses to it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
 */
function isNeverPrivate({ type, properties }: Resource, template: Template): boolean {
  const isPublic = (kind: any) => kind === 'EDGE' || kind === 'REGIONAL';
  return type === 'AWS::ApiGateway::RestApi'
    && template.all(properties.EndpointConfiguration).every((endpoint) => Array.isArray(endpoint?.Types) && endpoint.Types.every(isPublic));
}

function mistakesIn(statement: Statement, hasAlwaysAddress: () => boolean): Mistake[] {
  const tests = testsOf(statement, 'aws:SourceIp').filter(({ operator }) => /^(Not)?IpAddress$/i.test(operator));
  const inRanges = tests.flatMap((test) => test.values.flatMap((range) => typeof range === 'string' ? mistakeOf(range, test) ?? [] : []));
  const isUnsparing = statement.effect === 'Deny' && tests.some(isNegated) && !isSparing(statement) && !hasAlwaysAddress();
  return isUnsparing ? [...inRanges, {
    subject: 'NotIpAddress',
    message: 'denies by NotIpAddress of \'aws:SourceIp\' what comes over an endpoint of a VPC, and what a service of AWS does for the caller where it has another address',
  }] : inRanges;
}

function mistakeOf(range: string, test: Test): Mistake | undefined {
  const [address, length] = range.split('/');
  if (/^0+$/.test(length ?? '')) {
    return { subject: range, message: `tests 'aws:SourceIp' with ${quote(range)}, which is every address, so ${isNegated(test) ? 'it is never met' : 'it limits nothing'}` };
  }
  if (!PRIVATE.some((one) => liesIn(address, one) && isNoWider(range, one))) return undefined;
  return { subject: range, message: `tests 'aws:SourceIp' with ${quote(range)}, which is a private range, and no request has an address of it there` };
}

function isNoWider(range: string, than: string): boolean {
  const lengthOf = (text: string) => Number(text.split('/')[1] ?? Infinity);
  return lengthOf(range) >= lengthOf(than);
}

/** Whether the statement spares requests that have no address, or another one: by a key of networks, or by asking for the address to be there. */
function isSparing(statement: Statement): boolean {
  return testsOf(statement, EXEMPTIONS).length > 0
    || testsOf(statement, 'aws:SourceIp').some((test) => isNull(test) && test.values.some((value) => value === 'false'));
}
