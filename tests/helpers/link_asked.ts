/**
 * A link as it is asked for, to be changed by tests.
 *
 * @module
 */
import type { LinkAsked, LinkChange } from "@/lib/workspace/links/contract.ts";

/** Returns what a plain live link to the notebook "sales" is made with, and these changes. */
export function linkAsked(
  changes: Partial<LinkAsked & LinkChange> = {},
): LinkAsked & LinkChange {
  return {
    notebook: "sales",
    verb: "view",
    mode: "live",
    parameters: {},
    locked: [],
    expiresAt: null,
    password: null,
    embedHosts: [],
    label: "For the board",
    ...changes,
  };
}
