import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import { KIND_WORDS } from "./kinds.ts";
import { type NotebookPlace, openAddress } from "./place.ts";

interface AddBlockProps {
  /** The new block comes before the one of this index. */
  readonly at: number;
  readonly place: NotebookPlace;
}

/** The gap between two blocks: a quiet sign, or the choice of what to add there. */
export function AddBlock({ at, place }: AddBlockProps) {
  if (place.opened.type !== "add" || place.opened.at !== at) {
    return (
      <div class="gap">
        <a href={openAddress(place, { type: "add", at })}>
          <Icon name="add" />
          <span>Add a cell or prose here</span>
        </a>
      </div>
    );
  }
  return (
    <form class="adding" id={`add-${at}`} method="post" action={place.address}>
      <HiddenFields fields={{ do: "add", at, revision: place.revision }} />
      <p class="label">What comes here?</p>
      <div class="choices">
        {KIND_WORDS.map(({ kind, title, does }) => (
          <button key={kind} type="submit" name="kind" value={kind}>
            <strong>{title}</strong>
            <small>{does}</small>
          </button>
        ))}
        <button type="submit" name="kind" value="prose">
          <strong>Prose</strong>
          <small>Words between the cells, in Markdown</small>
        </button>
      </div>
      <a class="button quiet" href={place.address}>Cancel</a>
    </form>
  );
}
