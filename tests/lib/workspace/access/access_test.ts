import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { createAccess } from "@/lib/workspace/access/access.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { makePeople } from "@/tests/helpers/people.ts";

const API_KEY = "5d20e8c4a1f94b7c93d6be07f81a2c35e49f";

databaseTest("createAccess() finds out who asks, and with which scopes", async (database) => {
  const { auth, owner, add, enter } = await makePeople(database);
  const access = createAccess({ auth, apiKey: API_KEY });
  const who = async (credential: Parameters<typeof access.who>[0]["credential"]) =>
    await access.who({ credential, address: null });

  const eva = await add("eva", "editor");
  const by = { type: "account", id: eva } as const;
  deepStrictEqual(await who({ type: "session", session: await enter("eva") }), {
    by,
    role: "editor",
    scopes: null,
  });
  const { token } = await owner.issueSignInLink();
  const started = await owner.signIn({ token, userAgent: null, address: null });
  deepStrictEqual(await who({ type: "session", session: started?.session ?? "" }), {
    by: { type: "owner" },
    role: "admin",
    scopes: null,
  });
  const { key } = await auth.keys.create({
    account: eva,
    name: "Reads",
    scopes: ["metrics:read"],
    expiresAt: null,
  });
  deepStrictEqual(await who({ type: "key", key }), {
    by,
    role: "editor",
    scopes: ["metrics:read"],
  });
  // The workspace's own key is no account's, and administers nothing.
  const own = await who({ type: "key", key: API_KEY });
  deepStrictEqual([own?.by, own?.role, own?.scopes?.includes("admin")], [
    { type: "owner" },
    "editor",
    false,
  ]);
  // A session is no key, and a key no token.
  for (
    const wrong of [
      { type: "session", session: key },
      { type: "key", key: `${API_KEY}x` },
      { type: "bearer", token: key },
    ] as const
  ) equal(await who(wrong), null, wrong.type);
});

databaseTest(
  "createAccess() holds up who tries one key after another, and tells it once",
  async (database) => {
    const { auth } = await makePeople(database);
    const access = createAccess({ auth, apiKey: null });
    const attempt = (address: string) =>
      access.who({ credential: { type: "key", key: "wrong" }, address });
    // A hundred at once may be wrong from one address.
    for (let index = 0; index < 100; index++) equal(await attempt("192.0.2.1"), null);
    for (let index = 0; index < 3; index++) {
      await rejects(attempt("192.0.2.1"), { code: "TOO_OFTEN" });
    }
    equal(await attempt("192.0.2.2"), null);
    const told = await auth.audit.list({ event: "rate_limit_hit", size: 10 });
    deepStrictEqual(told.map(({ address, details }) => [address, details]), [
      ["192.0.2.1", { limit: "wrong_credential" }],
    ]);
  },
);

databaseTest(
  "createAccess() keeps climbing and bugs of pages in the audit log",
  async (database) => {
    const { auth } = await makePeople(database);
    const access = createAccess({ auth, apiKey: null });
    await access.noteClimbing({ path: "/../a", address: "192.0.2.7" });
    await access.noteFault({ request: "r-1", address: "192.0.2.7" });
    // In no order: both may be of one moment.
    const kept = (await auth.audit.list({ size: 2 }))
      .map(({ event, details, address }) => ({ event, details, address }))
      .toSorted((a, b) => b.event.localeCompare(a.event));
    deepStrictEqual(kept, [
      { event: "unhandled_error", details: { request: "r-1" }, address: "192.0.2.7" },
      { event: "path_traversal_tried", details: { path: "/../a" }, address: "192.0.2.7" },
    ]);
  },
);
