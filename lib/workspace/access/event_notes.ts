/**
 * Keeps in the audit log what came of questions and matters for security: files that were refused,
 * and bugs.
 *
 * @module
 */
import type { Audit } from "@/lib/auth/audit.ts";
import { AppError, type ErrorCode } from "@/lib/errors.ts";
import type { Who } from "./contract.ts";

/** Watches the work behind questions. */
export interface EventNotes {
  /** Does the work, and notes how it ended where that matters. */
  watch<Result>(
    method: string,
    asked: { readonly who: Who | null; readonly work: () => Result | Promise<Result> },
  ): Promise<Result>;
}

/** Questions that bring a file. */
const BRINGS = ["files.begin", "files.append", "files.take", "files.upload"];

/** Why a file is refused, where it is the file's fault. */
const FAULTS: readonly ErrorCode[] = [
  "BAD_FILE",
  "EMPTY_FILE",
  "DECODE_ERROR",
  "FILE_TOO_LARGE",
  "TOO_MANY_ROWS",
  "UNSUPPORTED_FORMAT",
];

/** A page asks again and again how an upload stands: each refusal is told once. */
const REMEMBERED = 1000;

/** Makes notes in an audit log. */
export function createEventNotes(audit: Pick<Audit, "note">): EventNotes {
  const told = new Set<string>();

  async function refuse(who: Who | null, reason: string): Promise<void> {
    const account = who?.by.type === "account" ? who.by.id : null;
    await audit.note({ event: "file_refused", account, address: null, details: { reason } });
  }

  return {
    async watch(method, { who, work }) {
      try {
        const answered = await work();
        const upload = BRINGS.includes(method) ? refusedIn(answered) : null;
        if (upload !== null && !told.has(upload)) {
          told.add(upload);
          const [oldest] = told;
          if (told.size > REMEMBERED) told.delete(oldest);
          await refuse(who, "content");
        }
        return answered;
      } catch (error) {
        if (!(error instanceof AppError)) {
          const account = who?.by.type === "account" ? who.by.id : null;
          const details = { reason: method };
          // The bug is told whatever becomes of this.
          await audit.note({ event: "unhandled_error", account, address: null, details })
            .catch(() => {});
        } else if (BRINGS.includes(method) && FAULTS.includes(error.code)) {
          await refuse(who, error.code);
        }
        throw error;
      }
    },
  };
}

/** Returns the id of an upload that was refused. */
function refusedIn(answered: unknown): string | null {
  if (typeof answered !== "object" || answered === null) return null;
  const { id, state } = answered as { // read as far as it is there
    readonly id?: unknown;
    readonly state?: { readonly type?: unknown };
  };
  return typeof id === "string" && state?.type === "refused" ? id : null;
}
