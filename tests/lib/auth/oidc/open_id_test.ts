import { deepStrictEqual, equal, match } from "node:assert/strict";
import { freePort } from "@/tests/helpers/free_port.ts";
import { configOf, startProvider } from "@/tests/helpers/open_id_provider.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

Deno.test("createOpenId() lets people into a site that was started with its settings", async () => {
  const port = freePort();
  const origin = `http://127.0.0.1:${port}`;
  await using provider = await startProvider([`${origin}/sign-in/openid/back`]);
  const { issuer, clientId, clientSecret, title } = configOf(provider);
  await using site = await startSite({
    words: ["--port", String(port)],
    environment: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_ALLOWED_DOMAINS: "example.com",
      OIDC_NAME: title,
    },
  });
  equal(site.origin, origin);
  provider.people.set("1", { email: "eva@example.com", email_verified: true, name: "Eva" });
  const page = await fetch(`${origin}/sign-in`);
  match(await page.text(), /Sign in with Example/);
  const begun = await fetch(`${origin}/sign-in/openid?next=/account`, { redirect: "manual" });
  await begun.body?.cancel();
  const cookieOf = (answer: Response, name: string) =>
    answer.headers.getSetCookie().find((one) => one.startsWith(name))?.split(";")[0] ?? "";
  const back = await provider.walk(begun.headers.get("Location") ?? "", "1");
  const ended = await fetch(back, {
    redirect: "manual",
    headers: { Cookie: cookieOf(begun, "daybook_openid") },
  });
  await ended.body?.cancel();
  deepStrictEqual([ended.status, ended.headers.get("Location")], [303, "/account"]);
  const Cookie = cookieOf(ended, "daybook_session");
  const account = await (await fetch(`${origin}/account`, { headers: { Cookie } })).text();
  match(account, /eva@example\.com\. Viewer/);
  match(account, /Another place proves who you are/);
});
