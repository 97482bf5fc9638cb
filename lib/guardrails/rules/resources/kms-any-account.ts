import { limitsCallers, refusesOtherCallers } from './callers';
import { quote } from '../../../private/errors';
import { shown } from '../../../private/evaluation/text';
import type { Statement } from '../../../private/template/statement';
import { everyoneIn, isForEveryone } from '../../principals';
import type { Found, Rule } from '../../rule';
import { called, isPositive, resourceAllows, subjectOf, testsOf, whenever } from '../../statements';

/** Resources that are keys of KMS. */
export const KEY_TYPES: readonly string[] = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** What the public part of a key is for. */
const PUBLIC = /^kms:(GetPublicKey|Verify|DescribeKey)$/i;

const LEVEL = 'fatal';

export const kmsAnyAccount: Rule = {
  id: 'kms-any-account',
  title: 'Every AWS account in the world can use a key.',
  why: 'A key policy that is for everyone is limited by its conditions alone, and kms:ViaService says through which service a request comes, not whose it is: every account decrypts through the same services.',
  fix: 'Name the account in Principal, or test kms:CallerAccount with StringEquals beside kms:ViaService.',
  level: LEVEL,
  page: 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account',
  find: (template) => resourceAllows(template)
    .filter(({ policy, statement }) => KEY_TYPES.includes(policy.resource.type) && isForEveryone(statement)
      && !limitsCallers(statement) && !refusesOtherCallers(policy, statement))
    .map(({ policy, statement }): Found => ({
      at: policy.resource,
      subject: subjectOf(statement),
      message: `${called(statement)} of the key policy ${statement.unreadable === undefined ? 'lets' : 'may let'} every AWS account use the key${through(statement)}: its Principal is ${everyoneIn(statement)}, and ${
        statement.unreadable === undefined ? 'no condition names the callers, such as kms:CallerAccount' : `it has ${statement.unreadable}`}${whenever(statement)}.`,
      location: statement.location,
      level: isPublic(statement) ? 'info' : statement.unreadable === undefined ? LEVEL : 'warning',
    })),
};

/** The services through which the statement lets requests come. */
function through(statement: Statement): string {
  const services = testsOf(statement, 'kms:ViaService').filter(isPositive).flatMap(({ values }) => values);
  return services.length === 0 ? '' : ` through ${services.map((service) => quote(shown(service))).join(', ')}`;
}

function isPublic({ actions }: Statement): boolean {
  return actions !== undefined && actions.every((action) => PUBLIC.test(shown(action)));
}
