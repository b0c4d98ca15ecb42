import { BlockList } from "@/lib/page/BlockList.tsx";
import type { BlockView, CellView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Returns the cells that say in sentences what the others show, and have something to say. */
export function summariesOf(blocks: readonly BlockView[]): readonly CellView[] {
  return blocks.flatMap((block) =>
    block.type === "cell" && block.cell.kind === "summary" && isSaid(block.cell) ? [block.cell] : []
  );
}

function isSaid({ status, output }: CellView): boolean {
  return output !== null && output.blocks.length > 0 && status.state !== "disabled";
}

/** What a notebook comes to, above everything that leads there. */
export function InShort({ blocks }: { readonly blocks: readonly BlockView[] }) {
  return (
    <>
      {summariesOf(blocks).map(({ name, status, output }) => (
        <section
          key={name}
          class={`in-short ${status.state}`}
          aria-label={`In short, from ${name}`}
        >
          <BlockList blocks={output?.blocks ?? []} drawings={new Map()} label={`Rows of ${name}`} />
          {status.state !== "fresh" && (
            <p class="note">
              From an older result of <a href={`#cell-${name}`}>{name}</a>
            </p>
          )}
        </section>
      ))}
    </>
  );
}
