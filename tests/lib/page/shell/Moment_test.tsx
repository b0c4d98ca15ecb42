import { deepStrictEqual as assertEquals } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Moment } from "@/lib/page/shell/Moment.tsx";

Deno.test("Moment names the zone that it is told in", () => {
  assertEquals(
    renderToString(<Moment at="2026-07-06T02:15:09Z" />),
    '<time datetime="2026-07-06T02:15:09.000Z" data-moment="">6 Jul 2026, 02:15 UTC</time>',
  );
});

Deno.test("Moment says where only the minute will do", () => {
  assertEquals(
    renderToString(<Moment at="2026-07-06T02:15:00.000Z" exact />),
    '<time datetime="2026-07-06T02:15:00.000Z" data-moment="exact">6 Jul 2026, 02:15 UTC</time>',
  );
});
