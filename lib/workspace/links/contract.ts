/**
 * Links that let others see a notebook without an account.
 *
 * @module
 */
import type { GivenParameters, NotebookView } from "@/lib/workspace/notebooks/contract.ts";

/** What a link lets its reader do, on one notebook. */
export type LinkVerb = "view" | "view_and_set";

/** What a link is made with. */
export interface LinkAsked {
  readonly notebook: string;
  readonly verb: LinkVerb;
  /** Frozen links show the same figures for ever. */
  readonly mode: "live" | "frozen";
  readonly parameters: GivenParameters;
  /** Parameters that the reader may not set. */
  readonly locked: readonly string[];
  /** ISO 8601 in UTC. */
  readonly expiresAt: string | null;
  readonly password: string | null;
  /** Hosts whose pages may embed it, such as "https://wiki.example.org". */
  readonly embedHosts: readonly string[];
  readonly label: string;
}

/** A link as its owner sees it; the token is told once, when it is made. */
export interface LinkEntry extends Omit<LinkAsked, "password"> {
  readonly id: string;
  readonly hasPassword: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly uses: number;
  readonly revokedAt: string | null;
}

/** What opening a link comes to. */
export type LinkOpened =
  | {
    readonly type: "open";
    readonly link: LinkEntry;
    readonly view: NotebookView;
  }
  | { readonly type: "password_needed"; readonly wrong: boolean }
  | { readonly type: "gone" }
  | { readonly type: "quota"; readonly retryAfterSeconds: number };

/** Makes and opens links. */
export interface Links {
  create(asked: LinkAsked): Promise<{ readonly id: string; readonly token: string }>;
  list(asked: { readonly notebook: string }): Promise<readonly LinkEntry[]>;
  revoke(asked: { readonly id: string }): Promise<void>;
  /** Opens a link for a reader; `password` or a grant from an earlier one. */
  open(asked: {
    readonly token: string;
    readonly parameters: GivenParameters;
    readonly password: string | null;
    readonly grant: string | null;
  }): Promise<LinkOpened & { readonly grant?: string }>;
}
