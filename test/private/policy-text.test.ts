import { policyText, readPolicyText } from '../../lib/private/policy-text';

const PARTITION = { Ref: 'AWS::Partition' };
const ISSUER = { 'Fn::Select': [1, { 'Fn::Split': ['https://', { 'Fn::GetAtt': ['Cluster', 'Url'] }] }] };
const asIs = (key: string) => [key];

describe('a policy as text', () => {
  test.each<[string, any, any]>([
    ['plain', { a: ['b', 1, true] }, '{"a":["b",1,true]}'],
    ['with quotes and a backslash', { a: 'b"c\\' }, '{"a":"b\\"c\\\\"}'],
    ['with a policy variable', { a: '${aws:username}' }, '{"a":"${!aws:username}"}'],
    ['with what looks like an escape', { a: '${!x}' }, '{"a":"${!!x}"}'],
    ['with a policy variable in a key', { '${a}': 'b' }, '{"${!a}":"b"}'],
    ['with a reference', { a: PARTITION }, '{"a":"${AWS::Partition}"}'],
    ['with an attribute', { a: { 'Fn::GetAtt': ['Role', 'Arn'] } }, '{"a":"${Role.Arn}"}'],
    ['with texts that are joined', { a: { 'Fn::Join': ['', ['arn:', PARTITION, ':"x"']] } }, '{"a":"arn:${AWS::Partition}:\\"x\\""}'],
    ['with another function', { a: ISSUER, b: ISSUER }, ['{"a":"${Value1}","b":"${Value1}"}', { Value1: ISSUER }]],
    ['with texts that are joined by something', { a: { 'Fn::Join': [':', ['b', PARTITION]] } }, ['{"a":"${Value1}"}', { Value1: { 'Fn::Join': [':', ['b', PARTITION]] } }]],
  ])('%s', (_, json, text) => {
    expect(policyText(json, asIs)).toEqual({ 'Fn::Sub': text });
  });

  test('with a key that is known later', () => {
    const written = policyText({ KEY: 'a' }, () => [ISSUER, ':sub']);
    expect(written).toEqual({ 'Fn::Sub': ['{"${Value1}:sub":"a"}', { Value1: ISSUER }] });
    expect(readPolicyText(written)).toEqual({ '${Cluster.Url}[1]:sub': 'a' });
  });

  test.each<[string, any]>([
    ['plain', { a: ['b', { c: null }], d: '' }],
    ['with quotes, a backslash and a policy variable', { a: 'b"c\\${aws:username}${!x}$' }],
    ['with functions', { a: PARTITION, b: { 'Fn::GetAtt': ['Role', 'Arn'] }, c: ISSUER, d: { 'Fn::Join': ['', ['arn:', PARTITION, ':', ISSUER]] } }],
  ])('is read again: %s', (_, json) => {
    expect(readPolicyText(policyText(json, asIs))).toEqual(json);
  });

  test.each<[string, any]>([
    ['no JSON', 'x'], ['an unfinished text', { 'Fn::Sub': '{"a":' }], ['another function', { 'Fn::ImportValue': 'x' }], ['JSON', { a: 'b' }], ['nothing', undefined],
    ['a text without a text', { 'Fn::Sub': [{ Ref: 'x' }, {}] }], ['texts joined by something', { 'Fn::Join': [',', ['{}', '{}']] }],
  ])('is not read where it is %s', (_, value) => {
    expect(readPolicyText(value)).toBeUndefined();
  });
});
