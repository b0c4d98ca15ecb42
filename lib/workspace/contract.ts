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
import type { Accounts } from "./accounts/contract.ts";
import type { Admin } from "./admin/contract.ts";
import type { DataFiles } from "./files/contract.ts";
import type { Editing } from "./editor/contract.ts";
import type { Events } from "./events/contract.ts";
import type { Links } from "./links/contract.ts";
import type { Mail } from "./mail/contract.ts";
import type { Metrics } from "./metrics/contract.ts";
import type { Notebooks } from "./notebooks/contract.ts";
import type { Owner } from "./owner/contract.ts";
import type { Sales } from "./sales/contract.ts";
import type { Schedules } from "./schedules/contract.ts";
import type { Sharing } from "./sharing/contract.ts";
import type { Sources } from "./sources/contract.ts";
import type { Seen } from "./seen/contract.ts";
import type { Tables } from "./tables/contract.ts";

/** The engine as the pages see it, by subject. */
export interface Workspace {
  readonly access: Access;
  readonly owner: Owner;
  readonly accounts: Accounts;
  readonly admin: Admin;
  readonly sharing: Sharing;
  readonly notebooks: Notebooks;
  readonly editing: Editing;
  readonly files: DataFiles;
  readonly tables: Tables;
  readonly links: Links;
  readonly mail: Mail;
  readonly seen: Seen;
  readonly metrics: Metrics;
  readonly events: Events;
  readonly sources: Sources;
  readonly sales: Sales;
  readonly schedules: Schedules;
}
