/**
 * Links that let others see a notebook without an account.
 *
 * @module
 */
import type {
  GivenParameters,
  NotebookView,
  ReportFormat,
} from "@/lib/workspace/notebooks/notebook_view.ts";

/** What a link lets its reader do, on one notebook. */
export type LinkVerb = "view" | "view_and_set";

/** What a link is made with. */
export interface LinkAsked {
  readonly notebook: string;
  readonly verb: LinkVerb;
  /** Frozen links show the same figures for ever; their reader can set nothing. */
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

/** Who makes or revokes a link, or brings one back. */
export interface LinkChange {
  /** The account that does it: the engine's guard says it, whatever was asked. */
  readonly account?: string | null;
}

/** The account that made a link, which answers for as long as that account may make one. */
export interface LinkMaker {
  readonly name: string;
  /** Whether it may share the notebook now: it is not disabled, and has the notebook or all. */
  readonly mayShare: boolean;
}

/** A link as its owner sees it; the token is told once, when it is made. */
export interface LinkEntry extends Omit<LinkAsked, "password"> {
  readonly id: string;
  readonly hasPassword: boolean;
  /** `null` for the owner who has no account, and for links from before it was kept. */
  readonly maker: LinkMaker | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly uses: number;
  readonly revokedAt: string | null;
}

/** A link as its reader may know it. */
export interface ReaderLink {
  readonly verb: LinkVerb;
  readonly mode: "live" | "frozen";
  /** When the figures of a frozen link were kept, ISO 8601 in UTC; `null` where it is live. */
  readonly frozenAt: string | null;
  /** The parameters that the reader may set. */
  readonly settable: readonly string[];
  readonly embedHosts: readonly string[];
  /** What the page can be saved as. */
  readonly formats: readonly ReportFormat[];
}

/** What opening a link comes to. Unknown, ended, stopped and revoked links are all gone. */
export type LinkOpened =
  | {
    readonly type: "open";
    readonly link: ReaderLink;
    /** Without the texts of cells and what else is the owner's; its id is empty. */
    readonly view: NotebookView;
    /** Whether some of it is still being computed: open it again for the rest. */
    readonly computing: boolean;
    /** For the next time, where a password was given. */
    readonly grant: string | null;
  }
  | {
    readonly type: "password_needed";
    readonly wrong: boolean;
    readonly embedHosts: readonly string[];
  }
  | { readonly type: "gone" }
  | { readonly type: "quota"; readonly retryAfterSeconds: number };

/** What a reader brings along to a link. */
export interface LinkVisit {
  readonly token: string;
  readonly parameters: GivenParameters;
  readonly password: string | null;
  /** From an earlier visit, in place of the password. */
  readonly grant: string | null;
  /** Whether a page that is open fetches a part of itself: that is no use of its own, and computes nothing. */
  readonly isPart?: boolean;
}

/** Makes and opens links. */
export interface Links {
  /** @throws AppError BAD_PARAMETER; NOT_FOUND where there is no such notebook */
  create(asked: LinkAsked & LinkChange): Promise<{ readonly id: string; readonly token: string }>;
  /** Newest first, revoked ones among them. */
  list(asked: { readonly notebook: string }): Promise<readonly LinkEntry[]>;
  /** Ends a link at once; for a day it can be brought back. One that is unknown has ended. */
  revoke(asked: LinkChange & { readonly id: string }): Promise<void>;
  /**
   * Brings a revoked link back as it was; one that was not revoked stays as it is.
   * @throws AppError NOT_FOUND where it was revoked a day ago, or its time is over
   */
  restore(asked: LinkChange & { readonly id: string }): Promise<void>;
  /** Opens a link for a reader. */
  open(asked: LinkVisit): Promise<LinkOpened>;
  /**
   * What the link shows, as a file; it counts as opening the link.
   * @throws AppError NOT_FOUND where it is gone, NOT_GRANTED without its password, TOO_OFTEN;
   * UNSUPPORTED_FORMAT, TIME_LIMIT and PROCESS_ENDED of printing
   */
  export(asked: LinkVisit & { readonly format: ReportFormat }): AsyncIterable<Uint8Array>;
}
