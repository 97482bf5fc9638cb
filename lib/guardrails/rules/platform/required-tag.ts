import { quote } from '../../../private/errors';
import type { Resource } from '../../../private/template/policies';
import type { Template } from '../../../private/template/template';
import type { Rule } from '../../rule';

export const requiredTag: Rule = {
  id: 'required-tag',
  title: 'A role lacks a tag that the platform demands.',
  why: 'What goes by the tag does not see the role: costs, owners, and policies that test tags.',
  fix: 'Tag everything at once: Tags.of(app).add(key, value), which reaches the roles of custom resources too.',
  level: 'error',
  page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_roles.html',
  find: (template, { requiredTags: demanded }) => demanded.length === 0 ? [] : template.roles.flatMap(({ resource }) => {
    const ways = tagsOf(template, resource);
    return demanded.flatMap((key) => {
      const lacking = ways.filter(({ keys }) => !keys.has(key));
      if (lacking.length === 0) return [];
      const [{ isOpen, when }] = lacking;
      const has = isOpen ? `may lack the tag ${quote(key)}, as nobody knows all of its tags before it is deployed`
        : lacking.length < ways.length ? `may lack the tag ${quote(key)}, as it has none${when}` : `has no tag ${quote(key)}`;
      return [{ at: resource, subject: key, message: `the role ${has}, and the platform demands it.`, location: 'Properties/Tags' }];
    });
  }),
};

/** The tags of a resource in one way of deploying the template. */
interface Tagged {
  readonly keys: ReadonlySet<string>;
  /** Whether it may have others. */
  readonly isOpen: boolean;
  /** ` if the condition X is false`. */
  readonly when: string;
}

function tagsOf(template: Template, resource: Resource): Tagged[] {
  const readings = template.reader.readings(resource.properties.Tags, resource);
  if (readings === undefined) return [{ keys: new Set(), isOpen: true, when: '' }];
  return readings.map(({ value = [], world }) => {
    const keys: any[] = Array.isArray(value) ? value.map((tag) => tag?.Key) : [undefined];
    return { keys: new Set(keys.filter((key) => typeof key === 'string')), isOpen: keys.some((key) => typeof key !== 'string'), when: ` if ${world.description}` };
  });
}
