import { Action } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import type { NotebookFormat, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { NotebookPlace } from "./place.ts";

interface NotebookToolsProps {
  readonly view: NotebookView;
  readonly place: NotebookPlace;
}

/** The tools of a notebook, in the bar: undo and redo, run or cancel, and where else it leads. */
export function NotebookTools({ view, place }: NotebookToolsProps) {
  const { address } = place;
  const fields = { revision: view.revision };
  return (
    <>
      <span class="undo-tools" data-swap="undo">
        <Action
          action={address}
          fields={{ ...fields, do: "undo" }}
          class="quiet"
          label="Undo"
          disabled={!view.canUndo}
          command="undo"
        >
          <Icon name="undo" />
        </Action>
        <Action
          action={address}
          fields={{ ...fields, do: "redo" }}
          class="quiet"
          label="Redo"
          disabled={!view.canRedo}
          command="redo"
        >
          <Icon name="redo" />
        </Action>
      </span>
      <RunTools view={view} address={address} />
      <span data-swap="pages">
        <PagesMenu view={view} address={address} />
      </span>
    </>
  );
}

interface RunToolsProps {
  readonly view: NotebookView;
  readonly address: string;
}

/** What runs can be cancelled; what is stale can be run. */
export function RunTools({ view, address }: RunToolsProps) {
  const states = view.blocks.flatMap((block) =>
    block.type === "cell" ? [block.cell.status.state] : []
  );
  const stale = states.filter((state) => state === "stale").length;
  if (states.length === 0) return <span class="run-tools" data-swap="run" />;
  // Where nothing has run there is one thing to do.
  const isSome = stale > 0 && stale < states.length;
  const isRunning = states.some((state) => state === "running" || state === "queued");
  if (isRunning) {
    return (
      <span class="run-tools" data-swap="run">
        <Action action={address} fields={{ do: "cancel" }} command="cancel">
          <Icon name="stop" /> Cancel
        </Action>
      </span>
    );
  }
  return (
    <span class="run-tools" data-swap="run">
      {isSome && (
        <Action
          action={address}
          fields={{ do: "run_stale" }}
          class="primary"
          command="run-stale"
        >
          Run {stale} stale
        </Action>
      )}
      <Action
        action={address}
        fields={{ do: "run_all" }}
        class={isSome ? "wide-only" : stale > 0 ? "primary" : undefined}
        command="run-all"
      >
        <Icon name="run" /> Run all
      </Action>
    </span>
  );
}

function PagesMenu({ view, address }: RunToolsProps) {
  const base = `/notebooks/${view.id}`;
  const query = address.includes("?") ? address.slice(address.indexOf("?")) : "";
  return (
    <Menu label="Views, sharing and export" text="More">
      <a href={`${base}/app${query}`}>
        App view<small>Results and controls, no editors</small>
      </a>
      <a href={`${base}/history${query}`}>
        History<small>Compare and restore revisions</small>
      </a>
      <a href={`${base}/links${query}`}>
        Share<small>Links that others may open</small>
      </a>
      <a href={`${base}/schedule${query}`}>
        Schedule<small>Run it by the clock</small>
      </a>
      <hr />
      <ExportEntries view={view} query={query} />
    </Menu>
  );
}

interface ExportEntriesProps {
  readonly view: NotebookView;
  /** The parameters of the page, from its "?" on. */
  readonly query: string;
}

/** What the notebook can be saved as, as it is shown. */
export function ExportEntries({ view, query }: ExportEntriesProps) {
  const base = `/notebooks/${view.id}`;
  return (
    <>
      <p class="label">Export</p>
      {view.formats.map((format) => (
        <a key={format} href={`${base}/export/${format}${query}`}>{FORMAT_WORDS[format]}</a>
      ))}
      {!view.formats.includes("pdf") && (
        <a href={`${base}/app${query}`}>
          Print or PDF<small>Print the app view; for a .pdf here, start with CHROMIUM set</small>
        </a>
      )}
    </>
  );
}

const FORMAT_WORDS: Readonly<Record<NotebookFormat, string>> = {
  md: "Notebook file, .md",
  html: "Report in one file, .html",
  pdf: "Report for paper, .pdf",
  json: "Results, .json",
};
