/**
 * What the address of the audit log says.
 *
 * @module
 */
import { HARMLESS_EVENTS, NOTABLE_EVENTS } from "@/lib/auth/audit.ts";
import { isDay } from "@/lib/day.ts";
import type { AuditAsked } from "@/lib/workspace/admin/contract.ts";

/** Reads what the log is narrowed to; what is no such thing does not matter. */
export function readAuditAsked({ searchParams }: URL): AuditAsked {
  const text = (name: string) => searchParams.get(name)?.trim() || null;
  const day = (name: string) => isDay(text(name) ?? "") ? text(name) : null;
  const event = [...NOTABLE_EVENTS, ...HARMLESS_EVENTS].find((name) => name === text("event"));
  return { event: event ?? null, account: text("account"), from: day("from"), to: day("to") };
}

/** Returns a path with what is asked for, and more. */
export function auditPath(
  path: string,
  asked: AuditAsked,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(more);
  for (const [name, value] of Object.entries(asked)) if (value !== null) query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}
