/**
 * Which operations of the interface for programs tests have asked, and found as the document says:
 * kept over all files of tests, so that a run can tell of those that none asks.
 *
 * @module
 */

/** Names the file that keeps them; `tests/run.ts` sets it. */
export const ASKED_FILE = "ASKED_OPERATIONS";

const noted = new Set<string>();

/** Notes that an operation has answered, once for a process; nothing is kept where no run asks for it. */
export function noteOperation(id: string, file = Deno.env.get(ASKED_FILE)): void {
  if (file === undefined || noted.has(id)) return;
  noted.add(id);
  // Many files of tests run at once: what is appended as a whole stays whole.
  Deno.writeTextFileSync(file, `${id}\n`, { append: true });
}

/** Returns those that no test has asked with success. */
export async function operationsNotAsked(
  ids: readonly string[],
  file: string,
): Promise<readonly string[]> {
  const asked = new Set((await Deno.readTextFile(file)).split("\n"));
  return ids.filter((id) => !asked.has(id));
}
