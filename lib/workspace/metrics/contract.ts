/**
 * What programs ask of the events that were stored, and of their days.
 *
 * @module
 */

/** One page of a list, and where the next begins; `null` at the end. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A source of events. */
export interface SourceView {
  readonly id: number;
  readonly name: string;
  /** The IANA name of the zone of its days. */
  readonly zone: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly events: number;
  readonly metrics: number;
  /** By the clocks of its zone; `null` without events. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** Reads sources, metrics and their days. */
export interface Metrics {
  /** Lists sources by their names, `after` one of them. */
  sources(
    asked: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<SourceView>>;
  /** @throws AppError NOT_FOUND */
  source(asked: { readonly id: number }): Promise<SourceView>;
}
