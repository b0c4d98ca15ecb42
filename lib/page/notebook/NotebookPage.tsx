import type { ComponentChildren } from "preact";
import type { Problem } from "@/lib/errors.ts";
import { ProblemList } from "@/lib/page/ProblemList.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { AddBlock } from "./AddBlock.tsx";
import { InShort } from "./InShort.tsx";
import { liveAttributes } from "./live_attributes.ts";
import { NotebookBody } from "./NotebookBody.tsx";
import { NotebookTools } from "./NotebookTools.tsx";
import { outlineOf } from "./outline.ts";
import { OutlineView } from "./OutlineView.tsx";
import type { NotebookPlace } from "./place.ts";

interface NotebookPageProps {
  readonly view: NotebookView;
  readonly place: NotebookPlace;
  /** Tells whether the page follows the notebook. */
  readonly live: ComponentChildren;
  /** The controls of the parameters. */
  readonly controls: ComponentChildren;
  readonly editor: (cell: CellView) => ComponentChildren;
  /** What is wrong with the open cell that the editor tells. */
  readonly told: readonly Problem[];
  /** What a reader must decide before going on, such as a conflict. */
  readonly children?: ComponentChildren;
}

/** A notebook with its tools, its outline, and everything that can be edited on it. */
export function NotebookPage(props: NotebookPageProps) {
  const { view, place, live, controls, editor, told } = props;
  const outline = outlineOf(view.blocks);
  return (
    <>
      <Bar section={null} where={view.title}>
        {live}
        <NotebookTools view={view} place={place} />
      </Bar>
      <main
        id="content"
        class="page notebook with-outline"
        {...liveAttributes(view)}
      >
        <nav aria-label="Outline">
          <div class="outline beside" data-swap="outline">
            <OutlineView entries={outline.entries} />
          </div>
          <details class="outline above">
            <summary>Outline and graph</summary>
            <div data-swap="outline-above">
              <OutlineView entries={outline.entries} />
            </div>
          </details>
        </nav>
        <div class="sheet">
          <div data-swap="decision">{props.children}</div>
          <header class="masthead">
            <div data-swap="title">
              <h1>{view.title}</h1>
              {view.description !== null && <p class="lead">{view.description}</p>}
            </div>
            {controls}
            <div data-swap="in-short">
              <InShort blocks={view.blocks} />
            </div>
          </header>
          <div data-swap="problems">
            {view.waitsForGrants && <GrantNotice id={view.id} />}
            {view.problems.length > 0 && <ProblemList problems={view.problems} />}
          </div>
          <div data-swap="empty">
            {view.blocks.length === 0 && <EmptyNotebook place={place} />}
          </div>
          <NotebookBody
            blocks={view.blocks}
            outline={outline}
            place={place}
            editor={editor}
            told={told}
          />
        </div>
      </main>
    </>
  );
}

function EmptyNotebook({ place }: { readonly place: NotebookPlace }) {
  return (
    <div>
      <p class="empty">
        Nothing here yet. A notebook usually begins with a load cell that reads a file; the cells
        below it clean, measure and show what it holds.
      </p>
      <AddBlock at={0} place={{ ...place, opened: { type: "add", at: 0 } }} />
    </div>
  );
}

function GrantNotice({ id }: { readonly id: string }) {
  return (
    <Notice tone="warning">
      <span>
        <strong>Somebody else wrote this notebook.</strong>{" "}
        Nothing runs until you say what it may read.
      </span>
      <a class="button" href={`/notebooks/${id}/grants`}>See what it asks for</a>
    </Notice>
  );
}
