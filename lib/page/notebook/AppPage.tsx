import type { ComponentChildren } from "preact";
import { BlockList } from "@/lib/page/BlockList.tsx";
import type { RowsPlace } from "@/lib/page/DataTable.tsx";
import { ProblemList } from "@/lib/page/ProblemList.tsx";
import { Prose } from "@/lib/page/Prose.tsx";
import type {
  BlockView,
  CellOutput,
  CellView,
  NotebookView,
} from "@/lib/workspace/notebooks/notebook_view.ts";
import { isResult } from "@/lib/workspace/notebooks/is_result.ts";
import { isRowTable } from "@/lib/workspace/notebooks/row_table.ts";
import { type ChartFile, drawingsOf, isDrawn, resultAddress, rowsPlace } from "./CellSection.tsx";
import { liveAttributes } from "./live_attributes.ts";
import { summariesOf } from "./InShort.tsx";
import { isShown } from "./moves.ts";
import { outlineOf } from "./outline.ts";
import { hasPeriod } from "./place.ts";
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";

interface AppPageProps {
  readonly view: NotebookView;
  readonly controls: ComponentChildren;
  /** Whether a script keeps it up to date; readers of links are told no ids and keys. */
  readonly isLive?: boolean;
  /** Tells where the charts and rows of cells are; left out, they are in the workspace. */
  readonly places?: CellPlaces;
}

/** A cell with what it shows. */
export interface ShownCell {
  readonly name: string;
  readonly output: CellOutput;
}

/** Where more of what cells show can be had. */
export interface CellPlaces {
  /** Returns where a chart can be had; `null` where it cannot. */
  chart(cell: ShownCell, file: ChartFile): string | null;
  rows(cell: ShownCell): RowsPlace;
}

/** A notebook as a report with controls: headings, prose and results, nothing to edit. */
export function AppPage(
  { view, controls, isLive = false, places = IN_WORKSPACE }: AppPageProps,
) {
  const { headings } = outlineOf(view.blocks);
  const cells = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  // What is read first stands first, wherever its cell is.
  const summaries = summariesOf(view.blocks).filter((cell) => isResult(cell, cells));
  const isRead = (block: BlockView) =>
    isShown(block) &&
    (block.type === "prose" || isResult(block.cell, cells) && !summaries.includes(block.cell));
  const shown = { setsRange: hasPeriod(view), isLive, places };
  return (
    <main id="content" class="page notebook app" {...(isLive ? liveAttributes(view) : {})}>
      <div class="sheet">
        <header class="masthead">
          <h1>{view.title}</h1>
          {view.description !== null && <p class="lead">{view.description}</p>}
          {controls}
          <div data-swap="in-short">
            {summaries.map((cell) => (
              <div class="in-short" key={cell.name}>
                <AppCell cell={cell} {...shown} />
              </div>
            ))}
          </div>
        </header>
        <div class="blocks">
          {view.blocks.filter(isRead).map((block) =>
            block.type === "prose"
              ? (
                <div class="block passage" key={block.index} data-block={`prose ${block.index}`}>
                  <Prose markdown={block.markdown} headings={headings.get(block.index)} />
                </div>
              )
              : (
                <div class="block" key={block.cell.name} data-block={block.cell.name}>
                  <AppCell cell={block.cell} {...shown} />
                </div>
              )
          )}
        </div>
      </div>
    </main>
  );
}

const IN_WORKSPACE: CellPlaces = {
  chart: ({ output }, file) => resultAddress(output, file),
  rows: ({ name, output }) => rowsPlace(name, output),
};

interface AppCellProps {
  readonly cell: CellView;
  readonly setsRange: boolean;
  readonly isLive: boolean;
  readonly places: CellPlaces;
}

function AppCell({ cell, setsRange, isLive, places }: AppCellProps) {
  const { name, status, output, problems, title } = cell;
  const { sign, word } = statusWords(status);
  return (
    <section
      class={`cell ${status.state}`}
      id={`cell-${name}`}
      data-cell={name}
      data-key={isLive && output !== null && isDrawn(output) ? output.key : undefined}
      data-automatic={cell.automatic ? "" : undefined}
      aria-label={`${title} ${name}`}
    >
      <div data-part="progress" />
      <div data-part="state">
        {word !== "" && (
          <p class="note-of-state">
            <span aria-hidden="true">{sign}</span> {word}
          </p>
        )}
      </div>
      <div data-part="problems">
        {status.state === "failed" && problems.length > 0 && <ProblemList problems={problems} />}
      </div>
      <div class="output">
        {output !== null && (
          <BlockList
            blocks={output.blocks}
            drawings={drawingsOf(output)}
            label={`Rows of ${name}`}
            live={{
              setsRange,
              addressOf: (figure, extension) =>
                places.chart({ name, output }, { figure, extension }),
              rowsOf: (table) => isRowTable(table, output) ? places.rows({ name, output }) : null,
            }}
          />
        )}
      </div>
    </section>
  );
}
