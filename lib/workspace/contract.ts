/**
 * What the pages ask of the engine: plain JSON in, plain JSON out, bytes and events as streams.
 *
 * The process that parses requests holds none of this: it reaches the engine through
 * `lib/process`, so every request is one argument and every answer could be a line of JSON.
 * Refusals are `AppError`s on both sides.
 *
 * @module
 */
import type { Access } from "./access/contract.ts";
import type { DataFiles } from "./files/contract.ts";
import type { Editing } from "./editor/contract.ts";
import type { Links } from "./links/contract.ts";
import type { Metrics } from "./metrics/contract.ts";
import type { Notebooks } from "./notebooks/contract.ts";
import type { Owner } from "./owner/contract.ts";
import type { Seen } from "./seen/contract.ts";
import type { Tables } from "./tables/contract.ts";

/** What some methods take beside what is asked. */
export interface CallOptions {
  /** Gives the work up: whoever asked has gone. */
  readonly signal?: AbortSignal;
}

/** The engine as the pages see it, by subject. */
export interface Workspace {
  readonly access: Access;
  readonly owner: Owner;
  readonly notebooks: Notebooks;
  readonly editing: Editing;
  readonly files: DataFiles;
  readonly tables: Tables;
  readonly links: Links;
  readonly seen: Seen;
  readonly metrics: Metrics;
}
