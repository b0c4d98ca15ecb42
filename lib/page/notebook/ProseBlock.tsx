import { Prose } from "@/lib/page/Prose.tsx";
import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import type { PlacedHeading } from "./outline.ts";
import { type NotebookPlace, openAddress } from "./place.ts";

interface ProseBlockProps {
  readonly index: number;
  readonly markdown: string;
  readonly headings: readonly PlacedHeading[];
  readonly place: NotebookPlace;
}

/** Prose, or its Markdown where it is being edited. */
export function ProseBlock({ index, markdown, headings, place }: ProseBlockProps) {
  const { opened } = place;
  if (opened.type === "prose" && opened.index === index) {
    return <ProseForm index={index} markdown={markdown} place={place} />;
  }
  return (
    <div class="passage" id={`block-${index}`} data-index={index} tabIndex={-1}>
      <Prose markdown={markdown} headings={headings} />
      {place.editable && (
        <a
          class="button quiet edit"
          href={openAddress(place, { type: "prose", index })}
          aria-label="Edit this prose"
          title="Edit"
          data-command="edit"
        >
          <Icon name="edit" />
        </a>
      )}
    </div>
  );
}

function ProseForm({ index, markdown, place }: Omit<ProseBlockProps, "headings">) {
  const rows = Math.min(24, Math.max(4, markdown.split("\n").length + 1));
  return (
    <form class="passage editing" id={`block-${index}`} method="post" action={place.address}>
      <HiddenFields fields={{ do: "set_prose", block: index, revision: place.revision }} />
      <label for={`prose-${index}`}>Prose, in Markdown; saved without any, it is gone</label>
      <textarea id={`prose-${index}`} name="text" rows={rows} class="code" spellcheck>
        {markdown}
      </textarea>
      <div class="row">
        <button type="submit" class="primary">Save</button>
        <a class="button quiet" href={place.address}>Cancel</a>
      </div>
    </form>
  );
}
