import { isIP } from 'net';

const BITS_OF_BYTE = 8;
const BITS_OF_GROUP = 16;
const GROUPS_OF_IPV6 = 8;
const IPV4 = 4;

/** Whether an address lies in a range such as `203.0.113.0/24`, or is the address; undefined if one of them is none. */
export function liesIn(address: string, range: string): boolean | undefined {
  const [base, length, ...more] = range.split('/');
  const [bits, baseBits] = [bitsOf(address), bitsOf(base)];
  if (bits === undefined || baseBits === undefined || more.length > 0 || !/^\d{1,3}$/.test(length ?? '0')) return undefined;
  const prefix = length === undefined ? baseBits.length : Number(length);
  if (prefix > baseBits.length) return undefined;
  return bits.length === baseBits.length && bits.slice(0, prefix) === baseBits.slice(0, prefix);
}

/** The 32 or 128 bits of an address, as text. */
function bitsOf(address: string): string | undefined {
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return undefined;
  return version === IPV4 ? bitsOfIpv4(address) : bitsOfIpv6(address);
}

function bitsOfIpv4(address: string): string {
  return address.split('.').map((byte) => Number(byte).toString(2).padStart(BITS_OF_BYTE, '0')).join('');
}

function bitsOfIpv6(address: string): string {
  const [start, end] = address.split('::').map((half) => half === '' ? '' : half.split(':').map(bitsOfGroup).join(''));
  return end === undefined ? start : start.padEnd(GROUPS_OF_IPV6 * BITS_OF_GROUP - end.length, '0') + end;
}

/** One group, or the IPv4 address that may stand for the last two. */
function bitsOfGroup(group: string): string {
  return group.includes('.') ? bitsOfIpv4(group) : parseInt(group, 16).toString(2).padStart(BITS_OF_GROUP, '0');
}
