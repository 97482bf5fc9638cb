import { ACCESS_KEY_ID, isExample } from './key-names';
import { locationOf, partsOf, textsIn } from './template-texts';
import type { TemplatePart, TemplateText } from './template-texts';
import type { Found, Rule } from '../../rule';

/** Properties that name a key to watch what it does, such as one laid out for thieves. */
const WATCHES: Readonly<Record<string, string>> = {
  'AWS::Events::Rule': 'EventPattern',
  'AWS::Logs::MetricFilter': 'FilterPattern',
  'AWS::Logs::SubscriptionFilter': 'FilterPattern',
};

export const accessKeyLiteral: Rule = {
  id: 'access-key-literal',
  title: 'An access key stands in the template.',
  why: 'A template is kept in repositories, buckets and the history of CloudFormation. An access key in it is known to everybody who can read one of them, and its secret part is seldom far away.',
  fix: 'Deactivate the key at once, look in CloudTrail for what was done with it, and give the application a role.',
  level: 'fatal',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#securing_access-keys',
  find: (template) => partsOf(template).flatMap((part) => textsIn(part.value, part.path)
    .filter(({ path }) => !isWatched(part, path)).flatMap((text) => keysIn(text, part))),
};

function isWatched({ at }: TemplatePart, [section, property]: readonly string[]): boolean {
  return at !== 'template' && 'type' in at && Object.hasOwn(WATCHES, at.type) && section === 'Properties' && property === WATCHES[at.type];
}

function keysIn({ text, path }: TemplateText, { at }: TemplatePart): Found[] {
  return (text.match(ACCESS_KEY_ID) ?? []).filter((key) => !isExample(key)).map((key) => {
    const location = locationOf(path);
    const isTemporary = key.startsWith('ASIA');
    // The whole key in a report would be found there next.
    const masked = `${key.slice(0, 4)}...${key.slice(-4)}`;
    return {
      at,
      subject: masked,
      level: isTemporary ? 'error' : 'fatal',
      message: `the ${isTemporary ? 'temporary ' : ''}access key '${masked}' stands in ${location === '' ? 'it' : location}.`,
      location,
    };
  });
}
