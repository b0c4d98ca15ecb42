/**
 * `deno task rotate-keys`: seals what earlier keys have sealed with the key of now.
 *
 * It needs the files and the keys, not the database, and so the workspace may serve meanwhile.
 *
 * @module
 */
import { openSealer } from "@/lib/crypto/open_sealer.ts";
import { resealFiles } from "@/lib/ingest/reseal.ts";
import { receivedFolder } from "@/lib/workspace/events/events.ts";
import { runCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { badUsage, parseWords } from "./words.ts";
import { readSettings } from "./workspace.ts";

const HELP = `Seals what earlier keys have sealed with APP_ENCRYPTION_KEY

Usage: deno task rotate-keys

1. Set APP_ENCRYPTION_KEY to a new key and put the old one into APP_ENCRYPTION_PREVIOUS_KEYS;
   start the workspace anew, so that it opens what either of them sealed.
2. Run this with the same settings. The workspace may serve meanwhile. Interrupted, it goes on
   the next time.
3. When nothing is left over, take the old key out of APP_ENCRYPTION_PREVIOUS_KEYS.

Where APP_ENCRYPTION_KEY was never set, DATA_DIR holds the old key: it needs no setting.

Settings (environment): APP_ENCRYPTION_KEY, APP_ENCRYPTION_PREVIOUS_KEYS, DATA_DIR (.daybook/)

Exit codes: 0 all is sealed by the key of now, 1 something did not open, 2 wrong use or setting`;

/** Seals anew, and prints what became of it; returns the exit code. */
export async function rotateKeys(words: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseWords("rotate-keys", words, {
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    console.log(HELP);
    return EXIT.done;
  }
  if (positionals.length > 0) {
    throw badUsage("rotate-keys", "it takes no words", positionals.join(" "));
  }
  const config = readSettings();
  const sealer = await openSealer(config.keys, config.dataDirectory);
  const { resealed, kept, failed } = await resealFiles(receivedFolder(config), sealer, signal);
  console.log(`Sealed anew: ${resealed}. Sealed by the key of now before: ${kept}.`);
  for (const { name, error } of failed) console.error(`error: ${name}: ${error.message}`);
  return failed.length === 0 ? EXIT.done : EXIT.failed;
}

if (import.meta.main) await runCommand((signal) => rotateKeys(Deno.args, signal));
