/**
 * Which addresses count as one.
 *
 * @module
 */
import { isIPv6 } from "node:net";

/** Returns the first 64 bits of an address of IPv6, and every other key as it is. */
export function networkOf(key: string): string {
  if (!isIPv6(key) || key.includes(".")) return key;
  const [before, after = ""] = key.split("::");
  const [front, back] = [before, after].map((part) => part.split(":").filter((one) => one !== ""));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  const groups = [...front, ...zeros, ...back].slice(0, 4).map((one) => parseInt(one, 16));
  return groups.every((one) => one === 0)
    ? key
    : `${groups.map((one) => one.toString(16)).join(":")}::/64`;
}
