import { namesSource, waysOf } from './common';
import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { isText, shown } from '../../../private/evaluation/text';
import type { Template } from '../../../private/template/template';
import { serviceOfPrincipal } from '../../principals';
import type { Found, Level, Rule } from '../../rule';

export const lambdaPermissionOpen: Rule = {
  id: 'lambda-permission-open',
  title: 'Anybody, or a service on behalf of anybody, may use a Lambda function or layer.',
  why: 'A service acts for everybody who uses it: without the source, resources of other accounts invoke the function; a bucket name is free for others once the bucket is deleted; a public URL is called by everybody who finds it; and the code in a public layer is read by every account.',
  fix: 'Set SourceArn, for S3 SourceAccount too, or PrincipalOrgID; give a function URL the AuthType AWS_IAM and name the callers; give a permission for a layer the account or the OrganizationId.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  find: (template) => {
    const permissions = template.ofType('AWS::Lambda::Permission');
    const own = permissions.length === 0 ? NOTHING : ownSources(template);
    return [...permissions.flatMap((at) => waysOf(template, at.properties).flatMap(({ value, when }): Found[] => {
      const problem = isText(value?.Principal) ? problemOf(value.Principal, value, own) : undefined;
      return problem === undefined ? [] : [{
        at,
        subject: shown(value.Principal),
        message: `the permission lets in ${problem.text}${when}.`,
        location: 'Properties/Principal',
        level: problem.level,
      }];
    })), ...publicLayers(template)];
  },
};

/**
 * Layers for everyone: some are meant to be so, as those that vendors publish, and what others get is the code in them, no right in the account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-layer-cross-account.html
 */
function publicLayers(template: Template): Found[] {
  return template.ofType('AWS::Lambda::LayerVersionPermission').flatMap((at) => waysOf(template, at.properties).flatMap(({ value, when }): Found[] => {
    if (value?.Principal !== '*' || (value.OrganizationId ?? '') !== '') return [];
    return [{
      at,
      subject: '*',
      message: `the permission lets in every AWS account in the world to read and use the layer, as it names no organization${when}.`,
      location: 'Properties/Principal',
      level: 'warning',
    }];
  }));
}

/** What the template makes that invokes functions. */
interface OwnSources {
  /** The ARNs of its buckets. */
  readonly buckets: ReadonlySet<string>;
  /** The functions that rotate its secrets, as its schedules name them. */
  readonly rotations: ReadonlySet<string>;
  /** The functions that check its configurations of AppConfig, or are told of them. */
  readonly configurations: ReadonlySet<string>;
}

const NOTHING: OwnSources = { buckets: new Set(), rotations: new Set(), configurations: new Set() };

function ownSources(template: Template): OwnSources {
  const buckets = template.ofType('AWS::S3::Bucket').flatMap(({ logicalId }) => template.texts({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
  const rotations = template.ofType('AWS::SecretsManager::RotationSchedule').flatMap(({ properties }) => template.texts(properties.RotationLambdaARN));
  const configurations = [
    ...template.ofType('AWS::AppConfig::ConfigurationProfile').flatMap(({ properties }) => textsIn(template.all(properties.Validators))),
    ...template.ofType('AWS::AppConfig::Extension').flatMap(({ properties }) => textsIn(template.all(properties.Actions))),
  ];
  const [ofBuckets, ofRotations, ofConfigurations] = [buckets, rotations, configurations].map((texts) => new Set(texts.map(shown)));
  return { buckets: ofBuckets, rotations: ofRotations, configurations: ofConfigurations };
}

/** All texts in a value without functions. */
function textsIn(value: any): Text[] {
  if (isText(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

interface Problem {
  readonly text: string;
  readonly level?: Level;
}

/** Amazon's own callers that are no service of AWS. @see https://developer.amazon.com/en-US/docs/alexa/custom-skills/host-a-custom-skill-as-an-aws-lambda-function.html */
const ALEXA = /^alexa-(appkit|connectedhome)\.amazon\.com$/;

function problemOf(principal: Text, permission: any, own: OwnSources): Problem | undefined {
  const has = (property: string) => permission[property] !== undefined && permission[property] !== '';
  if (has('SourceAccount') || has('PrincipalOrgID') || has('EventSourceToken')) return undefined;
  const arn: Text | undefined = isText(permission.SourceArn) && has('SourceArn') ? permission.SourceArn : undefined;
  if (principal === '*') return arn !== undefined && namesSource(arn) ? undefined : problemOfEveryone(permission);
  const service = ALEXA.test(shown(principal)) ? shown(principal) : serviceOfPrincipal(principal);
  if (service === undefined) return undefined;
  if (arn === undefined) {
    // What is no text is not known: a list, or a function that nobody can look into.
    const lacks = has('SourceArn') ? 'what it says of SourceArn cannot be looked into' : 'it has none of SourceArn, SourceAccount, PrincipalOrgID and EventSourceToken';
    const level = has('SourceArn') ? 'info' : isUsual(service, permission, own) ? 'warning' : undefined;
    return { text: `${quote(service)} for anybody's resource: ${lacks}`, level };
  }
  if (!namesSource(arn)) return { text: `${quote(service)} for anybody's resource: its SourceArn is ${quote(shown(arn))}` };
  if (service !== 's3.amazonaws.com' || /^arn:.*:s3:[^:]*:[^:]+:/.test(shown(arn))) return undefined;
  return {
    text: `'s3.amazonaws.com' for ${quote(shown(arn))} without SourceAccount, and whoever takes the name of the bucket once it is deleted is let in too`,
    // As long as the stack is there, its bucket is.
    ...(own.buckets.has(shown(arn)) && { level: 'warning' }),
  };
}

/**
 * Whether a permission is so by the design of its service or of CDK, and hard to misuse: a target group names functions of its own account and
 * region alone, and its ARN is not known while it is made; what CDK lets rotate a secret or check a configuration has no source.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
 */
function isUsual(service: string, { FunctionName: name }: any, own: OwnSources): boolean {
  if (service === 'elasticloadbalancing.amazonaws.com') return true;
  const functions = service === 'secretsmanager.amazonaws.com' ? own.rotations : service === 'appconfig.amazonaws.com' ? own.configurations : undefined;
  return isText(name) && (functions?.has(shown(name)) ?? false);
}

function problemOfEveryone({ FunctionUrlAuthType: auth, InvokedViaFunctionUrl: isViaUrl }: any): Problem | undefined {
  if (auth === 'NONE') return { text: 'everybody on the internet, through the function URL without authentication' };
  if (auth === 'AWS_IAM') return { text: 'every AWS account in the world, through the function URL' };
  if (auth !== undefined) return { text: 'everybody who has, or is in, any AWS account, through the function URL, and without authentication everybody on the internet' };
  // Who may use the URL is what the other permission of the URL says.
  return isViaUrl === 'true' ? undefined : { text: 'every AWS account in the world' };
}
