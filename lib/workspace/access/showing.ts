/**
 * Tells the engine with every question what the request shows of who sends it.
 *
 * The process that parses requests decides nothing: the engine finds out for every question who that
 * is and whether they may have what they ask for.
 *
 * @module
 */
import type { Workspace } from "@/lib/workspace/contract.ts";
import { everyMethod } from "@/lib/workspace/shapes.ts";
import type { Credential } from "./contract.ts";

/** What a question shows: what signs somebody in, or the token of a link that is read. */
export type Shown = Credential | { readonly type: "link"; readonly token: string };

/** The name under which it goes along with what is asked. */
export const SHOWS = "shows";

// deno-lint-ignore no-explicit-any -- every method takes one object, and what streams bring along
type Method = (asked: any, ...rest: any[]) => unknown;

/** Returns the workspace as a request asks it. */
export function showing(workspace: Workspace, shown: Shown | null): Workspace {
  const parts = workspace as unknown as Record<string, Record<string, Method>>; // by name
  return Object.fromEntries(
    everyMethod().map(([subject, methods]) => [
      subject,
      Object.fromEntries(
        methods.map(([name]): [string, Method] => [
          name,
          (asked, ...rest) => parts[subject][name]({ ...asked, [SHOWS]: shown }, ...rest),
        ]),
      ),
    ]),
  ) as unknown as Workspace; // every method of the contract, as shapes.ts has all
}
