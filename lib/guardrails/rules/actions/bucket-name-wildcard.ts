import { actionsOf, isEveryAction } from './covered-actions';
import { limitingPolicies } from './limiting-policies';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import type { Found, Rule } from '../../rule';
import { called, identityAllows, isFor, pins, subjectOf, testsOf, whenever } from '../../statements';

/** Keys that say whose the bucket is. */
const OWNER_KEYS = /^(aws:ResourceAccount|aws:ResourceOrgID|aws:ResourceOrgPaths|s3:ResourceAccount)$/i;

/** A bucket, or objects of it. */
const BUCKET = /^arn:[^:]*:s3:::([^/:]*)/;

/** What writes into an object, or says who may read it; deleting and aborting send nothing away. */
const SENDS = /^(Put|Replicate|Initiate|Restore|Update|ObjectOwner)/;

export const bucketNameWildcard: Rule = {
  id: 'bucket-name-wildcard',
  title: 'A policy allows writing into every bucket whose name fits a pattern.',
  why: 'Names of buckets are the world\'s, and free to register: whoever makes a bucket whose name fits gets what is written into it.',
  fix: 'Name the bucket, or add the condition StringEquals aws:ResourceAccount with the account that owns the buckets.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  find: (template) => {
    const fenced = fencedPolicies(template);
    const limiting = limitingPolicies(template);
    return identityAllows(template)
      .filter(({ policy, statement }) => !pins(statement, OWNER_KEYS) && !fenced.has(policy) && limiting.get(policy) !== 'boundary' && isWriting(statement))
      .flatMap(({ policy, statement }) => (statement.resources ?? []).filter(isOpenName).map((resource): Found => ({
        at: policy.resource,
        subject: subjectOf(statement, shown(resource)),
        message: `${called(statement)} allows writing into ${quote(shown(resource))}, also into buckets of other accounts whose names fit${whenever(statement)}.`,
        location: statement.location,
        ...(limiting.has(policy) && { level: 'info' }),
      })));
  },
};

function isWriting({ actions, notActions }: Statement): boolean {
  if (notActions !== undefined) return isFor({ notActions } as Statement, 's3:PutObject');
  return (actions ?? []).some((text) => isEveryAction(text) || (actionsOf(text) ?? [])
    .some(({ service, name, level, targets }) => service === 's3' && level !== 'Read' && level !== 'List' && SENDS.test(name)
      && targets.some(({ kind }) => kind.name === 'object')));
}

/** Whether the name of the bucket has a wildcard, and nothing in it that no stranger can have: the id of an account. */
function isOpenName(resource: Text): boolean {
  const name = BUCKET.exec(withoutSigns(resource))?.[1];
  return name !== undefined && /[*?]/.test(name) && !/(?<!\d)\d{12}(?!\d)/.test(name);
}

/** A text in which what is known later, and each variable of IAM, has no sign that has a meaning in an ARN. */
function withoutSigns(text: Text): string {
  const parts = typeof text === 'string' ? [text] : text.parts.map((part) => typeof part === 'string' ? part : `\${${part.unknown}}`);
  return parts.join('').replace(/\$\{([^}]*)\}/g, (_, name) => /^(AWS::AccountId|aws:(Principal|Resource)Account)$/i.test(name) ? AN_ACCOUNT : 'x');
}

const AN_ACCOUNT = '000000000000';

/** Policies beside which each identity that has them has a Deny for buckets of others. */
function fencedPolicies(template: Template): ReadonlySet<Policy> {
  const fenced = new Set<Policy>();
  const open = new Set<Policy>();
  for (const { policies } of template.identities) {
    const isFenced = policies.some(({ statements }) => statements.some(isFence));
    policies.forEach((policy) => (isFenced ? fenced : open).add(policy));
  }
  // A policy that is attached to nobody here has its own statements alone.
  template.identityPolicies.filter((policy) => policy.statements.some(isFence)).forEach((policy) => fenced.add(policy));
  return new Set([...fenced].filter((policy) => !open.has(policy)));
}

function isFence(statement: Statement): boolean {
  const tests = testsOf(statement, OWNER_KEYS);
  return statement.effect === 'Deny' && tests.length > 0 && tests.length === statement.tests.length && tests.every(({ operator }) => /Not/i.test(operator))
    && isFor(statement, 's3:PutObject') && (statement.resources ?? []).some((resource) => /^(\*|arn:[^:]*:s3:::\*(\/\*)?)$/.test(shown(resource)));
}
