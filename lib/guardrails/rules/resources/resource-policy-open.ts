import { limitsCallers, limitsSource, refusesOtherCallers, refusesOtherSources } from './callers';
import { KEY_TYPES } from './kms-any-account';
import { levelForEveryone } from './public-resources';
import { sendsSource } from './source-keys';
import { shown } from '../../../private/evaluation/text';
import type { Policy } from '../../../private/template/policies';
import type { Statement } from '../../../private/template/statement';
import type { Template } from '../../../private/template/template';
import { everyoneIn, servicesIn } from '../../principals';
import type { Found, Level, Rule } from '../../rule';
import type { Placed } from '../../statements';
import { called, named, resourceAllows, subjectOf, whenever } from '../../statements';

const LEVEL: Level = 'error';

export const resourcePolicyOpen: Rule = {
  id: 'resource-policy-open',
  title: 'The policy of a resource lets in everyone, or a service on behalf of everyone.',
  why: 'Nothing but the policy decides who of other accounts uses the resource; and a service acts for everybody who uses it, so that without its source a stranger reads or writes through it (confused deputy).',
  fix: 'Name the callers in Principal, or test aws:PrincipalOrgID; for a service test aws:SourceArn with ArnLike or aws:SourceAccount with StringEquals, as the page of the service says.',
  level: LEVEL,
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  find: (template) => resourceAllows(template)
    .flatMap((placed) => [...forEveryone(placed, template), ...forServices(placed, template)]),
};

function forEveryone({ policy, statement }: Placed, template: Template): Found[] {
  const everyone = everyoneIn(statement);
  if (everyone === undefined || KEY_TYPES.includes(policy.resource.type)) return [];
  if (limitsCallers(statement) || refusesOtherCallers(policy, statement)) return [];
  const level = levelForEveryone(policy, statement, template, LEVEL);
  if (level === undefined) return [];
  const isUnreadable = statement.unreadable !== undefined;
  return [{
    at: policy.resource,
    subject: subjectOf(statement),
    message: isUnreadable
      ? `${called(statement)} of the policy may let in everyone in the world for ${actionsOf(statement)}: its Principal is ${everyone}, and it has ${statement.unreadable}${whenever(statement)}.`
      : `${called(statement)} of the policy lets in everyone in the world for ${actionsOf(statement)}: its Principal is ${everyone}, and no condition names the callers${whenever(statement)}.`,
    location: statement.location,
    level: isUnreadable && level === LEVEL ? 'warning' : level,
  }];
}

function forServices({ policy, statement }: Placed, template: Template): Found[] {
  if (statement.principals?.Service === undefined) return [];
  if (limitsSource(statement) || isHarmless(statement) || isOwnLogs(statement) || refusesOtherSources(policy, statement)) return [];
  const of = serviceOf(policy);
  return servicesIn(statement).flatMap((service): Found[] => {
    const sends = sendsSource(service, of);
    if (sends === undefined) return [];
    const isDoubtful = sends === 'elsewhere' || statement.unreadable !== undefined;
    return [{
      at: policy.resource,
      subject: subjectOf(statement, service),
      message: `${called(statement)} of the policy ${isDoubtful ? 'may let' : 'lets'} '${service}' in on behalf of everybody for ${actionsOf(statement)}: it tests neither aws:SourceArn nor aws:SourceAccount, and AWS documents that the service sends them ${
        sends === 'here' ? 'here' : 'where it assumes a role'}${whenever(statement)}.`,
      location: statement.location,
      // A key is of use to those alone who get at what it has encrypted.
      level: isDoubtful || of === 'kms' ? 'info' : isForOwn(service, of, template) ? 'warning' : LEVEL,
    }];
  });
}

/** The service whose resource a policy is of: `s3` for `AWS::S3::BucketPolicy`. */
function serviceOf({ resource }: Policy): string {
  return resource.type.split('::')[1].toLowerCase();
}

/**
 * Whether a service comes for a resource of the template, by a statement that CDK writes so and no app can change: CloudTrail tells a topic where a
 * trail has written, and Lambda reads the image of a function. Strangers could do no more.
 */
function isForOwn(service: string, of: string, template: Template): boolean {
  switch (`${service} ${of}`) {
    case 'cloudtrail.amazonaws.com sns': return template.ofType('AWS::CloudTrail::Trail').some(({ properties }) => properties.SnsTopicName !== undefined);
    case 'lambda.amazonaws.com ecr': return template.ofType('AWS::Lambda::Function').some(({ properties }) => properties.Code?.ImageUri !== undefined);
    default: return false;
  }
}

function actionsOf({ actions, notActions }: Statement): string {
  if (actions !== undefined && actions.length > 0) return named(actions);
  return notActions === undefined ? 'nothing' : 'all but a few actions';
}

/** What a service that delivers asks first tells it nothing but whether it may. */
const HARMLESS = /^s3:(GetBucketAcl|GetBucketLocation|ListBucket)$/i;

function isHarmless({ actions }: Statement): boolean {
  return actions !== undefined && actions.every((action) => HARMLESS.test(shown(action)));
}

/**
 * Whether a service may write below the name of an account alone, into which it writes what it delivers for that account.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
function isOwnLogs({ actions, resources }: Statement): boolean {
  const objects = (resources ?? []).map(shown).filter((resource) => /^arn:.*:s3:::.*\//.test(resource) || !resource.startsWith('arn:'));
  return actions !== undefined && actions.every((action) => /^s3:PutObject(Acl)?$/i.test(shown(action)) || HARMLESS.test(shown(action)))
    && objects.length > 0 && objects.every((resource) => /\/AWSLogs\/(\d{12}|\$\{[^}]+\})\//.test(resource));
}
