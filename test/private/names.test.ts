import { App, Aws, CfnParameter, Lazy, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import { InvalidInputError } from '../../lib/private/errors';
import {
  checkAccountId, checkBucketName, checkDescription, checkFolderPrefix, checkInstanceProfileName, checkKeyText,
  checkNotEmpty, checkOrganizationId, checkPath, checkReadable, checkRoleName, hasUnusualPathCharacters,
} from '../../lib/private/names';

const WILDCARD = "holds a wildcard ('*' or '?'), which would match more than was named";
const VARIABLE = "holds '${', which starts a policy variable";
const INVISIBLE = 'holds a control or invisible character';
const BLANK = 'begins or ends with a blank';

describe('an account id', () => {
  passes((account) => checkAccountId(account, 'The account'), ['111111111111', '000000000001', Aws.ACCOUNT_ID, Lazy.string({ produce: () => 'x' })]);

  refuses((account: any) => checkAccountId(account, 'The account'), [
    ['', digits('')],
    ['11111111111', digits('11111111111')],
    ['1111111111111', digits('1111111111111')],
    ['1111-1111-1111', digits('1111-1111-1111')],
    ['111111111111 ', digits('111111111111 ')],
    ['111111111111\n', digits('111111111111\\n')],
    ['11111111111a', digits('11111111111a')],
    ['*', digits('*')],
    ['١١١١١١١١١١١١', digits('\\u{661}'.repeat(12))],
    [undefined, digits('undefined')],
    [111111111111, "The account is not an AWS account id: got '111111111111'. Write it in quotes, so that leading zeros stay."],
  ]);

  function digits(shown: string): string {
    return `The account is not an AWS account id: got '${shown}'. Write all 12 digits, leading zeros too, without hyphens.`;
  }
});

describe('the id of an organization', () => {
  passes((id) => checkOrganizationId(id, 'The organization'), ['o-a1b2c3d4e5', `o-${'a'.repeat(32)}`, Lazy.string({ produce: () => 'x' })]);

  refuses((id) => checkOrganizationId(id, 'The organization'), [
    ['', text('')],
    ['a1b2c3d4e5', text('a1b2c3d4e5')],
    ['o-a1b2c3d4e', text('o-a1b2c3d4e')],
    [`o-${'a'.repeat(33)}`, text(`o-${'a'.repeat(33)}`)],
    ['o-A1B2C3D4E5', text('o-A1B2C3D4E5')],
    ['o-*', text('o-*')],
    ['o-a1b2c3d4e5/r-ab12', text('o-a1b2c3d4e5/r-ab12')],
    ['o-a1b2c3d4e5\n', text('o-a1b2c3d4e5\\n')],
  ]);

  function text(shown: string): string {
    return `The organization is not the id of an AWS organization: got '${shown}'. Write 'o-' and 10 to 32 lower-case letters and digits, as in the console of AWS Organizations.`;
  }
});

describe('the name of a role', () => {
  const ALLOWED = 'Allowed: 1 to 64 letters, digits and _ + = , . @ -.';

  passes((name) => checkRoleName(name, 'The name'), ['a', 'Acme_Role+1=2,3.4@5-6', 'x'.repeat(64), Aws.STACK_NAME, `Acme-${Aws.REGION}`, aParameter('^[a-z]+$')]);

  refuses((name) => checkRoleName(name, 'The name'), [
    ['', `The name is empty: got ''. ${ALLOWED}`],
    ['Acme*', `The name ${WILDCARD}: got 'Acme*'. ${ALLOWED}`],
    ['${aws:username}', `The name ${VARIABLE}: got '\${aws:username}'. ${ALLOWED}`],
    ['Acme\u200B', `The name ${INVISIBLE}: got 'Acme\\u{200b}'. ${ALLOWED}`],
    ['Acme\n', `The name ${INVISIBLE}: got 'Acme\\n'. ${ALLOWED}`],
    [' Acme', `The name ${BLANK}: got ' Acme'. ${ALLOWED}`],
    ['x'.repeat(65), `The name is too long: got 65 characters, '${'x'.repeat(65)}'. ${ALLOWED}`],
    ['Acme Role', `The name has characters that IAM refuses: got 'Acme Role'. ${ALLOWED}`],
    ['Ácme', `The name has characters that IAM refuses: got 'Ácme'. ${ALLOWED}`],
    ['$x', `The name has characters that IAM refuses: got '$x'. ${ALLOWED}`],
    ['service/Acme', `The name has characters that IAM refuses: got 'service/Acme'. ${ALLOWED} A path goes into the path, not into the name.`],
    [`Acme*${Aws.REGION}`, `The name ${WILDCARD}: got 'Acme*{token}'. ${ALLOWED}`],
    [aParameter('.*'), "The name comes from parameter 'Input', whose 'allowedPattern' '.*' admits '*': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
  ]);

  test('may be limited to fewer characters', () => {
    expect(() => checkRoleName('x'.repeat(28), 'The name', 28)).not.toThrow();
    expect(() => checkRoleName('x'.repeat(29), 'The name', 28)).toThrow(new InvalidInputError(
      `The name is too long: got 29 characters, '${'x'.repeat(29)}'. Allowed: 1 to 28 letters, digits and _ + = , . @ -.`,
    ));
  });
});

describe('the name of an instance profile', () => {
  passes(checkInstanceProfileName, ['a', 'Acme_Role+1=2,3.4@5-6', 'x'.repeat(128), Aws.STACK_NAME, aParameter(undefined)]);

  refuses(checkInstanceProfileName, [
    ['', text(0, '')],
    ['a/b', text(3, 'a/b')],
    ['a*', text(2, 'a*')],
    ['a\n', text(2, 'a\\n')],
    ['x'.repeat(129), text(129, `${'x'.repeat(80)}…`)],
  ]);

  function text(length: number, shown: string): string {
    return `The name of the instance profile is not one that IAM takes: got ${length} characters, '${shown}'. Allowed: 1 to 128 letters, digits and _ + = , . @ -.`;
  }
});

describe('a path', () => {
  const FIX = "Write '/' or a path such as '/acme/': it starts and ends with '/', and has at most 512 characters.";

  passes((path) => checkPath(path, 'The path'), ['/', '/acme/', '/acme/eu/', '/a!"#%&\'()+,-.:;<=>@[\\]^_`{|}~$/', `/${'x'.repeat(510)}/`, Lazy.string({ produce: () => '*' }), `/${Aws.REGION}/`, aParameter('^/[a-z]+/$')]);

  refuses((path) => checkPath(path, 'The path'), [
    ['', `The path is empty: got ''. ${FIX}`],
    ['acme', `The path is not one that IAM takes: got 'acme'. ${FIX}`],
    ['/acme', `The path is not one that IAM takes: got '/acme'. ${FIX}`],
    ['acme/', `The path is not one that IAM takes: got 'acme/'. ${FIX}`],
    ['//', `The path is not one that IAM takes: got '//'. ${FIX}`],
    ['/a b/', `The path is not one that IAM takes: got '/a b/'. ${FIX}`],
    ['/ä/', `The path is not one that IAM takes: got '/ä/'. ${FIX}`],
    ['/acme/*', `The path ${WILDCARD}: got '/acme/*'. ${FIX}`],
    ['/${aws:username}/', `The path ${VARIABLE}: got '/\${aws:username}/'. ${FIX}`],
    ['/a\u0000/', `The path ${INVISIBLE}: got '/a\\u0000/'. ${FIX}`],
    [`/${'x'.repeat(511)}/`, `The path is not one that IAM takes: got '/${'x'.repeat(79)}…'. ${FIX}`],
    [`/*/${Aws.REGION}/`, `The path ${WILDCARD}: got '/*/{token}/'. ${FIX}`],
    [aParameter(undefined), "The path comes from parameter 'Input', which has no 'allowedPattern': whoever deploys could enter '*'. Give the parameter an 'allowedPattern' without wildcards, such as '^[A-Za-z0-9._-]+$'."],
  ]);

  test.each<[string, boolean]>([
    ['/', false],
    ['/acme/', false],
    ['/Acme+=,.@_-1/', false],
    ['/a:b/', true],
    ['/a b/', true],
    ['/~/', true],
    [`/${Aws.REGION}:/`, false],
  ])('has unusual characters: %j %s', (path, unusual) => {
    expect(hasUnusualPathCharacters(path)).toBe(unusual);
  });
});

describe('the description of a role', () => {
  passes(checkDescription, ['', 'Reads the reports of Zürich, ¡all of them!', 'a\tb\nc\rd', 'ÿ', 'x'.repeat(1000), Lazy.string({ produce: () => '—' })]);

  refuses(checkDescription, [
    ['x'.repeat(1001), `The description of the role is too long: got 1001 characters, '${'x'.repeat(80)}…'. Allowed: up to 1000.`],
    ['Reports — all', text('\\u{2014}', 'Reports \\u{2014} all')],
    ['It\u2019s', text('\\u{2019}', 'It\\u{2019}s')],
    ['📄', text('\\u{1f4c4}', '\\u{1f4c4}')],
    ['a\u0000', text('\\u0000', 'a\\u0000')],
    ['a\u007F', text('\\u{7f}', 'a\\u{7f}')],
    ['a\u00A0b', text('\\u{a0}', 'a\\u{a0}b')],
    ['Łódź', text('Ł', 'Łódź')],
  ]);

  function text(character: string, shown: string): string {
    return `The description of the role has a character that IAM refuses: got '${character}' in '${shown}'. Allowed: Latin-1 letters and signs; write a plain hyphen for a dash and straight quotes for curly ones.`;
  }
});

describe('the name of a bucket', () => {
  const FIX = 'Allowed: 3 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or digit.';
  const text = (shown: string) => `The bucket name is one that S3 does not give out: got '${shown}'. ${FIX}`;

  passes(checkBucketName, ['abc', 'acme-reports', 'acme.reports.2026', '1.2.3', '1.2.3.4.5', 'x'.repeat(63), new s3.Bucket(new Stack(new App(), 'S'), 'B').bucketName, `acme-${Aws.REGION}`, aParameter('^[a-z0-9-]+$')]);

  refuses(checkBucketName, [
    ['', `The bucket name is empty: got ''. ${FIX}`],
    ['*', `The bucket name ${WILDCARD}: got '*'. ${FIX}`],
    ['acme-*', `The bucket name ${WILDCARD}: got 'acme-*'. ${FIX}`],
    ['acme-${aws:username}', `The bucket name ${VARIABLE}: got 'acme-\${aws:username}'. ${FIX}`],
    ['acme\u00AD', `The bucket name ${INVISIBLE}: got 'acme\\u{ad}'. ${FIX}`],
    ['ab', text('ab')],
    ['x'.repeat(64), text('x'.repeat(64))],
    ['Acme', text('Acme')],
    ['acme_reports', text('acme_reports')],
    ['acme/reports', text('acme/reports')],
    ['-acme', text('-acme')],
    ['acme-', text('acme-')],
    ['.acme', text('.acme')],
    ['acme.', text('acme.')],
    ['acme..reports', text('acme..reports')],
    ['192.168.5.4', text('192.168.5.4')],
    ['arn:aws:s3:::acme', text('arn:aws:s3:::acme')],
    [`acme-*${Aws.REGION}`, `The bucket name ${WILDCARD}: got 'acme-*{token}'. ${FIX}`],
    [aParameter('[a-z?]+'), "The bucket name comes from parameter 'Input', whose 'allowedPattern' '[a-z?]+' admits '?': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
  ]);
});

describe('the prefix of a folder', () => {
  const FIX = 'Write the beginning of the object keys as it is; what follows it is included.';
  const neighbours = (shown: string, fixed: string) => `The prefix does not end with '/', so it would also cover its neighbours: got '${shown}'. Write '${fixed}' for the folder, or use 'namePrefix' for all objects whose key begins so.`;

  passes(checkFolderPrefix, ['a/', 'invoices/2026/', 'my reports/', `${Aws.REGION}/`, `invoices/${Aws.REGION}/`, Aws.REGION, aParameter('^[a-z]+/$'), `${'x'.repeat(1023)}/`]);

  refuses(checkFolderPrefix, [
    ['', `The prefix is empty: got ''. ${FIX}`],
    ['invoices', neighbours('invoices', 'invoices/')],
    ['invoices/2026', neighbours('invoices/2026', 'invoices/2026/')],
    ['invoices/*', `The prefix ${WILDCARD}: got 'invoices/*'. ${FIX}`],
    ['home/${aws:username}/', `The prefix ${VARIABLE}: got 'home/\${aws:username}/'. ${FIX}`],
    ['a\n/', `The prefix ${INVISIBLE}: got 'a\\n/'. ${FIX}`],
    [' a/', `The prefix ${BLANK}: got ' a/'. ${FIX}`],
    ['/invoices/', "The prefix starts with '/', which object keys do not: got '/invoices/'. Write 'invoices/'."],
    ['//invoices/', "The prefix starts with '/', which object keys do not: got '//invoices/'. Write 'invoices/'."],
    [`/${Aws.REGION}/`, "The prefix starts with '/', which object keys do not: got '/{token}/'. Write '{token}/'."],
    [`${Aws.REGION}/invoices`, neighbours('{token}/invoices', '{token}/invoices/')],
    [`invoices/${Aws.REGION}`, neighbours('invoices/{token}', 'invoices/{token}/')],
    [`${Aws.REGION}/{id}`, neighbours('{token}/{id}', '{token}/{id}/')],
    [`${'x'.repeat(1024)}/`, `The prefix is longer than any object key: got 1025 bytes, '${'x'.repeat(80)}…'. Allowed: up to 1024.`],
    [`${'ä'.repeat(512)}/`, `The prefix is longer than any object key: got 1025 bytes, '${'ä'.repeat(80)}…'. Allowed: up to 1024.`],
    [aParameter('^[a-z]+$'), neighbours('{Ref}', '{Ref}/')],
    [aParameter('^[a-z]+/?$'), neighbours('{Ref}', '{Ref}/')],
    [aParameter('^([a-z]+|[a-z]/)$'), neighbours('{Ref}', '{Ref}/')],
    [aParameter('.*/'), "The prefix comes from parameter 'Input', whose 'allowedPattern' '.*/' admits '*': whoever deploys could widen the policy. Name the allowed characters, such as '^[A-Za-z0-9._-]+$'."],
  ]);

  test('that is nothing but a slash is left out', () => {
    expect(() => checkFolderPrefix('/')).toThrow(new InvalidInputError("The prefix starts with '/', which object keys do not: got '/'. Leave it out for all objects."));
  });
});

describe('the beginning of object keys', () => {
  passes((prefix) => checkKeyText(prefix, 'The name prefix'), ['log-', 'log-/a', 'log', Aws.REGION]);

  refuses((prefix) => checkKeyText(prefix, 'The name prefix'), [
    ['/log', "The name prefix starts with '/', which object keys do not: got '/log'. Write 'log'."],
    ['log?', `The name prefix ${WILDCARD}: got 'log?'. Write the beginning of the object keys as it is; what follows it is included.`],
  ]);
});

describe('a list that must name something', () => {
  passes((values: any) => checkNotEmpty(values, 'The list', 'Give at least one.'), [['a'], [undefined]]);
  refuses((values: any) => checkNotEmpty(values, 'The list', 'Give at least one.'), [
    [[], 'The list is empty. Give at least one.'],
    [null, "The list is no list: got 'null'. Give at least one."],
    ['a', "The list is no list: got 'a'. Give at least one."],
  ]);
});

describe('text that people read', () => {
  passes((tenant) => checkReadable(tenant, 'The tenant'), ['Acme', 'Acme & Söhne (EU) *', '株式会社', Lazy.string({ produce: () => '' })]);

  refuses((tenant) => checkReadable(tenant, 'The tenant'), [
    ['', "The tenant is empty: got ''. Write it in visible characters."],
    ['  ', `The tenant ${BLANK}: got '  '. Write it in visible characters.`],
    ['Acme ', `The tenant ${BLANK}: got 'Acme '. Write it in visible characters.`],
    ['Ac\u200Bme', `The tenant ${INVISIBLE}: got 'Ac\\u{200b}me'. Write it in visible characters.`],
    ['Acme\n', `The tenant ${INVISIBLE}: got 'Acme\\n'. Write it in visible characters.`],
  ]);
});

function passes(check: (value: any) => void, values: readonly any[]): void {
  test.each(values.map((value) => [titleOf(value), value]))('may be %s', (_, value) => {
    expect(() => check(value)).not.toThrow();
  });
}

function refuses(check: (value: any) => void, cases: readonly (readonly [any, string])[]): void {
  test.each(cases.map(([value, message]) => [titleOf(value), value, message]))('may not be %s', (_, value, message) => {
    expect(() => check(value)).toThrow(new InvalidInputError(message));
  });
}

function titleOf(value: unknown): string {
  return String(JSON.stringify(value)).replace(/\$\{Token\[[^\]]*\]\}/g, '{token}').slice(0, 60);
}

function aParameter(allowedPattern: string | undefined): string {
  return new CfnParameter(new Stack(), 'Input', { allowedPattern }).valueAsString;
}
