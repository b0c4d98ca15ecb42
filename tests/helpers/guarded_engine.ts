/**
 * The whole engine of a site in a test, as requests reach it: every question shows who asks.
 *
 * @module
 */
import { createAuth } from "@/lib/auth/auth.ts";
import { createEngine } from "@/lib/cli/engine.ts";
import { readConfig } from "@/lib/config.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";
import type { Database } from "@/lib/db/database.ts";
import { createLog } from "@/lib/log.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { createEngineFigures } from "@/lib/seen/engine_figures.ts";
import { createCompute } from "@/lib/stats/compute.ts";
import { showing, type Shown } from "@/lib/workspace/access/showing.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { addAccount } from "./accounts.ts";
import { makeFolder } from "./command.ts";

const API_KEY = "the key of the settings, which no account has";

/** Opens it over a database. */
export async function openGuardedEngine(
  database: Database,
  environment: Readonly<Record<string, string>> = {},
) {
  const folder = await makeFolder();
  const compute = createCompute({ size: 1 });
  // What comes due by the clock would run in the middle of a test.
  const config = readConfig({
    DATA_DIR: folder.path,
    API_KEY,
    SCHEDULES: "off",
    ...environment,
  });
  const log = createLog({ level: "error", write() {} });
  const temporary = `${folder.path}/tmp`;
  const opened = Promise.resolve(database);
  const engine = await createEngine({
    config,
    opened,
    compute,
    startReader,
    temporary,
    async [Symbol.asyncDispose]() {},
  }, { log, figures: createEngineFigures(), address: Promise.resolve("http://127.0.0.1:8000") });
  const auth = createAuth({ database, log, signUps: "closed", signingKey: null });
  const as = (shown: Shown | null): Workspace => showing(engine.workspace, shown);

  /** Signs an account in once more. */
  async function enter(account: string): Promise<Workspace> {
    const { session } = await auth.sessions.start(null, { account, passwordOf: null });
    return as({ type: "session", session });
  }

  return {
    auth,
    as,
    nobody: as(null),
    /** Who has the key of the settings, which is the workspace's. */
    workspace: as({ type: "key", key: API_KEY }),

    /** Adds an account, whose id and name are one, and signs it in. */
    async add(id: string, role: AccountRole = "editor"): Promise<Workspace> {
      await addAccount(database, id, role);
      // As whoever was invited: notebooks are shared with nobody else.
      await database.kysely.updateTable("accounts")
        .set({ email_verified_at: "2026-03-01T12:00:00.000Z" }).where("id", "=", id).execute();
      return await enter(id);
    },

    enter,

    /** Signs the owner in, who came by the printed link. */
    async owner(): Promise<Workspace> {
      const { session } = await auth.sessions.start(null);
      return as({ type: "session", session });
    },

    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await compute.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Sends a file as somebody, and returns its digest. */
export async function sendFile(
  by: Workspace,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<string> {
  async function* bytes() {
    yield await Promise.resolve(new TextEncoder().encode(text));
  }
  let sent = await by.files.take({ name }, bytes());
  while (sent.state.type === "reading") sent = await by.files.upload({ id: sent.id });
  if (sent.state.type !== "ready") throw new Error(`It was not taken: ${sent.state.type}`);
  return sent.state.digest;
}
