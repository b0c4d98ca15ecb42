import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import type { CellView } from "@/lib/workspace/notebooks/contract.ts";
import type { NotebookPlace } from "./place.ts";

interface CellFormProps {
  readonly cell: CellView;
  readonly place: NotebookPlace;
  /** What the reader wrote, where it could not be saved. */
  readonly text?: string;
}

/** The body of a cell as text, in a form that needs no script. */
export function CellForm({ cell, place, text = cell.text }: CellFormProps) {
  const rows = Math.min(30, Math.max(4, text.split("\n").length + 1));
  return (
    <form class="cell-form" method="post" action={`${place.address}#cell-${cell.name}`}>
      <HiddenFields fields={{ do: "set_body", cell: cell.name, revision: place.revision }} />
      <label for={`body-${cell.name}`}>{cell.title}, as text</label>
      <textarea
        id={`body-${cell.name}`}
        name="text"
        rows={rows}
        class="code"
        spellcheck={false}
        autocapitalize="off"
      >
        {text}
      </textarea>
      <div class="row">
        <button type="submit" name="then" value="run" class="primary">Save and run</button>
        <button type="submit" name="then" value="save">Save</button>
        <a class="button quiet" href={`${place.address}#cell-${cell.name}`}>Close</a>
      </div>
    </form>
  );
}
