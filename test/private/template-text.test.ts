import { accountIn, templateText } from '../../lib/private/template-text';

describe('a value of a template', () => {
  test.each<[string, unknown, string]>([
    ['text', 'reports', 'reports'],
    ['no text', '', ''],
    ['a number', 5, '5'],
    ['a truth value', true, 'true'],
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['a list', ['a', { Ref: 'B' }, 'c'], 'a, ${B}, c'],
    ['an object', { a: { Ref: 'B' } }, '{"a":{"Ref":"B"}}'],
    ['a reference', { Ref: 'AWS::Partition' }, '${AWS::Partition}'],
    ['an attribute', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, '${Bucket.Arn}'],
    ['an attribute as one text', { 'Fn::GetAtt': 'Bucket.Arn' }, '${Bucket.Arn}'],
    ['a join', { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::a']] }, 'arn:${AWS::Partition}:s3:::a'],
    ['a join with a separator', { 'Fn::Join': ['/', ['a', 'b']] }, 'a/b'],
    ['a join in a join', { 'Fn::Join': ['', ['a', { 'Fn::Join': ['-', ['b', { Ref: 'C' }]] }]] }, 'ab-${C}'],
    ['a join of a list that is known later', { 'Fn::Join': ['', { Ref: 'Names' }] }, '{"Fn::Join":["",{"Ref":"Names"}]}'],
    ['a join that is not well formed', { 'Fn::Join': 'a' }, '{"Fn::Join":"a"}'],
    ['a substitution', { 'Fn::Sub': 'a-${AWS::Region}' }, 'a-${AWS::Region}'],
    ['a substitution with names of its own', { 'Fn::Sub': ['a-${B}', { B: 'c' }] }, '{"Fn::Sub":["a-${B}",{"B":"c"}]}'],
    ['a mapping', { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'AccountId'] }, '${Sites.${Site}.AccountId}'],
    ['a mapping that is not well formed', { 'Fn::FindInMap': 'Sites' }, '{"Fn::FindInMap":"Sites"}'],
    ['a choice from a list', { 'Fn::Select': [2, ['a', 'b', 'c']] }, 'a, b, c[2]'],
    ['a choice that is not well formed', { 'Fn::Select': { Ref: 'A' } }, '{"Fn::Select":{"Ref":"A"}}'],
    ['a choice from a split', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }, '${AWS::StackId}[2]'],
    ['a split that is not well formed', { 'Fn::Split': null }, '{"Fn::Split":null}'],
    ['a condition', { 'Fn::If': ['C', 'a', 'b'] }, '{"Fn::If":["C","a","b"]}'],
    ['an import', { 'Fn::ImportValue': 'a' }, '{"Fn::ImportValue":"a"}'],
  ])('reads as one line: %s', (_, value, text) => {
    expect(templateText(value)).toBe(text);
  });
});

describe('the account of a principal', () => {
  const PARTITION = { Ref: 'AWS::Partition' };

  test.each<[string, unknown]>([
    ['the account alone', '111111111111'],
    ['the account as a number', 111111111111],
    ['its root', 'arn:aws:iam::111111111111:root'],
    ['its root in China', 'arn:aws-cn:iam::111111111111:root'],
    ['its root in any partition', { 'Fn::Join': ['', ['arn:', PARTITION, ':iam::111111111111:root']] }],
    ['its root in a substitution', { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111111111111:root' }],
    ['a role', 'arn:aws:iam::111111111111:role/service/Acme'],
    ['a user', 'arn:aws:iam::111111111111:user/acme'],
    ['a session', 'arn:aws:sts::111111111111:assumed-role/Acme/session'],
    ['a federated user', 'arn:aws:sts::111111111111:federated-user/acme'],
    ['a role whose name is known later', { 'Fn::Join': ['', ['arn:', PARTITION, ':iam::111111111111:role/', { Ref: 'Name' }]] }],
    ['an account between joins', { 'Fn::Join': [':', ['arn', PARTITION, 'iam', '', '111111111111', 'root']] }],
  ])('is found in %s', (_, principal) => {
    expect(accountIn(principal)).toBe('111111111111');
  });

  test.each<[string, unknown]>([
    ['everyone', '*'],
    ['a service', 'ec2.amazonaws.com'],
    ['the account of the stack', { Ref: 'AWS::AccountId' }],
    ['the root of the account of the stack', { 'Fn::Join': ['', ['arn:', PARTITION, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] }],
    ['an account that is known later', { 'Fn::Join': ['', ['arn:', PARTITION, ':iam::', { 'Fn::FindInMap': ['Sites', { Ref: 'Site' }, 'AccountId'] }, ':root']] }],
    ['a role of the stack', { 'Fn::GetAtt': ['Role', 'Arn'] }],
    ['the id of a deleted role', 'AROAEXAMPLE1234567890'],
    ['too few digits', '11111111111'],
    ['too many digits', '1111111111111'],
    ['the ARN of something else', 'arn:aws:s3:::111111111111'],
    ['an ARN with the account elsewhere', 'arn:aws:iam:111111111111::root'],
    ['an ARN in the middle of a text', 'x arn:aws:iam::111111111111:root'],
    ['nothing', undefined],
  ])('is not known for %s', (_, principal) => {
    expect(accountIn(principal)).toBeUndefined();
  });
});
