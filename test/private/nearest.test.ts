import { nearest } from '../../lib/private/nearest';

test.each([
  ['saml:sub', 'saml:sub'],
  ['SAML:SUP', 'saml:sub'],
  ['sub', 'saml:sub'],
  ['saml:subtype', 'saml:sub_type'],
  ['', 'saml:cn'],
])('the name nearest to %p is %p', (name, expected) => {
  expect(nearest(name, ['saml:sub', 'saml:sub_type', 'saml:cn'])).toBe(expected);
});
