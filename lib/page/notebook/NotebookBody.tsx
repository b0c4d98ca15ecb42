import type { ComponentChildren } from "preact";
import type { Problem } from "@/lib/errors.ts";
import type { BlockView, CellView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { AddBlock } from "./AddBlock.tsx";
import { CellSection } from "./CellSection.tsx";
import { isShown, movesOf } from "./moves.ts";
import type { Outline } from "./outline.ts";
import type { NotebookPlace } from "./place.ts";
import { ProseBlock } from "./ProseBlock.tsx";

interface NotebookBodyProps {
  readonly blocks: readonly BlockView[];
  readonly outline: Outline;
  readonly place: NotebookPlace;
  /** Gives the editor of the cell that is open. */
  readonly editor: (cell: CellView) => ComponentChildren;
  /** What is wrong with it that the editor tells. */
  readonly told?: readonly Problem[];
}

/** Prose and cells, one below the other, with a gap before each where more can be added. */
export function NotebookBody({ blocks, outline, place, editor, told }: NotebookBodyProps) {
  const { opened, editable } = place;
  const isOpen = ({ name }: CellView) => opened.type === "cell" && opened.cell === name;
  return (
    <div class="blocks">
      {blocks.filter(isShown).map((block) => (
        <div class="block" key={keyOf(block)} data-block={keyOf(block)}>
          {editable && <AddBlock at={block.index} place={place} />}
          {block.type === "prose"
            ? (
              <ProseBlock
                index={block.index}
                markdown={block.markdown}
                headings={outline.headings.get(block.index) ?? []}
                place={place}
              />
            )
            : (
              <CellSection
                cell={block.cell}
                index={block.index}
                moves={movesOf(blocks, block.index)}
                level={outline.cellLevels.get(block.index) ?? 2}
                place={place}
                told={isOpen(block.cell) ? told : undefined}
              >
                {isOpen(block.cell) ? editor(block.cell) : null}
              </CellSection>
            )}
        </div>
      ))}
      {editable && blocks.length > 0 && (
        <div class="block" data-block="end">
          <AddBlock at={blocks.length} place={place} />
        </div>
      )}
    </div>
  );
}

function keyOf(block: BlockView): string {
  return block.type === "cell" ? block.cell.name : `prose ${block.index}`;
}
