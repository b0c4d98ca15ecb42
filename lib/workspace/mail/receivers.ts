/**
 * Who a summary goes to: people by mail, and a program by a webhook.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type Mailbox, readMailbox, writeMailbox } from "@/lib/mailbox.ts";
import type { SummaryBody } from "@/lib/steps/summary/parameters.ts";

/** Somebody who gets a summary. `key` is the same however they are written. */
export type Receiver =
  & { readonly key: string; readonly shown: string }
  & (
    | { readonly type: "mail"; readonly box: Mailbox }
    | { readonly type: "webhook"; readonly url: string }
  );

/** Returns whom a body names, each once, as the first that has an address is written. */
export function receiversOf({ mail, webhook }: SummaryBody): readonly Receiver[] {
  const people = (mail?.to ?? []).flatMap((text) => readMailbox(text) ?? []).map((box) => ({
    type: "mail" as const,
    key: box.address.toLowerCase(),
    shown: writeMailbox(box),
    box,
  }));
  const receivers: readonly Receiver[] = webhook === undefined
    ? people
    : [...people, webhookOf(webhook)];
  const keys = receivers.map(({ key }) => key);
  return receivers.filter(({ key }, i) => keys.indexOf(key) === i);
}

/** Its path may be a secret, of which a piece of a hash is shown and kept. */
function webhookOf(url: string): Receiver {
  const hash = createHash("sha256").update(url).digest("hex").slice(0, 12);
  const key = `${URL.parse(url)?.host ?? ""}/… (${hash})`;
  return { type: "webhook", key, shown: key, url };
}
