import type { ComponentChildren } from "preact";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { ProblemList } from "@/lib/page/ProblemList.tsx";
import { Prose } from "@/lib/page/Prose.tsx";
import type {
  BlockView,
  CellOutput,
  CellView,
  NotebookView,
} from "@/lib/workspace/notebooks/contract.ts";
import { type ChartFile, drawingsOf, resultAddress } from "./CellSection.tsx";
import { liveAttributes } from "./live_attributes.ts";
import { isShown } from "./moves.ts";
import { outlineOf } from "./outline.ts";
import { hasPeriod } from "./place.ts";
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";

/** Kinds whose rows are a means: a reader of results is shown what they lead to. */
const MEANS: readonly string[] = ["load", "clean", "check", "sql"];

interface AppPageProps {
  readonly view: NotebookView;
  readonly controls: ComponentChildren;
  /** Whether a script keeps it up to date; readers of links are told no ids and keys. */
  readonly isLive?: boolean;
  /** Tells where the charts of cells are; left out, they are nowhere but on the page. */
  readonly chartAddress?: ChartAddress;
}

/** Returns where a chart of a cell can be had; `null` where it cannot. */
export type ChartAddress = (
  cell: { readonly name: string; readonly output: CellOutput },
  file: ChartFile,
) => string | null;

/** A notebook as a report with controls: headings, prose and results, nothing to edit. */
export function AppPage(
  { view, controls, isLive = false, chartAddress = isLive ? inResults : nowhere }: AppPageProps,
) {
  const { headings } = outlineOf(view.blocks);
  return (
    <main id="content" class="page notebook app" {...(isLive ? liveAttributes(view) : {})}>
      <div class="sheet">
        <header class="masthead">
          <h1>{view.title}</h1>
          {view.description !== null && <p class="lead">{view.description}</p>}
          {controls}
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
                  <AppCell
                    cell={block.cell}
                    setsRange={hasPeriod(view)}
                    isLive={isLive}
                    chartAddress={chartAddress}
                  />
                </div>
              )
          )}
        </div>
      </div>
    </main>
  );
}

const nowhere: ChartAddress = () => null;

const inResults: ChartAddress = ({ output }, file) => resultAddress(output, file);

function isRead(block: BlockView): boolean {
  return isShown(block) && (block.type === "prose" || isResult(block.cell));
}

function isResult({ kind, status, output }: CellView): boolean {
  if (status.state === "disabled") return false;
  if (!MEANS.includes(kind)) return true;
  return status.state === "failed" || (output?.blocks.some(({ type }) => type === "problems") ??
    false);
}

interface AppCellProps {
  readonly cell: CellView;
  readonly setsRange: boolean;
  readonly isLive: boolean;
  readonly chartAddress: ChartAddress;
}

function AppCell({ cell, setsRange, isLive, chartAddress }: AppCellProps) {
  const { name, status, output, problems, title } = cell;
  const { sign, word } = statusWords(status);
  return (
    <section
      class={`cell ${status.state}`}
      id={`cell-${name}`}
      data-cell={name}
      data-key={isLive ? output?.key : undefined}
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
                chartAddress({ name, output }, { figure, extension }),
            }}
          />
        )}
      </div>
    </section>
  );
}
