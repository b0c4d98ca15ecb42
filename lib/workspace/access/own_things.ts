/**
 * Makes what is asked and answered somebody's own: what they make is theirs, and lists hold what
 * they have.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Dataset } from "@/lib/workspace/files/contract.ts";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import type { Who } from "./contract.ts";
import { filesOf, hasAll, notebooksEditedBy, notebooksOf } from "./things.ts";

/** Questions that make, end or show something, whose owner or doer is told as `account`. */
const MAKES = [
  "notebooks.create",
  "notebooks.duplicate",
  "files.begin",
  "files.take",
  "files.remove",
  "files.list",
  "files.preview",
  "files.previews",
  "files.firstNotebook",
  "files.rejected",
  "sales.insight",
  "links.create",
  "links.revoke",
  "links.restore",
];

/** Questions that write a text or plan one, whose writer is told as `saver`: all of an editor too. */
const WRITES = [
  "notebooks.create",
  "notebooks.duplicate",
  "notebooks.grant",
  "notebooks.edit",
  "notebooks.write",
  "notebooks.check",
];

/** Questions that are counted for who asks, told as `caller`. */
const COUNTED = ["sales.admit", "sales.insight"];

/** Returns what is asked with who asks in it, whatever it said of that. */
export function fitAsked(
  method: string,
  asked: Readonly<Record<string, unknown>>,
  { by }: Who,
): Readonly<Record<string, unknown>> {
  const account = by.type === "owner" ? null : by.id;
  // Only here it is said who puts files there and who is counted, where that matters.
  const { saver: _saver, caller: _caller, ...own } = asked;
  return {
    ...own,
    ...("by" in asked ? { by } : {}),
    ...(MAKES.includes(method) ? { account } : {}),
    ...(WRITES.includes(method) || method.startsWith("editing.") ? { saver: by } : {}),
    // However many keys and tokens an account has, it is one.
    ...(COUNTED.includes(method)
      ? { caller: account === null ? "workspace" : `account ${account}` }
      : {}),
  };
}

/** Questions that begin, tell or stop a run for somebody. */
const RUNS = ["notebooks.run", "notebooks.readRun", "notebooks.followRun", "notebooks.cancel"];

/**
 * Returns a question of somebody who may only look: what they run is no run of the owner's, and of
 * those they are told nothing.
 */
export function fitOnlooker(
  method: string,
  asked: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return RUNS.includes(method) ? { ...asked, audience: "reader" } : asked;
}

/** Returns an answer without what is not the asker's. */
export async function fitAnswer(
  database: Database,
  { method, answered, who }: {
    readonly method: string;
    readonly answered: unknown;
    readonly who: Who;
  },
): Promise<unknown> {
  if (hasAll(who) || who.by.type === "owner") return answered;
  const account = who.by.id;
  // What a method answers has the type that the contract gives it.
  switch (method) {
    case "notebooks.list": {
      const own = await notebooksOf(database, account);
      return (answered as readonly { readonly id: string }[]).filter(({ id }) => own.has(id));
    }
    case "files.list": {
      const [files, notebooks] = [
        await filesOf(database, account),
        await notebooksOf(database, account),
      ];
      return (answered as readonly Dataset[]).filter(({ digest }) => files.has(digest))
        .map((one) => ({
          ...one,
          usedIn: one.usedIn.filter(({ notebook }) => notebooks.has(notebook)),
        }));
    }
    case "schedules.list": {
      const edited = await notebooksEditedBy(database, account);
      return (answered as readonly ScheduleView[]).filter(({ work }) =>
        work.type === "notebook" && edited.has(work.notebook)
      );
    }
    default:
      return answered;
  }
}
