import { strictEqual as assertIs } from "node:assert/strict";
import { render } from "preact-render-to-string";
import { NeedsView } from "@/lib/page/notebook/NeedsView.tsx";

const PROBLEMS = [{
  severity: "error",
  code: "BAD_NOTEBOOK",
  message: 'Cannot use the cell "next" as it needs the key "measure": current value is none',
  place: { cell: "next" },
  remedy: "Add the key measure",
}] as const;
const PLACE = {
  id: "1",
  address: "/notebooks/1",
  revision: 1,
  editable: true,
  opened: { type: "nothing" },
  setsRange: false,
} as const;

Deno.test("NeedsView says what to do, and leads there who may", () => {
  assertIs(
    render(<NeedsView cell="next" problems={PROBLEMS} place={PLACE} />),
    '<p class="note">Add the key measure. ' +
      '<a href="/notebooks/1?edit-cell=next#cell-next">Set it up</a></p>',
  );
  assertIs(
    render(
      <NeedsView cell="next" problems={PROBLEMS} place={{ ...PLACE, editable: false }} />,
    ),
    '<p class="note">Add the key measure</p>',
  );
});
