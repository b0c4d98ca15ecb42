import type { ComponentChildren } from "preact";
import { BlockList } from "@/lib/page/BlockList.tsx";
import { ProblemList } from "@/lib/page/ProblemList.tsx";
import { Prose } from "@/lib/page/Prose.tsx";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/contract.ts";
import { drawingsOf } from "./CellSection.tsx";
import { isShown } from "./moves.ts";
import { outlineOf } from "./outline.ts";
import { hasPeriod } from "./place.ts";
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";

/** Kinds whose rows are a means: a reader of results is shown what they lead to. */
const MEANS: readonly string[] = ["load", "clean", "check", "sql"];

interface AppPageProps {
  readonly view: NotebookView;
  readonly controls: ComponentChildren;
}

/** A notebook as a report with controls: headings, prose and results, nothing to edit. */
export function AppPage({ view, controls }: AppPageProps) {
  const { headings } = outlineOf(view.blocks);
  return (
    <main id="content" class="page notebook app">
      <div class="sheet">
        <header class="masthead">
          <h1>{view.title}</h1>
          {view.description !== null && <p class="lead">{view.description}</p>}
          {controls}
        </header>
        {view.blocks.map((block) =>
          block.type === "prose"
            ? isShown(block) && (
              <div class="passage" key={block.index}>
                <Prose markdown={block.markdown} headings={headings.get(block.index)} />
              </div>
            )
            : isResult(block.cell) && (
              <AppCell key={block.cell.name} cell={block.cell} setsRange={hasPeriod(view)} />
            )
        )}
      </div>
    </main>
  );
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
}

function AppCell({ cell, setsRange }: AppCellProps) {
  const { name, status, output, problems, title } = cell;
  const { sign, word } = statusWords(status);
  return (
    <section class={`cell ${status.state}`} id={`cell-${name}`} aria-label={`${title} ${name}`}>
      {word !== "" && (
        <p class="note-of-state">
          <span aria-hidden="true">{sign}</span> {word}
        </p>
      )}
      {status.state === "failed" && problems.length > 0 && <ProblemList problems={problems} />}
      {output !== null && (
        <div class="output">
          <BlockList
            blocks={output.blocks}
            drawings={drawingsOf(output)}
            label={`Rows of ${name}`}
            live={{ setsRange }}
          />
        </div>
      )}
    </section>
  );
}
