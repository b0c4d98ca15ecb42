/**
 * Notebooks as the home page shows them.
 *
 * What a card shows is kept beside its notebook whenever it changes, so that the home page
 * plans nothing.
 *
 * @module
 */
import type { Block } from "@/lib/chart/block.ts";
import { isFigure } from "@/lib/chart/figure.ts";
import type { Database } from "@/lib/db/database.ts";
import { KINDS } from "@/lib/steps/registry.ts";
import type { NotebookCard } from "./notebook_view.ts";
import type { OpenNotebook, ParameterSet } from "./open_notebook.ts";
import { DEFAULTS } from "./shown.ts";

/** What a card shows of cells. */
export interface CardState {
  readonly stale: number;
  readonly failed: number;
  /** Of the first chart. */
  readonly key: string | null;
  readonly place: number | null;
  readonly headline: Block | null;
}

/** Keeps what the card shows, where it changed. */
export async function saveCard(open: OpenNotebook, set: ParameterSet): Promise<void> {
  if (set.id !== DEFAULTS) return;
  const state = await cardOf(open, set);
  const text = JSON.stringify(state);
  if (open.card === text) return;
  open.card = text;
  await open.shared.services.database.kysely.updateTable("notebooks").set({
    stale: state.stale,
    failed: state.failed,
    card_key: state.key,
    card_place: state.place,
    headline: state.headline === null ? null : JSON.stringify(state.headline),
  }).where("id", "=", open.id).execute();
}

async function cardOf(open: OpenNotebook, set: ParameterSet): Promise<CardState> {
  // The plan of the view that was made just now will do.
  const { planned } = set.planned?.current === open.current ? set.planned : await open.plan(set);
  const states = [...open.statuses(set, planned).values()].map(({ state }) => state);
  const outputs = [...planned.plan.cells.keys()].flatMap((name) => {
    const key = set.shown.get(name)?.key ?? null;
    return key === null ? [] : open.shared.outputs.peek(key) ?? [];
  });
  const chart = outputs.find(({ blocks }) => blocks.some(isFigure));
  const headline = outputs.flatMap(({ blocks }) => blocks).find(({ type }) => type === "number");
  return {
    stale: states.filter((state) => state === "stale").length,
    failed: states.filter((state) => state === "failed").length,
    key: chart?.key ?? null,
    place: chart?.blocks.findIndex(isFigure) ?? null,
    headline: headline ?? null,
  };
}

/** The first line of a cell; one within prose that quotes it counts too, and does no harm. */
const CELL_BEGINS = `(^|[\\r\\n]) {0,3}(\`{3,}|~{3,})[ \\t]*(${KINDS.join("|")})([ \\t\\r\\n]|$)`;

type CardRow = {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly revision: number;
  readonly changed_at: string;
  readonly stale: number;
  readonly failed: number;
  readonly has_cells: boolean;
  readonly headline: Block | null;
  readonly wide: string | null;
  readonly narrow: string | null;
  readonly run_at: string | null;
  readonly run_state: "done" | "failed" | "cancelled" | null;
};

/** Returns the cards in which all words of the search are found, changed last first. */
export async function listCards(
  database: Database,
  { search = "", tag }: { readonly search?: string; readonly tag?: string },
): Promise<readonly NotebookCard[]> {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const rows = await database.query<CardRow>(
    "select n.id, n.title, n.description, n.tags, n.revision, n.changed_at, n.stale, n.failed, " +
      "n.headline, d.wide, d.narrow, r.started_at as run_at, r.state as run_state, " +
      "r.state is not null or v.text ~ $3 as has_cells " +
      "from daybook.notebooks n " +
      "join daybook.revisions v on v.notebook = n.id and v.revision = n.revision " +
      "left join daybook.drawings d on d.key = n.card_key and d.place = n.card_place " +
      "left join lateral (select started_at, state from daybook.runs where notebook = n.id " +
      "and state in ('done', 'failed', 'cancelled') order by started_at desc limit 1) r on true " +
      "where n.deleted_at is null and ($1::text is null or n.tags ? $1) and not exists (" +
      "select from unnest($2::text[]) word where position(word in " +
      "lower(concat_ws(' ', n.title, n.description, n.tags::text))) = 0) " +
      "order by n.changed_at desc, n.id",
    [tag ?? null, words, CELL_BEGINS],
  );
  return rows.map(({ changed_at, has_cells, wide, narrow, run_at, run_state, ...row }) => ({
    ...row,
    changedAt: changed_at,
    hasCells: has_cells,
    lastRun: run_at === null || run_state === null ? null : { at: run_at, state: run_state },
    drawing: wide === null || narrow === null ? null : { wide, narrow },
  }));
}
