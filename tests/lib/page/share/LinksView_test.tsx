import { ok as assert } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { NEW_LINK } from "@/lib/page/share/LinkForm.tsx";
import { LinksView } from "@/lib/page/share/LinksView.tsx";
import { NEW_PERSON } from "@/lib/page/share/PeopleSection.tsx";
import type { LinkEntry } from "@/lib/workspace/links/contract.ts";
import { sampleNotebook } from "@/tests/fixtures/sample_notebook.ts";

const LINK: LinkEntry = {
  id: "one",
  notebook: "sales",
  label: "For the board",
  verb: "view",
  mode: "live",
  parameters: {},
  locked: [],
  embedHosts: [],
  expiresAt: null,
  hasPassword: false,
  maker: null,
  createdAt: "2026-07-06T02:15:09.000Z",
  lastUsedAt: null,
  uses: 0,
  revokedAt: null,
};

function htmlOf(links: readonly LinkEntry[], revoked: string | null = null): string {
  return renderToString(
    <LinksView
      view={sampleNotebook}
      links={links}
      address="/notebooks/sales/links"
      notebookAddress="/notebooks/sales"
      draft={NEW_LINK}
      made={null}
      fault={null}
      revoked={revoked}
      now={new Date("2026-07-07T00:00:00Z")}
      people={null}
      person={NEW_PERSON}
      personFault={null}
      giveFault={null}
    />,
  );
}

/** Whether the list of links stands above the form that makes one. */
function listsFirst(links: readonly LinkEntry[]): boolean {
  const html = htmlOf(links);
  const [list, form] = [html.indexOf('id="links"'), html.indexOf('id="new"')];
  assert(list >= 0 && form >= 0 && html.split('id="links"').length === 2, html);
  return list < form;
}

Deno.test("LinksView() lists links above the form once there is one that leads somewhere", () => {
  assert(!listsFirst([]));
  assert(listsFirst([LINK]));
  assert(!listsFirst([{ ...LINK, revokedAt: "2026-07-06T12:00:00.000Z" }]));
  assert(!listsFirst([{ ...LINK, maker: { name: "Ann", mayShare: false } }]));
});

Deno.test("LinksView() says who made a link, and that it stopped with them", () => {
  assert(htmlOf([LINK]).match(/<li>made <time[^>]*>[^<]*<\/time><\/li>/));
  const made = { ...LINK, maker: { name: "Ann & Co", mayShare: true } };
  assert(htmlOf([made]).includes("</time> by Ann &amp; Co</li>"));
  assert(!htmlOf([made]).includes("stopped"));
  const stopped = htmlOf([{ ...made, maker: { name: "Ann", mayShare: false } }]);
  assert(stopped.includes("stopped: Ann may not share the notebook now"));
  // It would go on where they may again, so it can be ended for good.
  assert(stopped.includes("Revoke"));
  const revoked = { ...made, maker: { name: "Ann", mayShare: false }, revokedAt: LINK.createdAt };
  assert(!htmlOf([revoked]).includes("stopped"));
});

Deno.test("LinksView() offers to undo what can be undone", async (t) => {
  const at = "2026-07-06T12:00:00.000Z";
  const cases: readonly (readonly [string, Partial<LinkEntry>, boolean])[] = [
    ["revoked half a day ago", { revokedAt: at }, true],
    ["revoked a day ago", { revokedAt: "2026-07-06T00:00:00.000Z" }, false],
    ["over since", { revokedAt: at, expiresAt: "2026-07-06T23:00:00.000Z" }, false],
    ["brought back", {}, false],
  ];
  for (const [name, changes, expected] of cases) {
    await t.step(name, () => {
      const html = htmlOf([{ ...LINK, ...changes }], "one");
      assert(html.includes(">Undo<") === expected, html);
    });
  }
  assert(htmlOf([{ ...LINK, label: "", revokedAt: at }], "one").includes("a link without a name"));
  assert(!htmlOf([{ ...LINK, revokedAt: at }], "another").includes(">Undo<"));
});
