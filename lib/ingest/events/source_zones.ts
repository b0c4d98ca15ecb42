/**
 * The zones of sources, for the requests of many at a time.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import { Gathering } from "@/lib/gathering.ts";
import { type AskedZones, askedZones } from "./sources.ts";

/** Reads zones once for all who ask at a time. */
export class SourceZones {
  readonly #database: Database;
  readonly #known: Gathering<null, AskedZones>;

  constructor(database: Database) {
    this.#database = database;
    const read = () => askedZones(database, { source: null, zone: null });
    this.#known = new Gathering({
      together: async (asked) => {
        const zones = await read();
        return asked.map(() => zones);
      },
      alone: read,
      count: ({ length }) => length,
    });
  }

  /** Returns the zones for a request. @throws AppError as `askedZones` */
  async ask(
    asked: { readonly source: string | null; readonly zone: string | null },
  ): Promise<AskedZones> {
    return asked.zone === null
      ? await this.#known.ask(null)
      : await askedZones(this.#database, asked);
  }
}
