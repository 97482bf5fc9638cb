import { quote } from '../../../private/errors';
import type { Text } from '../../../private/evaluation/text';
import { shown, withMarks } from '../../../private/evaluation/text';
import type { Found, Rule } from '../../rule';
import { called, identityAllows, resourceAllows, subjectOf, whenever } from '../../statements';

/** Objects of a bucket or an access point, by the beginning of their names. */
const BEGINNING = /^arn:[^:]*:s3:(?:::[^/:]+|[^:]*:[^:]*:accesspoint\/[^/]+\/object)\/(.*[^*])\*+$/;

/** A name that goes on: letters and digits, or a variable. What ends in another sign is meant as a beginning of names, such as `report-`. */
const UNFINISHED = /[A-Za-z0-9}]$/;

export const prefixWithoutSlash: Rule = {
  id: 'prefix-without-slash',
  title: 'A policy allows objects by the beginning of a name that does not end in a slash.',
  why: 'The prefix team1* is also that of team10/ and team1-secret/: what lies in other folders is allowed too.',
  fix: 'End the prefix with a slash, team1/*, unless names of files are meant.',
  level: 'info',
  page: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html',
  find: (template) => [...identityAllows(template), ...resourceAllows(template)]
    .flatMap(({ policy, statement }) => (statement.resources ?? []).filter(isUnfinished).map((resource): Found => ({
      at: policy.resource,
      subject: subjectOf(statement, shown(resource)),
      message: `${called(statement)} allows the objects of ${quote(shown(resource))}, also those of folders whose names begin so${whenever(statement)}.`,
      location: statement.location,
    }))),
};

function isUnfinished(resource: Text): boolean {
  const beginning = BEGINNING.exec(withMarks(resource, '${}'))?.[1];
  return beginning !== undefined && UNFINISHED.test(beginning);
}
