/**
 * Makes insights of files of sales: each is a notebook underneath, which stays and has a page.
 *
 * @module
 */
import type { BriefChart } from "@/lib/deliver/mail/brief_letter.ts";
import { AppError } from "@/lib/errors.ts";
import { type Mailbox, readMailbox } from "@/lib/mailbox.ts";
import type { ContentChart } from "@/lib/workspace/mail/content.ts";
import { paintCharts } from "@/lib/workspace/mail/paint.ts";
import { findColumns } from "./columns.ts";
import type { Sales, SalesAsked, SalesInsight, SalesMail } from "./contract.ts";
import { findFormulas, type FormulasFound } from "./formulas.ts";
import { type SalesLetter, salesLetter } from "./letter.ts";
import { readMetrics, resultRows } from "./read_metrics.ts";
import { type MadeNotebook, openSalesNotebook } from "./run_notebook.ts";
import type { SalesServices } from "./services.ts";
import { takeFile } from "./take_file.ts";

/** Files of sales that are no larger are taken where nobody set a limit. */
export const SALES_BYTES = 5_000_000;

/** As many rows are taken where nobody set a limit. */
export const SALES_ROWS = 10_000;

const MINUTE_MILLISECONDS = 60_000;

/** Characters of what is no address, as it is told. */
const MOST_TOLD = 100;

/** Makes insights over the workspace's own files and notebooks. */
export function createSales(services: SalesServices): Sales {
  return {
    async admit(asked) {
      await count("sales", { asked, services });
      return { mostBytes: services.mostBytes };
    },
    async insight(asked, bytes) {
      // Whoever comes here without being admitted is counted all the same.
      await count("sales insight", { asked, services });
      return await makeInsight(asked, { services, bytes });
    },
  };
}

/** @throws AppError TOO_OFTEN */
async function count(
  name: string,
  { asked, services }: {
    readonly asked: Pick<SalesAsked, "address" | "account" | "caller">;
    readonly services: SalesServices;
  },
): Promise<void> {
  const { rates, audit, config } = services;
  const { address, account = null, caller = null } = asked;
  const size = config.requestsPerMinute;
  const rate = { name, size, refillMilliseconds: MINUTE_MILLISECONDS / size };
  const taken = await rates.take(rate, caller ?? address ?? "");
  if (taken.type === "allowed") return;
  await audit.note({ event: "rate_limit_hit", account, address, details: { limit: name } });
  throw new AppError(
    "TOO_OFTEN",
    `Cannot take another file as ${size} a minute may come: try again later`,
    { retryAfterSeconds: taken.retryAfterSeconds },
  );
}

async function makeInsight(
  asked: SalesAsked,
  { services, bytes }: {
    readonly services: SalesServices;
    readonly bytes: AsyncIterable<Uint8Array>;
  },
): Promise<SalesInsight> {
  const { database, publicUrl } = services;
  // A letter that cannot go is told of before anything is computed.
  const to = recipientOf(asked.email);
  const file = await takeFile(asked, { ...services, bytes });
  const columns = findColumns(file.columns);
  const made = await openSalesNotebook(
    { ...file, uses: columns, account: asked.account ?? null },
    services,
  );
  const formulas = await findFormulas(database, made.keys.get("orders") ?? "");
  if (formulas.count > 0) await tellFormulas(formulas, { asked, made, services });
  const metrics = await readMetrics(await resultRows(database, made.keys));
  const url = `${publicUrl ?? asked.origin}/notebooks/${made.id}`;
  const { summary, model, currency, charts } = made;
  const mail = await sendLetter(
    { to, fileName: file.name, insight: { summary, metrics }, currency, charts, url },
    services,
  );
  return {
    recipient: to.address,
    mail,
    summary,
    model,
    metrics,
    columns,
    formulas,
    notebook: { id: made.id, url },
  };
}

/** @throws AppError BAD_PARAMETER that names the field */
function recipientOf(email: string): Mailbox {
  const box = readMailbox(email);
  if (box !== null) return box;
  const message = "Cannot mail the summary as it goes to one address: " +
    `current value is ${JSON.stringify(email.slice(0, MOST_TOLD))}`;
  const remedy = "Write it as name@example.org";
  throw new AppError("BAD_PARAMETER", message, {
    problems: [{
      severity: "error",
      code: "BAD_PARAMETER",
      message,
      place: { key: "email" },
      remedy,
    }],
  });
}

/** Sends the summary with its charts; a chart that cannot be painted keeps no words back. */
async function sendLetter(
  { charts, ...told }: Omit<SalesLetter, "charts"> & { readonly charts: readonly ContentChart[] },
  { mailer, drawer, log }: SalesServices,
): Promise<SalesMail> {
  if (mailer.from === null) return { type: "not_configured" };
  const painted = await paintCharts(charts, drawer).catch((error): readonly BriefChart[] => {
    log.error("drawing.error", { error });
    return [];
  });
  const letter = salesLetter({ ...told, charts: painted });
  const outcome = await mailer.send(letter, new AbortController().signal);
  if (outcome.type !== "failed") return outcome;
  const { reason, perhapsSent } = outcome;
  return { type: "failed", why: reason, timedOut: reason === "time limit", perhapsSent };
}

/** Notes that there are formulas. @throws AppError BAD_FILE where the setting refuses them */
async function tellFormulas(
  { count, first }: FormulasFound,
  { asked, made, services }: {
    readonly asked: SalesAsked;
    readonly made: MadeNotebook;
    readonly services: SalesServices;
  },
): Promise<void> {
  const { audit, config, notebooks } = services;
  const { account = null, address } = asked;
  await audit.note({ event: "formula_found", account, address });
  if (config.formulas !== "refuse") return;
  if (made.isNew) await notebooks.remove({ id: made.id });
  const message = "Cannot take the file as no cell may be a formula: " +
    `current value is ${count} of them`;
  throw new AppError("BAD_FILE", message, {
    problems: first.map(({ line, column }) => ({
      severity: "error",
      code: "BAD_FILE",
      message: "It begins as a formula does",
      place: { key: column, ...(line === null ? {} : { line }) },
      remedy: "Put its value there, or an apostrophe before it",
    })),
  });
}
