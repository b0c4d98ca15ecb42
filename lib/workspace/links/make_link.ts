/**
 * Checks what a link is asked to be, and makes it.
 *
 * @module
 */
import { hashPassword } from "@/lib/crypto/password.ts";
import { newSecret } from "@/lib/crypto/secret.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import { parseEmbedHosts } from "@/lib/share/embed_hosts.ts";
import { keepResults } from "@/lib/share/kept_results.ts";
import type { Notebooks } from "@/lib/workspace/notebooks/contract.ts";
import type { NotebookView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { LinkAsked, LinkChange } from "./contract.ts";
import { readerView } from "./reader_view.ts";
import { holderOf, insertLink } from "./store.ts";

const PASSWORD_CHARACTERS = { least: 8, most: 200 };
const NOTHING_TO_SET = { settable: [], begins: {} };
const MOST_LABEL_CHARACTERS = 200;

/** What making a link needs. */
export interface MakeContext {
  readonly database: Database;
  readonly notebooks: Pick<Notebooks, "open">;
  readonly now: Date;
}

/**
 * Makes a link, and of a frozen one keeps what it shows.
 * @throws AppError BAD_PARAMETER, NOT_FOUND
 */
export async function makeLink(
  { account = null, ...given }: LinkAsked & LinkChange,
  { database, notebooks, now }: MakeContext,
): Promise<{ readonly id: string; readonly token: string }> {
  const asked = checkAsked(given, now);
  const view = await notebooks.open({ id: asked.notebook, parameters: asked.parameters });
  checkParameters(asked, view);
  const id = crypto.randomUUID();
  const token = newSecret();
  const link = {
    id,
    token,
    asked,
    passwordHash: asked.password === null ? null : await hashPassword(asked.password),
    frozenView: asked.mode === "frozen" ? readerView(view, NOTHING_TO_SET) : null,
    maker: account,
    createdAt: now,
  };
  const keys = asked.mode === "frozen" ? freshKeys(view) : [];
  await database.transaction(async (session) => {
    await insertLink(session, link);
    await keepResults(session, { holder: holderOf(id), keys });
  });
  return { id, token };
}

function checkAsked(asked: LinkAsked, now: Date): LinkAsked {
  const { mode, verb, expiresAt, password, embedHosts, label } = asked;
  if (mode === "frozen" && verb === "view_and_set") {
    throw refuse("make a frozen link", "its reader can set nothing", "view and set");
  }
  const expires = expiresAt === null ? null : new Date(expiresAt);
  if (expires !== null && !(expires > now)) {
    throw refuse("make a link", "its end must be a moment to come", expiresAt);
  }
  const { least, most } = PASSWORD_CHARACTERS;
  if (password !== null && (password.length < least || password.length > most)) {
    const rule = `its password must have ${least} to ${most} characters`;
    throw refuse("make a link", rule, `${password.length} characters`);
  }
  if (label.length > MOST_LABEL_CHARACTERS) {
    const rule = `its label may have at most ${MOST_LABEL_CHARACTERS} characters`;
    throw refuse("make a link", rule, `${label.length} characters`);
  }
  return {
    ...asked,
    expiresAt: expires?.toISOString() ?? null,
    embedHosts: parseEmbedHosts(embedHosts),
    label: label.trim(),
  };
}

function checkParameters(asked: LinkAsked, { parameters }: NotebookView): void {
  const names = parameters.map(({ name }) => name);
  const unknown = [...asked.locked, ...Object.keys(asked.parameters)]
    .find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw refuse("make a link", "the notebook must declare its parameters", unknown);
  }
  const wrong = parameters.find(({ problem }) => problem !== null);
  if (wrong?.problem) throw new AppError("BAD_PARAMETER", wrong.problem);
}

/** Returns the keys that a frozen link shows. @throws AppError BAD_PARAMETER where some are missing */
function freshKeys(view: NotebookView): readonly string[] {
  const cells = view.blocks.flatMap((block) => block.type === "cell" ? [block.cell] : []);
  const unready = cells.filter(({ status }) =>
    status.state === "stale" || status.state === "running" || status.state === "queued"
  );
  if (unready.length > 0) {
    const names = unready.map(({ name }) => name).join(", ");
    throw refuse("freeze a link", "every cell must have run", `not so with ${names}`);
  }
  return cells.flatMap(({ status, output }) =>
    status.state === "fresh" && output !== null ? [output.key] : []
  );
}

function refuse(act: string, rule: string, value: string | null): AppError {
  return new AppError(
    "BAD_PARAMETER",
    `Cannot ${act} as ${rule}: current value is ${JSON.stringify(value)}`,
  );
}
