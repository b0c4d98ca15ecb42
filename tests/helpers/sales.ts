/**
 * Insights of files of sales in a test, over the notebooks of a workspace.
 *
 * @module
 */
import { createAudit } from "@/lib/auth/audit.ts";
import { createRateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { createDrawer } from "@/lib/chart/drawer.ts";
import type { Letter, Mailer, MailOutcome } from "@/lib/deliver/mail/mailer.ts";
import { createLog } from "@/lib/log.ts";
import { parseMailbox } from "@/lib/mailbox.ts";
import { startReader } from "@/lib/read/read_file.ts";
import { createDataFiles } from "@/lib/workspace/files/data_files.ts";
import { createSales } from "@/lib/workspace/sales/sales.ts";
import type { NotebooksForTest } from "./notebooks.ts";

/** Makes insights in a test; letters are kept. */
export function salesOf(
  { notebooks, database, services }: NotebooksForTest,
  { outcome = { type: "not_configured" }, mailer, formulas = "neutralise", hasModel = false }: {
    readonly outcome?: MailOutcome;
    /** What sends in earnest; left out, letters are kept and come out so. */
    readonly mailer?: Mailer;
    readonly formulas?: "neutralise" | "refuse";
    readonly hasModel?: boolean;
  } = {},
) {
  const letters: Letter[] = [];
  const drawer = createDrawer();
  const log = createLog({ level: "error" });
  const now = () => new Date("2026-04-01T00:00:00Z");
  const dataDirectory = services.uploads.replace(/\/uploads$/, "");
  const files = createDataFiles({
    database,
    config: { dataDirectory, maxFileBytes: null, maxRows: null },
    startReader,
    log,
  });
  const sales = createSales({
    database,
    files,
    notebooks,
    mailer: mailer ?? {
      from: outcome.type === "not_configured" ? null : parseMailbox("daybook@example.org"),
      send: (letter) => {
        letters.push(letter);
        return Promise.resolve(outcome);
      },
    },
    drawer,
    log,
    rates: createRateLimits({ database, now }),
    audit: createAudit({ database, log, now }),
    config: { formulas, requestsPerMinute: 10 },
    mostBytes: 5_000_000,
    mostRows: 10_000,
    hasModel,
    base: () => Deno.readTextFile("notebooks/sales.md"),
    publicUrl: "https://daybook.example",
  });
  const send = (content: string | Uint8Array, changed = {}) =>
    sales.insight(
      {
        fileName: "sales.csv",
        mediaType: "text/csv",
        email: "ann@example.org",
        origin: "http://127.0.0.1:8000",
        address: null,
        ...changed,
      },
      pieces(typeof content === "string" ? new TextEncoder().encode(content) : content),
    );
  return {
    sales,
    files,
    letters,
    send,
    async [Symbol.asyncDispose]() {
      await Promise.all([files[Symbol.asyncDispose](), drawer.close()]);
    },
  };
}

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.slice(at, at + 1000);
}
