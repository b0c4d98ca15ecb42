import { deepStrictEqual as assertEquals, equal, rejects } from "node:assert/strict";
import type { Database } from "@/lib/db/database.ts";
import { NO_LIMITS, Room, type RoomLimits } from "@/lib/ingest/room.ts";
import type { Events } from "@/lib/workspace/events/contract.ts";
import { withRoom } from "@/lib/workspace/events/with_room.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { makeClock, MINUTE } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

/** Adds a file on its way where there is room, as uploads do. */
async function begin(
  { database, limits }: { readonly database: Database; readonly limits: Partial<RoomLimits> },
  { bytes, account = null }: { readonly bytes: number; readonly account?: string | null },
): Promise<void> {
  const room = new Room(database, { ...NO_LIMITS, ...limits });
  await database.transaction(async (session) => {
    await room.demand(session, { bytes, account });
    await session.query(
      "insert into daybook.uploads (id, name, bytes, state, touched_at, account) " +
        "values ($1, 'a.csv', $2::int8, 'receiving', now(), $3::text)",
      [crypto.randomUUID(), bytes, account],
    );
  });
}

/** Adds a file that accounts have. */
async function addFile(
  { kysely }: Database,
  { digest, bytes, accounts, deleted = false }: {
    readonly digest: string;
    readonly bytes: number;
    readonly accounts: readonly string[];
    readonly deleted?: boolean;
  },
): Promise<void> {
  const at = "2026-03-01T00:00:00Z";
  const deleted_at = deleted ? at : null;
  await kysely.insertInto("datasets")
    .values({ digest, name: "a.csv", bytes, format: "csv", facts: "{}", deleted_at }).execute();
  for (const account of accounts) {
    await kysely.insertInto("dataset_holders")
      .values({ digest, account, held_at: at, name: "a.csv" }).execute();
  }
}

async function addReceived({ kysely }: Database, id: string, digest: string): Promise<void> {
  await kysely.insertInto("event_batches")
    .values({ id, source: "shop", asked: "{}", bytes: 100, digest, state: "stored" }).execute();
}

databaseTest(
  "Room.demand() counts files of an account, and those on their way",
  async (database) => {
    await addAccount(database, "ann", "editor");
    await addAccount(database, "bob", "editor");
    await addFile(database, { digest: "a", bytes: 60, accounts: ["ann", "bob"] });
    await addFile(database, { digest: "b", bytes: 30, accounts: ["ann"], deleted: true });
    const on = { database, limits: { accountBytes: 100 } };
    await begin(on, { bytes: 30, account: "ann" });
    // 60 are here and 30 on their way; what was deleted is hers no more.
    await rejects(begin(on, { bytes: 11, account: "ann" }), {
      code: "NO_ROOM",
      message: /your files may take 0 MB/,
    });
    await begin(on, { bytes: 10, account: "ann" });
    await begin(on, { bytes: 40, account: "bob" });
    // The owner, who has no account, has no limit of one.
    await begin(on, { bytes: 1000 });
    const room = new Room(database, NO_LIMITS);
    assertEquals(Object.fromEntries(await room.takenByAccounts()), { ann: 60, bob: 60 });
    // 60 and 30 that can be restored, 30, 10, 40 and 1,000 on their way.
    assertEquals(await room.taken(), { files: 1170, received: 0 });
  },
);

databaseTest("Room.demand() lets no file of many at once go beyond the limit", async (database) => {
  await addAccount(database, "ann", "editor");
  const on = { database, limits: { accountBytes: 100, allBytes: 1000 } };
  // Each as another process would: with a Room of its own.
  const asked = Array.from({ length: 6 }, () => begin(on, { bytes: 40, account: "ann" }));
  const ended = await Promise.allSettled(asked);
  equal(ended.filter(({ status }) => status === "fulfilled").length, 2);
});

databaseTest("Room.demand() counts the same bytes once in all", async (database) => {
  await addReceived(database, "one", "d");
  await addReceived(database, "two", "d");
  await addFile(database, { digest: "a", bytes: 100, accounts: [] });
  const on = { database, limits: { allBytes: 250 } };
  await rejects(begin(on, { bytes: 51 }), { code: "NO_ROOM", message: /in all/ });
  await begin(on, { bytes: 50 });
});

databaseTest(
  "withRoom() receives nothing where there is no room, until there is",
  async (database) => {
    const clock = makeClock();
    const room = new Room(database, { accountBytes: Infinity, allBytes: 150 }, clock.now);
    const none = { inserted: 0 };
    // Nothing but what is asked here.
    const events = withRoom({
      async ingest(_asked: unknown, bytes: AsyncIterable<Uint8Array>) {
        await Array.fromAsync(bytes);
        return none;
      },
    } as unknown as Events, room);
    const send = async (bytes: number) => {
      const chunks = (async function* () {
        yield new Uint8Array(bytes);
      })();
      // It reads nothing of what is asked.
      return await events.ingest({} as Parameters<Events["ingest"]>[0], chunks);
    };
    assertEquals(await send(100), none);
    assertEquals(await send(100), none);
    // What came is counted before it is added up again.
    await rejects(send(1), { code: "NO_ROOM" });
    // None of it was kept.
    clock.move(MINUTE);
    assertEquals(await send(1), none);
  },
);
