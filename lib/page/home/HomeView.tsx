import type { ComponentChildren } from "preact";
import { Action } from "@/lib/page/shell/Action.tsx";
import { Icon } from "@/lib/page/shell/Icon.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import { Notice } from "@/lib/page/shell/Notice.tsx";
import type { HeldNotebook } from "@/lib/workspace/sharing/contract.ts";
import type { NotebookCard } from "@/lib/workspace/notebooks/notebook_view.ts";
import { FirstVisit } from "./FirstVisit.tsx";
import { HeldCards } from "./HeldCards.tsx";
import { NotebookCardView } from "./NotebookCardView.tsx";

interface HomeViewProps {
  readonly cards: readonly NotebookCard[];
  /** How whoever looks comes by each; `null` where all are theirs alone. */
  readonly held?: readonly HeldNotebook[] | null;
  /** Whether whoever looks may make notebooks. */
  readonly mayMake?: boolean;
  readonly search: string;
  /** The tag that the cards were chosen by; `null` for all. */
  readonly tag: string | null;
  /** A notebook that was just deleted, so that it can be brought back. */
  readonly deleted: { readonly id: string; readonly title: string } | null;
  /** What was refused, such as a file that is no notebook. */
  readonly refusal: string | null;
  /** Where files are dropped. */
  readonly children?: ComponentChildren;
}

/** The home page: every notebook with its main figure and chart. */
export function HomeView(props: HomeViewProps) {
  const { cards, search, tag, deleted, refusal, held = null, mayMake = true } = props;
  const isChosen = search !== "" || tag !== null;
  const hasRun = cards.some(({ lastRun }) => lastRun !== null);
  return (
    <main id="content" class="page">
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      {deleted !== null && (
        <Notice>
          <span>
            Deleted <strong>{deleted.title}</strong>
          </span>
          <Action action="/" fields={{ do: "restore", id: deleted.id }}>Undo</Action>
        </Notice>
      )}
      <div class="home-head">
        <h1>Notebooks</h1>
        <form method="get" action="/" role="search">
          <input
            type="search"
            name="search"
            value={search}
            aria-label="Search notebooks"
            placeholder="Search"
          />
          {tag !== null && <input type="hidden" name="tag" value={tag} />}
        </form>
        {mayMake && <NewNotebook />}
      </div>
      {!isChosen && !hasRun && mayMake && (
        <FirstVisit hasNotebooks={held === null && cards.length > 0} />
      )}
      {props.children}
      {isChosen && (
        <p class="chosen-by">
          {cards.length === 1 ? "1 notebook" : `${cards.length} notebooks`}
          {search !== "" && ` with “${search}”`}
          {tag !== null && ` tagged ${tag}`}
          {" · "}
          <a href="/">Show all</a>
        </p>
      )}
      {held !== null && <HeldCards cards={cards} held={held} mayMake={mayMake} />}
      {held === null && cards.length > 0 && (
        <div class="cards">
          {cards.map((card) => <NotebookCardView key={card.id} card={card} />)}
        </div>
      )}
    </main>
  );
}

function NewNotebook() {
  return (
    <div class="row">
      <Action action="/" fields={{ do: "create" }} class="primary">
        <Icon name="add" /> New notebook
      </Action>
      <Action action="/sources" fields={{ do: "dashboard" }} class="quiet">
        Dashboard of events
      </Action>
      <Menu label="Bring in a notebook file" text="Import">
        <form method="post" action="/" enctype="multipart/form-data" class="field">
          <input type="hidden" name="do" value="import" />
          <label for="import-file">A notebook file, .md</label>
          <input id="import-file" type="file" name="file" accept=".md,text/markdown" required />
          <div class="row">
            <button type="submit">Import</button>
          </div>
        </form>
      </Menu>
    </div>
  );
}
