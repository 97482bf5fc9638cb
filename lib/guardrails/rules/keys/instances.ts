import { textsIn } from './template-texts';
import { isText, shown } from '../../../private/evaluation/text';
import type { Text } from '../../../private/evaluation/text';
import { isIntrinsic } from '../../../private/intrinsics';
import type { Identity } from '../../../private/template/identities';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import { bareName } from '../../../private/template/values';
import type { World } from '../../../private/template/world';
import { readings } from '../../../private/template/world';
import { ifSo } from '../../statements';

/** How an instance with a role is launched, in one way in which the template can be deployed. */
export interface Launch {
  /** An instance, a launch template or a launch configuration. */
  readonly resource: Resource;
  /** Where the options for its metadata stand in the resource. */
  readonly location: string;
  /** Of the instance profile, those that the template makes. */
  readonly roles: readonly Identity[];
  /** `HttpTokens`, `HttpEndpoint`, `HttpPutResponseHopLimit`; undefined where nothing says it. */
  readonly tokens?: Text;
  readonly endpoint?: Text;
  readonly hopLimit?: Text;
  /** Whether it has options of its own that do not keep version 1 out by themselves, and takes the others from a launch template. */
  readonly mixesOptions: boolean;
  /** Whether it takes what is not said from a launch template that the template does not make. */
  readonly isFromElsewhere: boolean;
  /** The image, as far as the template names it, and the parameter of Systems Manager with it. */
  readonly image: string;
  /** ` (if the condition X is false)`; empty if always so. */
  readonly whenever: string;
}

const INSTANCE = 'AWS::EC2::Instance';
const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';
const LAUNCH_CONFIGURATION = 'AWS::AutoScaling::LaunchConfiguration';

/** What the rules about metadata ask of a resource. */
const ASKED = ['IamInstanceProfile', 'MetadataOptions', 'ImageId', 'LaunchTemplate'];

/** All launches of instances with a role. A launch that has both its role and its options from a launch template is that one's. */
export function launchesWithRole(template: Template): Launch[] {
  const resources = template.ofType(INSTANCE, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION);
  if (resources.length === 0) return [];
  const names: Names = { profiles: rolesByProfile(template), launchTemplates: launchTemplatesByName(template) };
  return resources.flatMap((resource) => {
    const found = readings(template.world, (world) => isMade(resource, template, world) ? launch(resource, template, world, names) : undefined);
    if (found === undefined) return [unreadable(resource)];
    return found.flatMap(({ value, world: { description } }) =>
      value === undefined ? [] : [{ ...value, whenever: ifSo(description) }]);
  });
}

/** What nobody can look through may have a role and any options. */
function unreadable(resource: Resource): Launch {
  const tokens = { parts: [{ unknown: 'what depends on too many conditions' }] };
  return { resource, location: 'Properties', roles: [], tokens, mixesOptions: false, isFromElsewhere: false, image: '', whenever: '' };
}

/** What the texts of a template name. */
interface Names {
  readonly profiles: ReadonlyMap<string, readonly Identity[]>;
  readonly launchTemplates: ReadonlyMap<string, Resource>;
}

/** The launch templates of the template by each text that can name one. */
export function launchTemplatesByName(template: Template): Map<string, Resource> {
  return new Map(template.ofType(LAUNCH_TEMPLATE).flatMap((resource) => {
    const names = [{ Ref: resource.logicalId }, { 'Fn::GetAtt': [resource.logicalId, 'LaunchTemplateId'] }, resource.properties.LaunchTemplateName];
    return names.flatMap((name) => template.texts(name)).map((name): [string, Resource] => [shown(name), resource]);
  }));
}

/** All that is said in the user data of a resource. */
export function userDataOf({ properties }: Resource): string {
  const raw = properties.UserData ?? properties.LaunchTemplateData?.UserData;
  return textsIn(raw).map(({ text }) => text).join('\n');
}

function isMade({ condition }: Resource, template: Template, world: World): boolean {
  return condition === undefined || template.values.holds(condition, world);
}

type Asked = Readonly<Record<string, any>>;

function launch(resource: Resource, template: Template, world: World, { profiles, launchTemplates }: Names): Omit<Launch, 'whenever'> | undefined {
  const own = asked(resource, template, world);
  const { LaunchTemplateId: id, LaunchTemplateName: name } = objectOf(own.LaunchTemplate);
  const from = [id, name].filter(isText)[0];
  const other = from === undefined ? undefined : launchTemplates.get(shown(from));
  const inherited = other === undefined ? {} : asked(other, template, world);
  if (other !== undefined && own.IamInstanceProfile === undefined && own.MetadataOptions === undefined) return undefined;
  const profile = own.IamInstanceProfile ?? inherited.IamInstanceProfile;
  if (profile === undefined || profile === '') return undefined;
  const [ownOptions, others] = [own, inherited].map(({ MetadataOptions: some }) => objectOf(some));
  const options: Asked = { ...others, ...ownOptions };
  const option = (key: string) => isText(options[key]) && options[key] !== '' ? options[key] as Text : undefined;
  return {
    resource,
    location: resource.type === LAUNCH_TEMPLATE ? 'Properties/LaunchTemplateData/MetadataOptions' : 'Properties/MetadataOptions',
    roles: rolesOf(profile, profiles),
    tokens: option('HttpTokens'),
    endpoint: option('HttpEndpoint'),
    hopLimit: option('HttpPutResponseHopLimit'),
    mixesOptions: other !== undefined && Object.keys(ownOptions).length > 0 && ownOptions.HttpTokens !== 'required' && ownOptions.HttpEndpoint !== 'disabled',
    isFromElsewhere: from !== undefined && other === undefined,
    image: imageOf(own.ImageId ?? inherited.ImageId, template),
  };
}

function asked({ type, properties }: Resource, template: Template, world: World): Asked {
  const data = type === LAUNCH_TEMPLATE ? properties.LaunchTemplateData : properties;
  if (isIntrinsic(data)) return objectOf(template.values.resolve(data, world));
  return Object.fromEntries(ASKED.map((key) => [key, template.values.resolve(objectOf(data)[key], world)]));
}

/** The roles of each instance profile of the template, by each text that can name the profile. */
function rolesByProfile(template: Template): Map<string, readonly Identity[]> {
  const byId = new Map<string, Identity[]>();
  for (const role of template.roles) {
    for (const profile of role.instanceProfiles) byId.set(profile, [...byId.get(profile) ?? [], role]);
  }
  return new Map([...byId].flatMap(([logicalId, roles]) => [{ Ref: logicalId }, { 'Fn::GetAtt': [logicalId, 'Arn'] }]
    .flatMap((name) => template.texts(name)).map((name): [string, readonly Identity[]] => [shown(name), roles])));
}

function rolesOf(profile: any, profiles: ReadonlyMap<string, readonly Identity[]>): readonly Identity[] {
  const names = isText(profile) ? [profile] : [objectOf(profile).Arn, objectOf(profile).Name].filter(isText);
  return names.flatMap((name) => profiles.get(shown(name)) ?? []);
}

/** The text with which an image is named; where that is a parameter of the template, its default too. */
function imageOf(image: any, template: Template): string {
  if (!isText(image)) return '';
  const parameter = template.parameter(bareName(image) ?? '');
  return `${shown(image)} ${parameter?.declaration.Default ?? ''}`;
}

function objectOf(value: any): Asked {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isText(value) ? value : {};
}
