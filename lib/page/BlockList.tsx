import type { Block, DetailsBlock, NumberBlock } from "@/lib/chart/block.ts";
import { isHalf } from "@/lib/chart/figure.ts";
import { assignColours, type ColourAssignment } from "@/lib/chart/theme.ts";
import { BigNumber } from "./BigNumber.tsx";
import { DataTable } from "./DataTable.tsx";
import { FigureView, type LiveOptions } from "./FigureView.tsx";
import { Paragraphs } from "./Paragraphs.tsx";
import { ProblemList } from "./ProblemList.tsx";
import type { Drawings } from "./report_shape.ts";

interface BlockListProps {
  readonly blocks: readonly Block[];
  readonly drawings: Drawings;
  /** Names a table that has no title of its own. */
  readonly label?: string;
  /** Left out where there are no scripts, as in files. */
  readonly live?: LiveOptions;
}

/** Blocks one below the other; numbers that follow each other stand in a row, half charts in pairs. */
export function BlockList({ blocks, drawings, label, live }: BlockListProps) {
  const lively = live && { ...live, colours: assignColours(blocks) };
  const shared = { drawings, label, live: lively };
  return (
    <>
      {inRows(blocks).map((row, index) => {
        const pieces = row.blocks.map((block, place) =>
          block.type === "number"
            ? <BigNumber key={place} block={block} />
            : <BlockView key={row.type === "alone" ? index : place} block={block} {...shared} />
        );
        return row.type === "alone" ? pieces : <div key={index} class={row.type}>{pieces}</div>;
      })}
    </>
  );
}

/** Blocks that stand together: alone, or in a row of their kind, which is its class. */
interface Row {
  readonly type: "alone" | "numbers" | "halves";
  readonly blocks: Block[];
}

function inRows(blocks: readonly Block[]): readonly Row[] {
  const rows: Row[] = [];
  for (const block of blocks) {
    const type = block.type === "number" ? "numbers" : isHalf(block) ? "halves" : "alone";
    const last = rows.at(-1);
    if (type !== "alone" && last?.type === type) last.blocks.push(block);
    else rows.push({ type, blocks: [block] });
  }
  return rows;
}

interface BlockViewProps {
  readonly block: Exclude<Block, NumberBlock>;
  readonly drawings: Drawings;
  readonly label?: string;
  readonly live?: LiveOptions & { readonly colours: ColourAssignment };
}

function BlockView({ block, drawings, label, live }: BlockViewProps) {
  switch (block.type) {
    case "line":
    case "area":
    case "multiples":
    case "bar":
    case "waterfall":
    case "scatter":
    case "histogram":
    case "heatmap":
      return <FigureView figure={block} drawing={drawings.get(block) ?? null} live={live} />;
    case "table":
      return <DataTable table={block} label={label} rowsAt={live?.rowsOf(block) ?? null} />;
    case "text":
      return <Paragraphs block={block} />;
    case "problems":
      return <ProblemList problems={block.problems} full={live === undefined} />;
    case "details":
      return <Details block={block} label={label} edits={live?.edits} />;
  }
}

interface DetailsProps {
  readonly block: DetailsBlock;
  readonly label?: string;
  readonly edits?: string;
}

/** One line with more behind it; works without scripts. */
function Details({ block: { badge, blocks, name, summary }, label, edits }: DetailsProps) {
  return (
    <details class="details">
      <summary title={name}>
        {/* The summary says it too. */}
        {badge !== null && (
          <span class={`badge ${badge.tone}`} aria-hidden="true">{badge.text}</span>
        )}
        {summary}
      </summary>
      {blocks.map((block, index) => block.type === "table"
        ? <DataTable key={index} table={block} label={label} edits={edits} />
        : <Paragraphs key={index} block={block} />
      )}
    </details>
  );
}
