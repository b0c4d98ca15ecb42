/**
 * What a summary cell's letter would be, to whom, and under which name it is known whether somebody has it.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Drawer } from "@/lib/chart/drawer.ts";
import type { Brief } from "@/lib/deliver/mail/brief_letter.ts";
import { subjectOf } from "@/lib/deliver/mail/headers.ts";
import type { Letter } from "@/lib/deliver/mail/mailer.ts";
import { AppError } from "@/lib/errors.ts";
import { summaryParameters } from "@/lib/steps/summary/parameters.ts";
import type { CellView, NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { NotebooksEngine } from "@/lib/workspace/notebooks/notebooks.ts";
import { contentOf } from "./content.ts";
import type { MailAsked } from "./contract.ts";
import { paintCharts } from "./paint.ts";
import { type Receiver, receiversOf } from "./receivers.ts";

/** A letter without its reader. */
export interface Draft {
  readonly brief: Brief;
  readonly receivers: readonly Receiver[];
  readonly subject: string;
  /** Of all that it says: figures, words, charts, where it leads; not of whom it is for. */
  readonly digest: string;
  /** Where its links lead. */
  readonly origin: string;
  /** Whether the summary and what it tells of are what they would be if they ran now. */
  readonly isFresh: boolean;
}

/** What drafting needs. */
export interface DraftServices {
  readonly notebooks: Pick<NotebooksEngine, "open" | "source" | "plan">;
  readonly drawer: Pick<Drawer, "draw" | "paint">;
  readonly publicUrl: string | null;
}

/** Drafts the letter of a cell. @throws AppError NOT_FOUND where it is no summary */
export async function draftOf(
  { notebook: id, cell: name, parameters, origin: asked }: MailAsked,
  { notebooks, drawer, publicUrl }: DraftServices,
): Promise<Draft> {
  const view = await notebooks.open({ id, parameters });
  const cell = summaryOf(view, name);
  const { text } = await notebooks.source({ id });
  const { plan } = await notebooks.plan({ id, text, parameters });
  const read = summaryParameters.safeParse(plan.cells.get(name)?.parameters);
  const body = read.success ? read.data : {};
  const origin = publicUrl ?? asked;
  const query = new URLSearchParams(parameters).toString();
  const notebookUrl = `${origin}/notebooks/${encodeURIComponent(id)}${query && `?${query}`}`;
  const { title, paragraphs, numbers, charts } = contentOf(view, cell);
  const subject = subjectOf(body.mail?.subject ?? title);
  // A chart is the same before it is drawn and after.
  const figures = charts.map(({ figure }) => figure);
  const said = JSON.stringify([subject, title, paragraphs, numbers, figures, notebookUrl]);
  return {
    brief: {
      title,
      paragraphs,
      numbers,
      charts: await paintCharts(charts, drawer),
      notebookUrl,
    },
    receivers: receiversOf(body),
    subject,
    digest: createHash("sha256").update(said).digest("hex"),
    origin,
    isFresh: isFresh(cell) && cell.parents.every((parent) => isFresh(cellOf(view, parent))),
  };
}

/** Returns a letter's HTML with its pictures inside, for a page that shows it. */
export function shownHtml({ html, pictures }: Pick<Letter, "html" | "pictures">): string {
  return pictures.reduce(
    (page, { id, bytes }) =>
      page.replaceAll(`"cid:${id}"`, `"data:image/png;base64,${bytes.toBase64()}"`),
    html,
  );
}

function summaryOf(view: NotebookView, name: string): CellView {
  const found = cellOf(view, name);
  if (found?.kind === "summary") return found;
  throw new AppError(
    "NOT_FOUND",
    `Cannot write a letter as it is a summary that has one: current value is ${
      JSON.stringify(name)
    }`,
  );
}

function cellOf({ blocks }: NotebookView, name: string): CellView | null {
  const found = blocks.find((block) => block.type === "cell" && block.cell.name === name);
  return found?.type === "cell" ? found.cell : null;
}

function isFresh(cell: CellView | null): boolean {
  return cell?.status.state === "fresh";
}
