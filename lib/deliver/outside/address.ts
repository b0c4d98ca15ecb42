/**
 * Tells addresses of the open internet from those inside: a webhook must not reach what only this machine or
 * its network can.
 *
 * @module
 */

/** Ranges of IPv4 that are not the open internet, by first address and bits that count. */
const INSIDE_4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // behind a carrier's NAT
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // a cloud's own services, though it looks public
  ["169.254.0.0", 16], // link-local, where clouds tell secrets
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // relays of 6to4
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/**
 * Ranges of IPv6 within 2000::/3 that lead elsewhere. All beyond 2000::/3 is inside or unassigned: loopback,
 * mapped IPv4, NAT64, unique local, link-local, multicast.
 */
const INSIDE_6: readonly (readonly [readonly number[], number])[] = [
  [[0x2001, 0], 23], // protocol assignments, Teredo, ORCHID
  [[0x2001, 0xdb8], 32], // documentation
  [[0x2002], 16], // 6to4, which carries an IPv4 address
  [[0x3fff], 20], // documentation
];

/** Whether an address in digits, as a resolver gives it, is one of the open internet. */
export function isOutside(address: string): boolean {
  const four = parseFour(address);
  if (four !== null) {
    return !INSIDE_4.some(([first, bits]) =>
      four >>> (32 - bits) === (parseFour(first) ?? 0) >>> (32 - bits)
    );
  }
  const six = parseSix(address);
  if (six === null || six[0] >> 13 !== 1) return false;
  return !INSIDE_6.some(([first, bits]) => {
    const start = BigInt(32 - bits);
    const upper = (groups: readonly number[]) =>
      (BigInt(groups[0]) << 16n | BigInt(groups[1] ?? 0)) >> start;
    return upper(six) === upper(first);
  });
}

/** Returns four parts in decimal as one number; `null` of any other form. */
function parseFour(address: string): number | null {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(address)) return null;
  const parts = address.split(".").map(Number);
  if (parts.some((part) => part > 255)) return null;
  return parts.reduce((number, part) => number * 256 + part, 0);
}

/** Returns the eight groups; `null` of what is no address, and of one with a zone. */
function parseSix(address: string): readonly number[] | null {
  const host = address.includes(":") ? URL.parse(`http://[${address}]`)?.hostname : undefined;
  if (host === undefined) return null;
  const [head, tail = null] = host.slice(1, -1).split("::");
  const read = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));
  const [before, after] = [read(head), read(tail ?? "")];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
