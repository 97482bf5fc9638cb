import { pinsSource } from './common';
import { list } from '../../../private/errors';
import { SERVICE_TRUST } from '../../../private/service-trust';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { servicesIn } from '../../principals';
import type { Found, Rule } from '../../rule';
import type { PlacedTrust } from '../../statements';
import { called, isFor, named, pins, trustAllows, whenever } from '../../statements';

export const serviceTrustOpen: Rule = {
  id: 'service-trust-open',
  title: 'A service may use a role on behalf of another customer, as the trust does not ask for whom it comes.',
  why: 'A service acts for everybody who uses it, and may be talked into using a role on behalf of another customer (confused deputy); AWS documents that this one sends whose resource it asks for, and the trust does not test it.',
  fix: 'Test aws:SourceAccount with StringEquals, aws:SourceArn with ArnLike, or both, as the page of the service says.',
  level: 'warning',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  find: (template) => {
    // User pools of Cognito send an external ID of their owner's choice, which tells them from those of others as well.
    const open = trustAllows(template)
      .filter(({ statement }) => isFor(statement, 'sts:AssumeRole') && !pinsSource(statement) && !pins(statement, 'sts:ExternalId'))
      .flatMap((placed) => servicesIn(placed.statement).map((service) => ({ ...placed, service, sent: keysSentBy(service) })))
      .filter(({ sent }) => sent.length > 0);
    const given = open.length === 0 ? new Set<string>() : resourcesGiven(template);
    const isUsual = ({ role: { resource } }: Open) => isHardToName(resource) && given.has(resource.logicalId);
    return [...open.filter((one) => !isUsual(one)).map(({ role, statement, service, sent }) => ({
      at: role.resource,
      subject: service,
      message: `${called(statement)} of the trust policy lets '${service}' in for anybody's resource: ${untested(sent)}${whenever(statement)}.`,
      location: statement.location,
    })), ...together(open.filter(isUsual))];
  },
};

/** A statement that lets a service in for everybody. */
interface Open extends PlacedTrust {
  readonly service: string;
  /** The keys that AWS documents for the service. */
  readonly sent: readonly string[];
}

function untested(sent: readonly string[]): string {
  return `it tests neither aws:SourceAccount nor aws:SourceArn, and AWS documents that the service sends ${list(sent)}`;
}

/** One finding for all the roles of a service that an app has by using the service: constructs of CDK make them so, by the dozen. */
function together(open: readonly Open[]): Found[] {
  return [...new Set(open.map(({ service }) => service))].map((service) => {
    const ofService = open.filter((one) => one.service === service);
    const names = [...new Set(ofService.map(({ role }) => role.resource.logicalId))].sort();
    return {
      at: 'template' as const,
      subject: service,
      message: `the trust policy of ${named(names)} lets '${service}' in for anybody's resource: ${untested(ofService[0].sent)}. Others would have to know the name, which CloudFormation makes.`,
      level: 'info' as const,
    };
  });
}

/** Whether CloudFormation makes the name of a role, so that the owner of another resource cannot guess its ARN: constructs of CDK make theirs so. */
function isHardToName({ properties }: Resource): boolean {
  return properties.RoleName === undefined;
}

/** The resources that a template gives to others of its resources, such as a role to a task definition; what a policy says of a role gives it to none. */
function resourcesGiven(template: Template): ReadonlySet<string> {
  const given = new Set<string>();
  const open: any[] = template.resources.filter(({ type }) => !type.startsWith('AWS::IAM::')).map(({ properties }) => properties);
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value.Statement !== undefined) continue;
    for (const logicalId of referencesOf(value)) given.add(logicalId);
    for (const item of Object.values<any>(value)) if (typeof item === 'object' && item !== null) open.push(item);
  }
  return given;
}

/** The resources that a function of CloudFormation refers to; none for what is no function. */
function referencesOf({ Ref: name, 'Fn::GetAtt': attribute, 'Fn::Sub': text }: any): string[] {
  const [template] = [text].flat();
  const inText = typeof template === 'string' ? [...template.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, inside]) => inside) : [];
  const [resource] = [attribute].flat();
  return [name, typeof resource === 'string' ? resource.split('.')[0] : undefined, ...inText].filter((one) => typeof one === 'string');
}

/** What AWS documents that a service sends when it assumes a role. */
function keysSentBy(service: string): string[] {
  if (!Object.hasOwn(SERVICE_TRUST, service)) return [];
  const { sourceAccount, sourceArn } = SERVICE_TRUST[service];
  return [...sourceAccount ? ['aws:SourceAccount'] : [], ...sourceArn === undefined ? [] : ['aws:SourceArn']];
}
