import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";

databaseTest("POST /sign-out ends the session, and the browser forgets it", async (database) => {
  await migrate(database);
  const owner = createOwner({ database, log: createLog({ level: "error" }) });
  const { token } = await owner.issueSignInLink();
  const started = await owner.signIn({ token, userAgent: null });
  ok(started);
  const fetchPage = await openPages({ owner }, ["routes/sign-out.ts"]);
  const form = formOf({});
  const answer = await fetchPage("/sign-out", {
    ...form,
    headers: { ...form.headers, Cookie: `daybook_session=${started.session}` },
  });
  deepStrictEqual([answer.status, answer.headers.get("Location")], [303, "/sign-in"]);
  match(answer.headers.get("Set-Cookie") ?? "", /^daybook_session=; .*Max-Age=0/);
  equal(await owner.session(started), null);
});
