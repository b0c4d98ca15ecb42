/**
 * Kysely over our own connections, so that its queries share their queue and their errors.
 *
 * @module
 */
import { Kysely } from "kysely";
import { PostgresJSDialect, type PostgresJSPendingQuery } from "kysely-postgres-js";
import type { Rows } from "./connection.ts";
import type { Tables } from "./tables.ts";

/** A connection that Kysely has for itself until it releases it. */
export interface Reserved {
  run(sql: string, parameters: readonly unknown[]): Promise<Rows>;
  release(): void;
}

/** Builds a Kysely that reserves a connection for each query or transaction of its own. */
export function kyselyOver(reserve: () => Promise<Reserved>): Kysely<Tables> {
  const postgres = {
    options: { max: 1 },
    async reserve() {
      const reserved = await reserve();
      return {
        release: () => reserved.release(),
        unsafe: (sql: string, parameters: readonly unknown[] = []): PostgresJSPendingQuery =>
          Object.assign(reserved.run(sql, parameters), { cancel() {} }),
      };
    },
    end: () => Promise.resolve(),
  };
  return new Kysely<Tables>({ dialect: new PostgresJSDialect({ postgres: () => postgres }) });
}
