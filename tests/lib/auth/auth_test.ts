import { equal, ok } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { createLog } from "@/lib/log.ts";
import { addAccount } from "@/tests/helpers/accounts.ts";
import { makeClock } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { holdSessions } from "@/tests/helpers/held_sessions.ts";

databaseTest(
  "createAuth() believes no session any more that an administrator ended",
  async (database) => {
    const log = createLog({ level: "error", write() {} });
    const { now } = makeClock();
    const { sessions, administration } = createAuth({
      database,
      log,
      signUps: "closed",
      signingKey: null,
      now,
    });
    await addAccount(database, "ann", "viewer");
    await addAccount(database, "bob", "admin");
    const ann = await sessions.start(null, { account: "ann", passwordOf: null });
    const bob = await sessions.start(null, { account: "bob", passwordOf: null });
    ok(await sessions.find(ann.session));
    await administration.endSessions({ account: "ann", by: "owner" });
    ok(await sessions.find(bob.session));
    const letGo = await holdSessions(database);
    const found = sessions.find(ann.session);
    // Once he, who was asked for after her, is believed, she would have been too.
    ok(await sessions.find(bob.session));
    await letGo();
    equal(await found, null);
  },
);
