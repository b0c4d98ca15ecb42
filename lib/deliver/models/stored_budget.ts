/**
 * What models may cost a day, kept in the database: the cap holds over all processes and restarts.
 *
 * One statement both decides and counts, so that two at once cannot both take what is left.
 *
 * @module
 */
import { sql } from "kysely";
import type { Database } from "@/lib/db/database.ts";
import type { Budget } from "./budget.ts";

/** Returns the budget of a day; days are those of UTC. */
export function storedBudget(
  { database, cap, now }: {
    readonly database: Database;
    readonly cap: number;
    readonly now: () => Date;
  },
): Budget {
  const { kysely } = database;
  return {
    async reserve(amount) {
      if (amount > cap) return null;
      const day = now().toISOString().slice(0, 10);
      const spent = sql<number>`model_costs.spent + ${amount}::float8`;
      const taken = await kysely.insertInto("model_costs").values({ day, spent: amount })
        .onConflict((conflict) =>
          conflict.column("day").doUpdateSet({ spent })
            .where(sql<boolean>`${spent} <= ${cap}::float8`)
        )
        .returning("day").executeTakeFirst();
      if (taken === undefined) return null;
      return {
        async settle(cost) {
          // A process that dies before this has spent all that it put aside.
          await kysely.updateTable("model_costs")
            .set({ spent: sql<number>`greatest(0, spent + ${cost - amount}::float8)` })
            .where("day", "=", day).execute();
        },
      };
    },
  };
}
