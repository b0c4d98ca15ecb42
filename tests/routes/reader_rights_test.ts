import { equal, ok } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { migrate } from "@/lib/db/migrate.ts";
import { createLog } from "@/lib/log.ts";
import { filesBelow } from "@/lib/web/modules.ts";
import { routeTable } from "@/lib/web/routes.ts";
import { createAccess } from "@/lib/workspace/access/access.ts";
import { createLinks } from "@/lib/workspace/links/links.ts";
import { createOwner } from "@/lib/workspace/owner/owner.ts";
import { databaseTest } from "@/tests/helpers/database.ts";
import { linkAsked } from "@/tests/helpers/link_asked.ts";
import { makeShelf, makeView } from "@/tests/helpers/linked_notebooks.ts";
import { POLICIES } from "@/tests/helpers/policies.ts";
import { reports } from "@/tests/helpers/reports.ts";
import { formOf, openPages } from "@/tests/helpers/site.ts";

/** Pages that need nobody: where one signs in, what is told to programs, and what links show. */
const FOR_ALL = Object.entries(POLICIES)
  .filter(([, access]) => access.every((one) => one === "everyone" || one === "link_readers"))
  .map(([pattern]) => pattern);

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "SEARCH"];

databaseTest(
  "A link opens its own page and no other route, however it is sent",
  async (database, t) => {
    await migrate(database);
    const notebooks = makeShelf();
    notebooks.put(makeView());
    const log = createLog({ level: "error" });
    const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
    const access = createAccess({ auth, apiKey: null });
    const owner = createOwner({ database, log });
    const links = createLinks({ database, notebooks, log, reports, waitMilliseconds: 1 });
    const { id, token } = await links.create(linkAsked({ verb: "view_and_set" }));
    const fetchPage = await openPages({ access, links, owner });
    equal((await fetchPage(`/s/${token}`)).status, 200);

    const patterns = routeTable(await filesBelow("routes")).map(({ pattern }) => pattern);
    ok(patterns.includes("/s/:token"));
    for (const pattern of patterns.filter((one) => !FOR_ALL.includes(one))) {
      await t.step(pattern, async () => {
        for (const text of [token, id, "sales"]) {
          const path = pattern.replaceAll(/:\w+(\{[^}]*\})?\??/g, text);
          for (const method of METHODS) {
            const { headers } = formOf({});
            const response = await fetchPage(`${path}?token=${token}&session=${token}`, {
              method,
              headers: {
                ...headers,
                Cookie: `daybook_session=${token}; daybook_link=${token}`,
                Authorization: `Bearer ${token}`,
              },
            });
            await response.body?.cancel();
            const toSignIn = response.headers.get("Location")?.startsWith("/sign-in?") === true;
            ok(
              // So many wrong tokens are too many after a while.
              response.status === 401 || response.status === 429 ||
                (response.status === 303 && toSignIn),
              `${method} ${path}`,
            );
          }
        }
      });
    }
    equal(new Set(notebooks.asked.map((asked) => asked.id)).size, 1);
  },
);
