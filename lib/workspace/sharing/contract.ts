/**
 * Whose a notebook is, and with whom of those who have accounts it is shared.
 *
 * A notebook without an owner is the workspace's: admins and the owner of the workspace have it.
 *
 * @module
 */
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

/** What a person may do with a notebook that is another's. */
export type SharedVerb = "view" | "edit";

/** What somebody may do with a notebook, the least first. `own`: also share and delete it. */
export type NotebookRight = "none" | "view" | "edit" | "own";

/** A person, as others in a notebook see them. */
export interface Person {
  readonly account: string;
  readonly name: string;
  readonly email: string;
}

/** A person with whom a notebook is shared. */
export interface SharedPerson extends Person {
  readonly verb: SharedVerb;
}

/** Who has a notebook. */
export interface NotebookPeople {
  /** `null` where it is the workspace's. */
  readonly owner: Person | null;
  /** By their addresses. */
  readonly people: readonly SharedPerson[];
}

/** A notebook that somebody may see, and how they come by it. */
export interface HeldNotebook {
  readonly notebook: string;
  /** One's own, shared by its owner, or seen as an admin sees all. */
  readonly by: "owning" | "sharing" | "administering";
  readonly right: Exclude<NotebookRight, "none">;
  /** Whose it is; `null` where it is the workspace's. */
  readonly owner: string | null;
}

/** What is asked about who has notebooks. */
export interface Sharing {
  /** What somebody may do with a notebook; `none` where there is no such notebook. */
  right(asked: { readonly notebook: string; readonly by: Asker }): Promise<NotebookRight>;
  /** All notebooks that the asker may see, in no order. */
  held(asked: { readonly by: Asker }): Promise<readonly HeldNotebook[]>;
  /** @throws AppError NOT_GRANTED where the asker may not see it */
  people(asked: { readonly notebook: string; readonly by: Asker }): Promise<NotebookPeople>;
  /**
   * Shares with an account, or changes what it may do.
   *
   * @throws AppError NOT_GRANTED where it is not the asker's; BAD_PARAMETER where the address has
   * no account that lives
   */
  share(
    asked: {
      readonly notebook: string;
      readonly email: string;
      readonly verb: SharedVerb;
      readonly by: Asker;
    },
  ): Promise<void>;
  /** Ends it at once; anybody may leave by themselves. @throws AppError NOT_GRANTED */
  unshare(
    asked: { readonly notebook: string; readonly account: string; readonly by: Asker },
  ): Promise<void>;
  /** Gives a notebook to another account. @throws AppError NOT_GRANTED, BAD_PARAMETER */
  give(
    asked: { readonly notebook: string; readonly email: string; readonly by: Asker },
  ): Promise<void>;
}
