/**
 * The migrations in the order in which they are applied, by the names that databases remember.
 *
 * @module
 */
import type { Kysely } from "kysely";
import * as foundation from "./0001_foundation.ts";
import * as notebooks from "./0002_notebooks.ts";
import * as uploads from "./0003_uploads.ts";
import * as sessionsLinks from "./0004_sessions_links.ts";
import * as files from "./0005_files.ts";
import * as events from "./0006_events.ts";
import * as accounts from "./0007_accounts.ts";
import * as modelCosts from "./0008_model_costs.ts";
import * as people from "./0009_people.ts";
import * as eventBatches from "./0010_event_batches.ts";
import * as mail from "./0011_mail.ts";
import * as holders from "./0012_holders.ts";
import * as forecasts from "./0013_forecasts.ts";
import * as putFiles from "./0014_put_files.ts";
import * as eventKeys from "./0015_event_keys.ts";
import * as batchKeys from "./0016_batch_keys.ts";
import * as linkMakers from "./0017_link_makers.ts";
import * as correctedEvents from "./0018_corrected_events.ts";
import * as schedules from "./0019_schedules.ts";

export interface Migration {
  readonly name: string;
  /** Runs inside a transaction, as the owner. */
  readonly up: (kysely: Kysely<unknown>) => Promise<void>;
}

export const MIGRATIONS: readonly Migration[] = [
  { name: "0001_foundation", up: foundation.up },
  { name: "0002_notebooks", up: notebooks.up },
  { name: "0003_uploads", up: uploads.up },
  { name: "0004_sessions_links", up: sessionsLinks.up },
  { name: "0005_files", up: files.up },
  { name: "0006_events", up: events.up },
  { name: "0007_accounts", up: accounts.up },
  { name: "0008_model_costs", up: modelCosts.up },
  { name: "0009_people", up: people.up },
  { name: "0010_event_batches", up: eventBatches.up },
  { name: "0011_mail", up: mail.up },
  { name: "0012_holders", up: holders.up },
  { name: "0013_forecasts", up: forecasts.up },
  { name: "0014_put_files", up: putFiles.up },
  { name: "0015_event_keys", up: eventKeys.up },
  { name: "0016_batch_keys", up: batchKeys.up },
  { name: "0017_link_makers", up: linkMakers.up },
  { name: "0018_corrected_events", up: correctedEvents.up },
  { name: "0019_schedules", up: schedules.up },
];
