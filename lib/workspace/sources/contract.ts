/**
 * What the page of sources asks: who sends events, what came last, and the dashboard over them.
 *
 * @module
 */
import type { EventBatchState } from "@/lib/db/event_tables.ts";
import type { RemovedSource } from "@/lib/ingest/events/removed_sources.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";

export type { RemovedSource };

/** What came in as one request. */
export interface BatchCard {
  readonly id: string;
  /** `null` where each row names its own. */
  readonly source: string | null;
  readonly state: EventBatchState;
  /** ISO 8601 in UTC. */
  readonly receivedAt: string;
  readonly bytes: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Values that made no event. */
  readonly rejected: number;
  /** The rows of these. */
  readonly rejectedRows: number;
  /** Events that came of its rejected rows since. */
  readonly corrected: number;
  /** The batch whose rejected rows it corrects. */
  readonly corrects: string | null;
  /** Why it was refused; `null` where it was not. */
  readonly refusal: string | null;
}

/** A source of events, with what came last. */
export interface SourceCard {
  readonly id: number;
  readonly name: string;
  /** The IANA name of the zone of its days; fixed once it has events. */
  readonly zone: string;
  readonly events: number;
  /** Those with the most events first. */
  readonly metrics: readonly string[];
  /** ISO 8601 in UTC; `null` without events. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  /** The newest first. */
  readonly batches: readonly BatchCard[];
}

/** A dashboard to be made, and what it begins with. */
export interface DashboardView {
  /** The text of the notebook. */
  readonly text: string;
  readonly source: string;
  /** The metric that the source has most events of. */
  readonly metric: string;
}

/** Everything that the page shows. */
export interface SourcesView {
  readonly sources: readonly SourceCard[];
  /** Whether there are more than are shown. */
  readonly hasMore: boolean;
  /** The last requests whose rows name their source themselves, the newest first. */
  readonly mixed: readonly BatchCard[];
}

/** Sources of events for people. */
export interface Sources {
  /** The source that got events last comes first. */
  view(asked: Readonly<Record<never, never>>): Promise<SourcesView>;
  /** Makes the source if need be. @throws AppError BAD_PARAMETER once it has events, or for no zone */
  setZone(asked: { readonly source: string; readonly zone: string }): Promise<void>;
  /** Takes a source away with its events, days and forecasts; for a day it can come back. @throws AppError NOT_FOUND */
  remove(asked: { readonly id: number; readonly by: Asker }): Promise<RemovedSource>;
  /** Brings one back; returns its name. @throws AppError NOT_FOUND once it is too late */
  restore(asked: { readonly id: number; readonly by: Asker }): Promise<string>;
  /** A dashboard of this source, or of that with the most events. @throws AppError NOT_FOUND without any */
  dashboard(asked: { readonly source: string | null }): Promise<DashboardView>;
}
