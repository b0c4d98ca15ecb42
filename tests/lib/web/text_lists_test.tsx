import { deepStrictEqual as assertEquals } from "node:assert/strict";
import type { ComponentChildren } from "preact";
import { renderToString } from "preact-render-to-string";
import "@/lib/web/text_lists.ts";

/** A component whose children stand in an element of its own. */
function Box({ children }: { readonly children?: ComponentChildren }) {
  return <div>{children}</div>;
}

const NAME = 'R&D "<b>"';
const ESCAPED = "R&amp;D &quot;&lt;b>&quot;";

Deno.test("text_lists writes a text in a list of children as it is", () => {
  const drawn = renderToString(
    <Box>
      {NAME}
      <i>{NAME}</i>
    </Box>,
  );
  assertEquals(drawn, `<div>${ESCAPED}<i>${ESCAPED}</i></div>`);
});

Deno.test("text_lists writes lists within lists, and numbers, as they are", () => {
  const drawn = renderToString(<p>{[NAME, [3, [NAME]], null, false]}</p>);
  assertEquals(drawn, `<p>${ESCAPED}3${ESCAPED}</p>`);
});

Deno.test("text_lists leaves a list of texts as good as it was for another page", () => {
  const words = [NAME, " and more"];
  const draw = () => renderToString(<p>{words}</p>);
  assertEquals([draw(), draw()], Array(2).fill(`<p>${ESCAPED} and more</p>`));
});

Deno.test("text_lists lets no markup of a text through", () => {
  assertEquals(renderToString(<p>{["<script>"]}</p>), "<p>&lt;script></p>");
});
