/**
 * Finds or makes the notebook of a file of sales, and runs it to its end.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { parseKey } from "@/lib/notebook/run/keys.ts";
import { findResults } from "@/lib/notebook/run/store.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import { type ContentChart, contentOf } from "@/lib/workspace/mail/content.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { putFiles } from "@/lib/workspace/notebooks/own_files.ts";
import type { ColumnUse } from "./contract.ts";
import { salesNotebook, tagsOf } from "./notebook_text.ts";
import type { SalesServices } from "./services.ts";
import type { TakenFile } from "./take_file.ts";

/** A notebook that has run. */
export interface MadeNotebook {
  readonly id: string;
  readonly isNew: boolean;
  /** What each cell's result goes by. */
  readonly keys: ReadonlyMap<string, string>;
  readonly summary: string;
  /** The model that wrote it; `null` where our own text stands. */
  readonly model: string | null;
  /** Of its amounts; `null` where the file tells none. */
  readonly currency: string | null;
  /** What its summary tells of. */
  readonly charts: readonly ContentChart[];
}

type Running = Pick<SalesServices, "database" | "notebooks" | "hasModel" | "base">;

/** What key figures are read from: where one of these failed there is nothing to tell. */
const NEEDED = [
  "orders",
  "totals",
  "revenue_by_region",
  "revenue_by_category",
  "status_breakdown",
  "best_transaction",
];

/** A model that failed is asked anew by the next request, so often at most for one file. */
const MOST_ASKED = 20;

const LONGEST_MILLISECONDS = 120_000;

/** The same file again is the same notebook, unless somebody edited it. @throws AppError */
export async function openSalesNotebook(
  { account, ...file }: TakenFile & {
    readonly uses: readonly ColumnUse[];
    readonly account: string | null;
  },
  services: Running,
): Promise<MadeNotebook> {
  const { database, notebooks, hasModel } = services;
  const base = await services.base();
  const kept = await keptTexts(file.digest, { account, database, notebooks });
  for (let again = 0;; again++) {
    const text = salesNotebook({
      ...file,
      base,
      fileName: file.name,
      model: hasModel ? { again } : null,
    });
    const known = kept.get(text) ?? null;
    const saver: Asker = account === null ? { type: "owner" } : { type: "account", id: account };
    const id = known ?? (await notebooks.create({ text, account, saver })).id;
    // One that is known may be older than what the account has sent.
    await putFiles(database, { notebook: id, digests: [file.digest], by: saver });
    const view = await runToEnd(notebooks, id);
    const cells = cellsOf(view);
    const failed = NEEDED.flatMap((name) => cells.get(name) ?? [])
      .find(({ status }) => status.state !== "fresh");
    if (failed !== undefined) {
      if (known === null) await notebooks.remove({ id });
      throw refuse([...cells.values()]);
    }
    const keys = new Map(
      [...cells].flatMap(([name, { output }]) => output === null ? [] : [[name, output.key]]),
    );
    const brief = cells.get("brief");
    const model = await modelOf(services, brief);
    // What a model could not write then, it may now.
    if (known !== null && hasModel && model === null && again < MOST_ASKED) continue;
    const told = brief?.status.state === "fresh" ? brief.output?.figures.text?.value : null;
    const charts = brief === undefined ? [] : contentOf(view, brief).charts;
    const currency = cells.get("weekly")?.output?.figures["revenue.total"]?.unit ?? null;
    const summary = String(told ?? "");
    return { id, isNew: known === null, keys, summary, model, currency, charts };
  }
}

/** The notebooks that an account, or the workspace, made of a file, by their texts. */
async function keptTexts(
  digest: string,
  { account, database, notebooks }: Pick<Running, "database" | "notebooks"> & {
    readonly account: string | null;
  },
): Promise<ReadonlyMap<string, string>> {
  const tag = tagsOf(digest).at(-1);
  const cards = await notebooks.list({ tag });
  const rows = await database.kysely.selectFrom("notebooks").select("id")
    .where("owner", account === null ? "is" : "=", account).execute();
  const own = new Set(rows.map(({ id }) => id));
  const texts = await Promise.all(
    cards.filter(({ id }) => own.has(id)).map(async ({ id }) => {
      const { text } = await notebooks.source({ id });
      return [text, id] as const;
    }),
  );
  return new Map(texts);
}

/** @throws AppError TIME_LIMIT */
async function runToEnd(notebooks: Notebooks, id: string): Promise<NotebookView> {
  const before = await notebooks.open({ id, parameters: {} });
  if ([...cellsOf(before).values()].every(({ status }) => status.state === "fresh")) return before;
  const events = notebooks.follow({ id, after: before.eventId })[Symbol.asyncIterator]();
  await notebooks.run({ id, what: { type: "stale" }, parameters: {} });
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), LONGEST_MILLISECONDS);
  try {
    while (true) {
      const next = await Promise.race([events.next(), late]);
      if (next === null) {
        await notebooks.cancel({ id });
        throw new AppError("TIME_LIMIT", "Cannot compute the file within two minutes");
      }
      if (next.done || next.value.event.type === "reset") break;
      const { event } = next.value;
      if (event.type === "run" && event.state !== "started") break;
    }
  } finally {
    clearTimeout(timer);
    // Whoever waits for the next event ends with it.
    events.return?.()?.catch(() => {});
  }
  return await notebooks.open({ id, parameters: {} });
}

function cellsOf({ blocks }: NotebookView): ReadonlyMap<string, CellView> {
  return new Map(
    blocks.flatMap((block) => block.type === "cell" ? [[block.cell.name, block.cell]] : []),
  );
}

/** Which model wrote the summary, as its cell's facts tell. */
async function modelOf(
  { database }: Running,
  brief: CellView | undefined,
): Promise<string | null> {
  const key = brief?.output?.key;
  if (key === undefined) return null;
  const stored = (await findResults(database, [parseKey(key)])).get(parseKey(key));
  // Summary cells write these facts.
  const facts = stored?.facts as { readonly written?: { readonly model?: string | null } } | null;
  return facts?.written?.model ?? null;
}

function refuse(cells: readonly CellView[]): AppError {
  if (cells.some(({ name, status }) => name === "sound" && status.state === "failed")) {
    return new AppError(
      "BAD_FILE",
      "Cannot tell anything from the file as a row must have both a date and a revenue: " +
        "current value is that none has",
    );
  }
  const problems = cells.filter(({ status }) => status.state === "failed")
    .flatMap(({ problems }) => problems);
  const message = problems[0]?.message ?? "Cannot tell anything from the file";
  return new AppError("BAD_FILE", message, { problems });
}
