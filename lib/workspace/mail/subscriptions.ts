/**
 * Whether somebody wants the mails of a notebook, as the last link of each lets them say.
 *
 * @module
 */
import type { Database } from "@/lib/db/database.ts";
import type { Log } from "@/lib/log.ts";
import type { Mail } from "./contract.ts";
import { findMailOf, findStops, stopMails } from "./outbox.ts";

/** What subscriptions stand on. */
export interface SubscriptionServices {
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
}

/** Makes what the page of a letter's last link asks. */
export function createSubscriptions(
  { database, log, now }: SubscriptionServices,
): Pick<Mail, "subscription" | "stop"> {
  async function find(token: string) {
    const mail = await findMailOf(database, token);
    if (mail === null) return null;
    const stops = await findStops(database, mail.notebook);
    const stopped = stops.has(mail.recipient.toLowerCase());
    return { ...mail, stopped, title: await titleOf(database, mail.notebook) };
  }

  return {
    async subscription({ token }) {
      const found = await find(token);
      if (found === null) return { type: "gone" };
      return { type: "open", title: found.title, stopped: found.stopped };
    },

    async stop({ token }) {
      const found = await find(token);
      if (found === null) return { type: "gone" };
      const { notebook, recipient, title } = found;
      await stopMails(database, { notebook, recipient, now: now() });
      if (!found.stopped) log.info("mail.stopped", { notebook });
      return { type: "open", title, stopped: true };
    },
  };
}

async function titleOf({ kysely }: Database, notebook: string): Promise<string> {
  const found = await kysely.selectFrom("notebooks").select("title").where("id", "=", notebook)
    .executeTakeFirst();
  return found?.title ?? "";
}
