import { deepStrictEqual, equal, match } from "node:assert/strict";
import { startSite } from "@/tests/helpers/started_site.ts";

const ADMIN = { ADMIN_EMAIL: "ann@example.org", ADMIN_PASSWORD: "a long enough one" };
const KEY = "b81d4f7ac03e92657df1c4a8e0937b52d6f1a9c40e8b7352";

Deno.test("start lets in accounts, keys and its owner, each as far as they may", async (t) => {
  await using site = await startSite({ environment: { ...ADMIN, API_KEY: KEY } });
  async function ask(path: string, init: RequestInit = {}) {
    const answer = await fetch(new URL(path, site.origin), { redirect: "manual", ...init });
    const text = await answer.text();
    const isJson = answer.headers.get("Content-Type")?.includes("json") ?? false;
    return { status: answer.status, told: isJson ? JSON.parse(text) : null };
  }
  const post = (sent: unknown): RequestInit => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(sent),
  });
  const logIn = { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD };

  await t.step("nobody is told anything", async () => {
    for (const path of ["/api/sources", "/api/none", "/api/notebooks/one/view"]) {
      deepStrictEqual((await ask(path)).told.code, "NOT_SIGNED_IN", path);
    }
    equal((await ask("/")).status, 303);
  });

  await t.step("the admin of the settings gets tokens, and an end of them", async () => {
    const { status, told } = await ask("/api/auth/login", post(logIn));
    equal(status, 200);
    const bearer = { headers: { Authorization: `Bearer ${told.access_token}` } };
    equal((await ask("/api/sources", bearer)).status, 200);
    equal((await ask("/", bearer)).status, 200);
    equal((await ask("/api/auth/logout", post({ refresh_token: told.refresh_token }))).status, 204);
    equal((await ask("/api/sources", bearer)).status, 401);
  });

  await t.step("the key of the settings does what programs do", async () => {
    const headers = { "X-API-Key": KEY };
    equal((await ask("/api/sources", { headers })).status, 200);
    equal((await ask("/admin", { headers })).status, 403);
    equal((await ask("/account", { headers })).status, 403);
    const wrong = await ask("/api/sources", { headers: { "X-API-Key": `${KEY}0` } });
    equal(wrong.status, 401);
  });

  await t.step("the owner opens with one link, as ever", async () => {
    equal((await site.fetch("/")).status, 200);
    equal((await site.fetch("/admin")).status, 200);
    match(await (await site.fetch("/")).text(), /Daybook/);
  });
});
