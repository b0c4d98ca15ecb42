import { deepStrictEqual as assertEquals, doesNotMatch, ok as assert } from "node:assert/strict";
import { briefLetter } from "@/lib/deliver/mail/brief_letter.ts";
import { PIXEL } from "@/tests/helpers/letters.ts";

const HOSTILE = `<img src=x onerror="alert(1)">`;

const BRIEF = {
  title: "Sales",
  paragraphs: ["Revenue came to €70.", HOSTILE],
  numbers: [
    { title: "Revenue", value: "€70", change: "+8% on the week before" },
    { title: "Orders\nof\tall", value: "3", change: null },
  ],
  charts: [
    { title: HOSTILE, answer: "It rose", picture: { id: "chart-1@daybook", bytes: PIXEL } },
    { title: "Plain", answer: null, picture: { id: "chart-2@daybook", bytes: PIXEL } },
  ],
  notebookUrl: "https://daybook.example.org/notebooks/n1?a=1&b=2",
};

const ADDRESSED = {
  id: "1",
  to: { name: null, address: "ann@example.org" },
  subject: "Sales",
  unsubscribeUrl: "https://daybook.example.org/mail/stop/t",
};

Deno.test("briefLetter() says the same in text as in HTML", () => {
  const { text } = briefLetter(BRIEF, ADDRESSED);
  assertEquals(text.split("\n\n"), [
    "Sales",
    "Revenue came to €70.",
    HOSTILE,
    "Revenue: €70 (+8% on the week before)\nOrders of all: 3",
    "It rose",
    "The notebook: https://daybook.example.org/notebooks/n1?a=1&b=2",
    "No more mails of this notebook: https://daybook.example.org/mail/stop/t\n",
  ]);
});

Deno.test("briefLetter() escapes whatever it tells, and has a picture a chart", () => {
  const { html, pictures } = briefLetter(BRIEF, ADDRESSED);
  doesNotMatch(html, /<img src=x|onerror="/);
  assertEquals([...html.matchAll(/src="([^"]*)"/g)].map(([, source]) => source), [
    "cid:chart-1@daybook",
    "cid:chart-2@daybook",
  ]);
  assertEquals(pictures.map(({ id }) => id), ["chart-1@daybook", "chart-2@daybook"]);
  assert(html.includes('href="https://daybook.example.org/notebooks/n1?a=1&amp;b=2"'));
});

Deno.test("briefLetter() leaves out what there is none of", () => {
  const empty = { ...BRIEF, paragraphs: [], numbers: [], charts: [], notebookUrl: null };
  const { text, html } = briefLetter(empty, { ...ADDRESSED, unsubscribeUrl: null });
  assertEquals(text, "Sales\n");
  doesNotMatch(html, /<a |<img|undefined|null/);
});
