/**
 * What operators ask of the engine.
 *
 * @module
 */

/** Whether work could be done now. */
export interface Readiness {
  /** A statement is answered. */
  readonly database: boolean;
  /** Runs that wait are begun: no more wait than can be worked off. */
  readonly queue: boolean;
  /** The data directory takes bytes. */
  readonly disk: boolean;
}

/** What operators ask. */
export interface Seen {
  /** Figures of the engine, as Prometheus reads them. */
  figures(asked: Readonly<Record<never, never>>): Promise<string>;
  /** Looks whether work could be done now; never takes much longer than two seconds. */
  ready(asked: Readonly<Record<never, never>>): Promise<Readiness>;
  /** How many schedules owe a good end for longer than they may. */
  overdue(asked: Readonly<Record<never, never>>): Promise<number>;
}
