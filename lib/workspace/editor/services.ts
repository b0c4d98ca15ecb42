/**
 * What the editor needs of the place where notebooks are kept.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { GivenParameters } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Keeps notebooks and plans them. */
export interface EditorServices {
  /** The notebook's file as it was last saved. @throws AppError NOT_FOUND */
  source(asked: { readonly id: string }): Promise<{ readonly text: string }>;
  /** Plans a text as if it were the notebook's; problems as `deno task check` tells them. */
  plan(asked: {
    readonly id: string;
    readonly text: string;
    readonly parameters: GivenParameters;
    readonly saver?: Asker;
  }): Promise<{ readonly plan: Plan; readonly problems: readonly Problem[] }>;
}
