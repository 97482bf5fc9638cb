import { keyAskedBy } from './key-names';
import { locationOf, partsOf, referenceOf, textsIn } from './template-texts';
import type { TemplatePart } from './template-texts';
import { quote } from '../../../private/errors';
import type { Template } from '../../../private/template/template';
import type { Found, Level, Rule } from '../../rule';

export const accessKeyOutput: Rule = {
  id: 'access-key-output',
  title: 'The template hands on the secret of an access key.',
  why: 'Outputs and properties are shown to everybody who may describe the stack. A secret store keeps the key better, and it stays a long-term key that somebody copies from there.',
  fix: 'Give what needs the key a role, so that there is no secret to hand on.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/best-practices.html#creds',
  find: (template) => partsOf(template).flatMap((part) => {
    const place = placeOf(part);
    return place === undefined ? [] : handedOn(part, place, template);
  }),
};

/** What takes a secret, and how well it keeps it. */
interface Place {
  readonly level: Level;
  readonly keeps: string;
}

const IN_PLAIN_TEXT: Place = { level: 'error', keeps: 'it is shown there in plain text' };
const PLACES: Readonly<Record<string, Place>> = {
  'AWS::SecretsManager::Secret': { level: 'warning', keeps: 'it is kept well there, and stays a long-term key' },
  'AWS::SSM::Parameter': IN_PLAIN_TEXT,
  'AWS::CloudFormation::Stack': { level: 'error', keeps: 'another template gets it' },
  'AWS::CloudFormation::CustomResource': { level: 'error', keeps: 'a program gets it' },
};

function placeOf({ at, path }: TemplatePart): Place | undefined {
  if (at === 'template') return path[0] === 'Outputs' ? IN_PLAIN_TEXT : undefined;
  if ('parameter' in at) return undefined;
  return PLACES[at.type.startsWith('Custom::') ? 'AWS::CloudFormation::CustomResource' : at.type];
}

function handedOn({ at, value, path: from }: TemplatePart, { level, keeps }: Place, template: Template): Found[] {
  const isOutput = at === 'template';
  return textsIn(value, from).filter(({ path }) => isOutput || path[0] === 'Properties').flatMap(({ inserted, path }) => {
    const secrets = inserted.map(referenceOf).filter((name): name is string => name !== undefined && isSecret(name, isOutput, template));
    return secrets.map((name) => ({
      at,
      subject: isOutput ? path[1] : name,
      level,
      message: `${isOutput ? `the output ${quote(path[1])}` : locationOf(path)} takes ${quote(name)}, the secret part of an access key: ${keeps}.`,
      location: locationOf(path),
    }));
  });
}

/** Whether a reference is for the secret of an access key: of the resource, of a custom one, of a nested stack, of a parameter that is shown again. */
function isSecret(name: string, isOutput: boolean, template: Template): boolean {
  const attribute = name.split('.').slice(1).pop();
  if (attribute !== undefined) return /^(aws)?secretaccesskey$/i.test(attribute.replace(/[^a-z]/gi, ''));
  const parameter = isOutput ? template.parameter(name) : undefined;
  const asked = parameter === undefined ? undefined : keyAskedBy(parameter);
  return asked?.part === 'secret' && !asked.isReference;
}
