import { equal } from "node:assert/strict";
import { openPages } from "@/tests/helpers/site.ts";

Deno.test("robots.txt keeps robots out, without anybody signed in", async () => {
  const fetchPage = await openPages({}, ["routes/robots.txt.ts"]);
  const answer = await fetchPage("/robots.txt");
  equal(answer.status, 200);
  equal(await answer.text(), "User-agent: *\nDisallow: /\n");
  equal(answer.headers.get("X-Robots-Tag"), "noindex, nofollow");
});
