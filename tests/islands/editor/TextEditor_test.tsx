import { match as assertMatch } from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { createAsker } from "@/islands/editor/ask.ts";
import { TextEditor } from "@/islands/editor/TextEditor.tsx";

const TEXT = "time: day\n</textarea>";

Deno.test("TextEditor() shows its text without scripts", () => {
  const nothing = () => {};
  const html = renderToString(
    <TextEditor
      id="body"
      label="Body"
      text={TEXT}
      given={0}
      asker={createAsker({ notebook: "one", cell: "daily", parameters: {} })}
      onText={nothing}
      onMarkers={nothing}
      onLeave={nothing}
      onRun={nothing}
      onFormat={nothing}
    />,
  );
  assertMatch(html, />time: day\n&lt;\/textarea><\/textarea>/);
});
