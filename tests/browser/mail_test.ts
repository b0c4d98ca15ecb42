import { deepStrictEqual as assertEquals, match } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { browserTest } from "@/tests/helpers/browser.ts";
import { startMailServer } from "@/tests/helpers/mail_server.ts";
import { follow, runAll, sticksOut, violations, watch } from "@/tests/helpers/seen.ts";
import { startSite } from "@/tests/helpers/started_site.ts";

const NOTEBOOK = `---
title: Sales of Ünal & Sons
---

\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,10
  2026-01-02,South,20
  2026-01-03,North,40
\`\`\`

\`\`\`kpi daily
time: day
grain: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
\`\`\`

\`\`\`summary brief
mail:
  to: [ann@example.org, "Bea Ünal <bea@example.org>"]
template: Revenue came to {{ daily.revenue.total }}.
\`\`\`
`;

browserTest(
  "a summary is shown as a mail, sent and ended, without scripts too",
  async ({ browser }) => {
    await using server = await startMailServer();
    await using site = await startSite({
      environment: { SMTP_URL: server.url, EMAIL_FROM: "Daybook <daybook@example.org>" },
    });
    const { origin, link } = site;
    await using seen = await watch(browser, { origin });
    const { page, faults } = seen;
    await page.goto(link);
    await page.goto(origin);
    await page.getByTitle("Bring in a notebook file").click();
    await page.setInputFiles("#import-file", {
      name: "sales.md",
      mimeType: "text/markdown",
      buffer: Buffer.from(NOTEBOOK),
    });
    await follow(page.getByRole("button", { name: "Import", exact: true }));
    await runAll(page);
    await page.getByTitle("More for brief").click();
    await follow(page.getByRole("link", { name: "Preview mail" }));

    const letter = page.frameLocator("iframe.letter");
    assertEquals(await letter.locator("h1").textContent(), "Sales of Ünal & Sons");
    await letter.getByText("Revenue came to €70.").waitFor();
    const widths = await letter.locator("img").evaluateAll((images) =>
      images.map((image) => (image as HTMLImageElement).naturalWidth > 600)
    );
    assertEquals(widths.slice(0, 1), [true]);
    assertEquals(await violations(page), []);
    const address = page.url();

    const plain = await browser.newContext({
      javaScriptEnabled: false,
      colorScheme: "dark",
      viewport: { width: 390, height: 844 },
      storageState: await seen.context.storageState(),
    });
    const phone = await plain.newPage();
    await phone.goto(address);
    await follow(phone.getByRole("button", { name: "Send to 2 readers" }));
    const states = await phone.locator(".mail-list .state").allTextContents();
    assertEquals(states, ["Taken by the server", "Taken by the server"]);
    assertEquals(await phone.getByRole("button", { name: /^Send/ }).count(), 0);
    await phone.getByText("There is nobody left to send it to.").waitFor();

    assertEquals(server.arrived.map(({ to }) => to[0]).toSorted(), [
      "ann@example.org",
      "bea@example.org",
    ]);
    const [{ mail, raw }] = server.arrived;
    assertEquals(mail.subject, "Sales of Ünal & Sons");
    match(mail.text ?? "", /Revenue came to €70\./);
    const stop = /^List-Unsubscribe: <(\S+)>/m.exec(raw)?.[1] ?? "";
    assertEquals(new URL(stop).origin, origin);

    // Whoever got it has no account.
    const reader = await browser.newContext({ javaScriptEnabled: false });
    const reading = await reader.newPage();
    await reading.goto(stop);
    await follow(reading.getByRole("button", { name: "End these mails" }));
    await reading.getByRole("heading", { name: "No more mails", exact: true }).waitFor();
    // As a mail program does it, without having read the page.
    const second = /^List-Unsubscribe: <(\S+)>/m.exec(server.arrived[1].raw)?.[1] ?? "";
    const answer = await fetch(second, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    assertEquals([answer.status, (await answer.text()).includes("You get no more mails")], [
      200,
      true,
    ]);
    assertEquals((await fetch(`${origin}/mail/stop/nothing`)).status, 404);

    await page.reload();
    assertEquals(await page.getByText("wants no more of these").count(), 2);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      assertEquals(await sticksOut(page), []);
    }
    const folder = Deno.env.get("PICTURES");
    if (folder !== undefined) {
      await page.screenshot({ path: `${folder}/light.png`, fullPage: true });
      await phone.screenshot({ path: `${folder}/dark_phone.png`, fullPage: true });
      await reading.screenshot({ path: `${folder}/stop.png`, fullPage: true });
    }
    assertEquals(faults, []);
    await plain.close();
    await reader.close();
  },
);
