import { DerError, DerReader, contextTag, hasBit, readBits, readOid, readOne, readText, readTime } from '../../lib/private/der';

const reader = (hex: string) => new DerReader(Buffer.from(hex, 'hex'));
const value = (hex: string) => readOne(Buffer.from(hex, 'hex'));

describe('values', () => {
  test('are read one after another', () => {
    const values = reader('0201050500');
    expect(values.next(0x02).content).toEqual(Buffer.from([5]));
    expect(values.optional(0x02)).toBeUndefined();
    expect(values.isAtEnd).toBe(false);
    expect(values.optional(0x05)?.raw).toEqual(Buffer.from([5, 0]));
    expect(values.isAtEnd).toBe(true);
    expect(values.optional(0x05)).toBeUndefined();
  });

  test('are entered', () => {
    expect(reader('3006020101020102').enter().rest(0x02).map(({ content }) => content[0])).toEqual([1, 2]);
  });

  test.each([['81', 0x80], ['82', 0x100], ['83', 0x10000]])('may be long: %s', (first, length) => {
    const size = length.toString(16).padStart(2 * (parseInt(first, 16) - 0x80), '0');
    expect(value(`04${first}${size}${'00'.repeat(length)}`).content).toHaveLength(length);
  });

  test.each([
    ['', 'it is cut off'],
    ['30', 'it is cut off'],
    ['3082', 'it is cut off'],
    ['308201', 'it is cut off'],
    ['300200', 'it is cut off: a length goes beyond its end'],
    ['3084ffffffff00', 'it is cut off: a length goes beyond its end'],
    ['3080', 'it has a length that DER does not allow'],
    ['3085000000000100', 'it has a length that DER does not allow'],
    ['30ff00', 'it has a length that DER does not allow'],
    ['1f0100', 'it has a tag that no certificate uses'],
    ['bf0100', 'it has a tag that no certificate uses'],
    ['0500ff', 'more bytes follow its end'],
  ])('%j is none', (hex, reason) => {
    expect(() => value(hex)).toThrow(new DerError(reason));
  });

  test('of another tag are refused', () => expect(() => reader('0500').next(0x30)).toThrow('it is built in another way'));
  test('have tags by number', () => expect([contextTag(3), contextTag(3, false)]).toEqual([0xA3, 0x83]));
});

test.each([
  ['06092a864886f70d01010b', '1.2.840.113549.1.1.11'],
  ['0603550403', '2.5.4.3'],
  ['0603883703', '2.999.3'],
  ['060100', '0.0'],
  ['060127', '0.39'],
  ['060128', '1.0'],
  ['06018000'.replace('060180', '060280'), '0.0'],
])('the OID %s is %s', (hex, oid) => expect(readOid(value(hex))).toBe(oid));

test.each([
  ['0600', 'built in another way'],
  ['0401aa', 'built in another way'],
  ['0602558f', 'cut off'],
  [`0641${'01'.repeat(65)}`, 'built in another way'],
])('%s is no OID', (hex, reason) => expect(() => readOid(value(hex))).toThrow(reason));

test('bits are counted from the left', () => {
  const bits = value('03020106');
  expect(Array.from({ length: 16 }, (_, bit) => bit).filter((bit) => hasBit(bits, bit))).toEqual([5, 6]);
  expect(readBits(value('03020500'))).toEqual(Buffer.from([0]));
  expect(() => readBits(value('0300'))).toThrow('built in another way');
  expect(() => readBits(value('040100'))).toThrow('built in another way');
});

describe('a time', () => {
  const time = (tag: string, text: string) => readTime(value(`${tag}${text.length.toString(16).padStart(2, '0')}${Buffer.from(text).toString('hex')}`));

  test.each([
    ['17', '260601120000Z', '2026-06-01T12:00:00.000Z'],
    ['17', '491231235959Z', '2049-12-31T23:59:59.000Z'],
    ['17', '500101000000Z', '1950-01-01T00:00:00.000Z'],
    ['17', '2606011200Z', '2026-06-01T12:00:00.000Z'],
    ['18', '20660101000000Z', '2066-01-01T00:00:00.000Z'],
    ['18', '20660101000000.5Z', '2066-01-01T00:00:00.000Z'],
    ['18', '99991231235959Z', '9999-12-31T23:59:59.000Z'],
    ['18', '00010101000000Z', '0001-01-01T00:00:00.000Z'],
    ['17', '240229000000Z', '2024-02-29T00:00:00.000Z'],
  ])('%s %s', (tag, text, expected) => expect(new Date(time(tag, text)).toISOString()).toBe(expected));

  test.each([
    ['17', '250229000000Z'],
    ['17', '261301000000Z'],
    ['17', '260631000000Z'],
    ['17', '260601240000Z'],
    ['17', '260601120000'],
    ['17', '260601120000+0100'],
    ['18', '260601120000Z'],
    ['0c', '20660101000000Z'],
    ['17', ''],
  ])('is not %s %j', (tag, text) => expect(() => time(tag, text)).toThrow('it has a time that cannot be read'));
});

test.each([
  ['0c02c3a4', 'ä'],
  ['0c01ff', '\uFFFD'],
  ['130161', 'a'],
  ['1401e4', 'ä'],
  ['160161', 'a'],
  ['120131', '1'],
  ['1a0161', 'a'],
  ['1e0200e4', 'ä'],
  ['1e01e4', undefined],
  ['1c04000000e4', 'ä'],
  ['1c040001f600', '😀'],
  ['1c0400110000', undefined],
  ['1c03000000', undefined],
  ['020161', undefined],
])('the text of %s is %j', (hex, text) => expect(readText(value(hex))).toBe(text));
