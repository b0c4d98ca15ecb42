import type { Letter } from "@/lib/deliver/mail/mailer.ts";

/** A PNG of one pixel. */
export const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

/** A letter with everything in it. */
export function aLetter(more: Partial<Letter> = {}): Letter {
  return {
    id: "0190-letter",
    to: { name: "Bea Ünal", address: "bea@example.org" },
    subject: "Sales up 12% – März",
    text: "Net revenue came to €1,234.\n\nhttps://daybook.example.org/notebooks/1\n",
    html: '<p>Net revenue came to <b>€1,234</b>.</p><img src="cid:chart-1@daybook" alt="Revenue">',
    pictures: [{ id: "chart-1@daybook", bytes: PIXEL }],
    unsubscribeUrl: "https://daybook.example.org/mail/stop/some-token_1",
    ...more,
  };
}
