import { numberWords } from "@/lib/chart/number.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { Action, HiddenFields } from "@/lib/page/shell/Action.tsx";
import { Menu } from "@/lib/page/shell/Menu.tsx";
import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { HeldNotebook } from "@/lib/workspace/sharing/contract.ts";
import type { NotebookCard } from "@/lib/workspace/notebooks/notebook_view.ts";

const RUN_WORDS = { done: "Ran", failed: "Failed", cancelled: "Cancelled" } as const;

interface NotebookCardViewProps {
  readonly card: NotebookCard;
  /** How whoever looks comes by it; left out where it is theirs. */
  readonly held?: HeldNotebook;
  /** Whether whoever looks may make notebooks. */
  readonly mayMake?: boolean;
}

/** A notebook on the home page: its figure and chart, and how it stands. */
export function NotebookCardView({ card, held, mayMake = true }: NotebookCardViewProps) {
  return (
    <article class="card" aria-labelledby={`title-${card.id}`}>
      <header>
        <h2 id={`title-${card.id}`}>
          <a href={`/notebooks/${card.id}`}>{card.title}</a>
        </h2>
        <CardMenu
          card={card}
          right={held?.right ?? "own"}
          mayMake={mayMake}
          mayLeave={held?.by === "sharing"}
        />
      </header>
      <p class="what">
        {held !== undefined && held.by !== "owning" && <HeldWords held={held} />}
        {card.description}
      </p>
      <Headline card={card} />
      {card.drawing === null ? <p class="no-chart">{missingChart(card)}</p> : (
        // The serializer of charts escapes every text.
        <div class="picture" dangerouslySetInnerHTML={{ __html: card.drawing.narrow }} />
      )}
      <footer>
        <Standing card={card} />
        {card.tags.length > 0 && (
          <ul class="tags" aria-label="Tags">
            {card.tags.map((tag) => (
              <li key={tag}>
                <a href={`/?tag=${encodeURIComponent(tag)}`}>{tag}</a>
              </li>
            ))}
          </ul>
        )}
      </footer>
    </article>
  );
}

function missingChart({ lastRun, hasCells }: NotebookCard): string {
  return lastRun === null && hasCells
    ? "Its main chart shows here once it has run"
    : "No chart in it";
}

function Headline({ card: { headline } }: { readonly card: NotebookCard }) {
  if (headline?.type !== "number" || headline.value === null) return <p class="headline" />;
  const words = numberWords(headline);
  return (
    <p class="headline">
      <strong>{words.value}</strong> {headline.title}
      {words.change !== null && <span class={words.news}>, {words.change} {words.base}</span>}
    </p>
  );
}

function Standing({ card }: { readonly card: NotebookCard }) {
  const { lastRun, stale, failed, hasCells } = card;
  return (
    <p class="standing">
      <span>
        {lastRun === null ? hasCells ? "Not run yet" : "No cells yet" : (
          <>
            {RUN_WORDS[lastRun.state]} <Moment at={lastRun.at} />
          </>
        )}
      </span>
      {failed > 0 && (
        <span class="failed">
          <span aria-hidden="true">✕</span> {formatNumber(failed)} failed
        </span>
      )}
      {stale > 0 && lastRun !== null && (
        <span class="stale">
          <span aria-hidden="true">◷</span> {formatNumber(stale)} stale
        </span>
      )}
    </p>
  );
}

/** Whose it is, and what may be done with it. */
function HeldWords({ held: { by, right, owner } }: { readonly held: HeldNotebook }) {
  const verb = by === "administering" ? "" : right === "view" ? ", to view" : ", to edit";
  return <span class="whose">{owner === null ? "The workspace’s" : `Of ${owner}`}{verb}</span>;
}

interface CardMenuProps {
  readonly card: NotebookCard;
  readonly right: HeldNotebook["right"];
  readonly mayMake: boolean;
  /** Whether it was shared with whoever looks. */
  readonly mayLeave: boolean;
}

function CardMenu({ card, right, mayMake, mayLeave }: CardMenuProps) {
  const { id, title, revision } = card;
  return (
    <Menu label={`More for ${title}`} icon="more">
      <a href={`/notebooks/${id}/app`}>App view</a>
      {right !== "view" && <a href={`/notebooks/${id}/history`}>History</a>}
      {mayMake && <Action action="/" fields={{ do: "duplicate", id }}>Duplicate</Action>}
      {right !== "view" && (
        <>
          <hr />
          <form method="post" action="/" class="field">
            <HiddenFields fields={{ do: "rename", id, revision }} />
            <label for={`rename-${id}`}>Title</label>
            <input id={`rename-${id}`} name="title" value={title} required autocomplete="off" />
            <div class="row">
              <button type="submit">Rename</button>
            </div>
          </form>
        </>
      )}
      {mayLeave && (
        <>
          <hr />
          <Action
            action={`/notebooks/${id}`}
            fields={{ do: "leave" }}
            class="danger"
            label={`Leave ${title}: only who shared it can bring it back`}
          >
            Leave
          </Action>
        </>
      )}
      {right === "own" && (
        <>
          <hr />
          <Action action="/" fields={{ do: "delete", id, title }} class="danger">Delete</Action>
        </>
      )}
    </Menu>
  );
}
