/**
 * What a page may load, and who may show it in a frame.
 *
 * @module
 */

/** Charts and the editor need inline styles; nothing needs inline scripts or another host. */
const DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
];

/** Returns the policy of a page that only these origins may frame; none where they are left out. */
export function contentPolicy(embedHosts: readonly string[] = []): string {
  return [...DIRECTIVES, frameAncestors(embedHosts)].join("; ");
}

/** Returns a policy of the settings, which lets nobody frame a page unless it says who may. */
export function ownPolicy(given: string): string {
  if (/(?:^|;)\s*frame-ancestors(?:[\s;]|$)/i.test(given)) return given;
  return `${given.replace(/[\s;]+$/, "")}; ${frameAncestors([])}`;
}

function frameAncestors(origins: readonly string[]): string {
  return `frame-ancestors ${origins.length === 0 ? "'none'" : origins.join(" ")}`;
}
