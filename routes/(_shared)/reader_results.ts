/**
 * What a link's reader may have beside its page: the rows and charts of the cells that it shows.
 *
 * Every request opens the link anew, with its password's grant and within its quota, and finds the
 * result by a cell that the page shows: so what ends the link ends this too.
 *
 * @module
 */
import { HttpError } from "@daybook/web";
import { AppError } from "@/lib/errors.ts";
import type { LinkOpened, LinkVisit } from "@/lib/workspace/links/contract.ts";
import type {
  CellOutput,
  CellView,
  GivenParameters,
} from "@/lib/workspace/notebooks/notebook_view.ts";
import { isResult } from "@/lib/workspace/notebooks/is_result.ts";
import { isRowTable } from "@/lib/workspace/notebooks/row_table.ts";
import { readAddress } from "./address.ts";
import type { State } from "./define.ts";
import { grantOf } from "./link_cookie.ts";

/** A request below a link's page. */
export interface ReaderAsked {
  readonly req: Request;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
}

/** A link that is open. */
export type OpenLink = Extract<LinkOpened, { readonly type: "open" }>;

/** A cell that the link's page shows, with its result. */
export interface ShownResult {
  readonly opened: OpenLink;
  readonly cell: CellView;
  readonly output: CellOutput;
}

/** What the reader brings along. */
export function visitOf(
  { req, params }: Pick<ReaderAsked, "req" | "params">,
  parameters: GivenParameters,
): LinkVisit {
  return { token: params.token, parameters, password: null, grant: grantOf(req) };
}

/**
 * Opens a link for a page that is open already: that is no use of its own, and computes nothing.
 * @throws AppError NOT_FOUND, NOT_GRANTED, TOO_OFTEN
 */
export async function openPart(
  asked: ReaderAsked,
  parameters: GivenParameters,
): Promise<OpenLink> {
  const visit = { ...visitOf(asked, parameters), isPart: true };
  const opened = await asked.state.workspace.links.open(visit);
  if (opened.type !== "open") throw refusalOf(opened);
  return opened;
}

/**
 * Finds the cell of an address on the link's page.
 * @throws AppError NOT_FOUND, NOT_GRANTED, TOO_OFTEN
 */
export async function findShown(asked: ReaderAsked): Promise<ShownResult> {
  const { url, params, state } = asked;
  const given = new URL(`?${url.searchParams.get("given") ?? ""}`, url);
  const visit = {
    ...visitOf(asked, readAddress(given).parameters),
    isPart: params.file?.endsWith(".json") === true,
  };
  const opened = await state.workspace.links.open(visit);
  if (opened.type !== "open") throw refusalOf(opened);
  const cells = opened.view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const cell = cells.find(({ name }) => name === params.cell);
  if (cell === undefined || cell.output === null || !isResult(cell, cells)) {
    throw new HttpError(404);
  }
  return { opened, cell, output: cell.output };
}

/** Finds the cell of an address whose rows the page shows as a table. @throws as `findShown` */
export async function findRows(asked: ReaderAsked): Promise<ShownResult> {
  const shown = await findShown(asked);
  const { output } = shown;
  if (output.blocks.some((block) => block.type === "table" && isRowTable(block, output))) {
    return shown;
  }
  throw new HttpError(404);
}

function refusalOf(opened: Exclude<LinkOpened, OpenLink>): AppError {
  switch (opened.type) {
    case "gone":
      return new AppError("NOT_FOUND", "Cannot open the page as its link has ended");
    case "password_needed":
      return new AppError(
        "NOT_GRANTED",
        "Cannot open the page as its password must be given first",
      );
    case "quota":
      return new AppError(
        "TOO_OFTEN",
        `Cannot open the page as its link was used too often: try again in ${opened.retryAfterSeconds} seconds`,
        { retryAfterSeconds: opened.retryAfterSeconds },
      );
  }
}
