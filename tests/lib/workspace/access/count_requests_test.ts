import { deepStrictEqual } from "node:assert/strict";
import { createAuth } from "@/lib/auth/auth.ts";
import { createLog } from "@/lib/log.ts";
import { createRequestCount } from "@/lib/workspace/access/count_requests.ts";
import { requestRates } from "@/lib/workspace/access/request_rates.ts";
import { makeClock, MINUTE, SECOND } from "@/tests/helpers/clock.ts";
import { databaseTest } from "@/tests/helpers/database.ts";

const RATES = requestRates({ requestsPerMinute: 60, ingestsPerMinute: 120 });

databaseTest(
  "createRequestCount() adds up, and notes once a minute what was refused",
  async (database) => {
    const clock = makeClock();
    const log = createLog({ level: "error", write() {} });
    const auth = createAuth({ database, log, signUps: "closed", signingKey: null, now: clock.now });
    const count = createRequestCount({ ...auth, rates: RATES, now: () => clock.now().getTime() });
    const since = clock.now().getTime();
    const used = (key: string, refused = true) => ({
      rate: "requests",
      key,
      uses: 10,
      since,
      refused,
    });
    // A second for each of 60 a minute; half a second for each of 120.
    deepStrictEqual(
      await count({
        told: [
          used("address 192.0.2.1"),
          used("browser anne", false),
          { ...used("browser anne"), rate: "ingest" },
          { ...used("browser anne"), rate: "made up" },
        ],
      }),
      [since + 10 * SECOND, since + 10 * SECOND, since + 5 * SECOND, 0],
    );
    deepStrictEqual(await count({ told: [used("address 192.0.2.1")] }), [since + 20 * SECOND]);
    const notes = async () =>
      (await auth.audit.list({ size: 10 })).map(({ event, account, address, details }) =>
        [event, account, address, details.limit].join(" ")
      );
    const both = ["rate_limit_hit  192.0.2.1 requests", "rate_limit_hit anne  ingest"];
    // Both are of one moment, which has no order.
    deepStrictEqual((await notes()).toSorted(), both);
    clock.move(2 * MINUTE);
    await count({ told: [used("address 192.0.2.1"), used("program owner")] });
    deepStrictEqual(
      (await notes()).toSorted(),
      [
        ...both,
        "rate_limit_hit   requests",
        "rate_limit_hit  192.0.2.1 requests",
      ].toSorted(),
    );
  },
);
