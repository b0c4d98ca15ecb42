/**
 * What a notebook found, as a letter: its summary, its numbers and its charts, and where all of it is.
 *
 * @module
 */
import { type Html, letterPage, link, markup, STYLES } from "./html.ts";
import type { Letter, Picture } from "./mailer.ts";

/** What a letter tells; all of it is plain text. */
export interface Brief {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly numbers: readonly BriefNumber[];
  readonly charts: readonly BriefChart[];
  /** Where the whole notebook is; `null` where that is not known. */
  readonly notebookUrl: string | null;
}

/** A number as it is written, and how it moved; `null` where nothing is compared. */
export interface BriefNumber {
  readonly title: string;
  readonly value: string;
  readonly change: string | null;
}

/** A chart with what it says; `null` where it has no answer. */
export interface BriefChart {
  readonly title: string;
  readonly answer: string | null;
  readonly picture: Picture;
}

/** Whom a letter is for. */
export type Addressed = Pick<Letter, "id" | "to" | "subject" | "unsubscribeUrl">;

/** Writes the letter; both parts say the same. */
export function briefLetter(brief: Brief, addressed: Addressed): Letter {
  const { unsubscribeUrl } = addressed;
  return {
    ...addressed,
    text: textOf(brief, unsubscribeUrl),
    html: htmlOf(brief, unsubscribeUrl),
    pictures: brief.charts.map(({ picture }) => picture),
  };
}

function textOf(brief: Brief, unsubscribeUrl: string | null): string {
  const { title, paragraphs, numbers, charts, notebookUrl } = brief;
  const line = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  const pieces = [
    line(title),
    ...paragraphs,
    numbers.map(({ title, value, change }) =>
      line(`${title}: ${value}${change === null ? "" : ` (${change})`}`)
    ).join("\n"),
    charts.flatMap(({ answer }) => answer === null ? [] : [line(answer)]).join("\n"),
    notebookUrl === null ? "" : `The notebook: ${notebookUrl}`,
    unsubscribeUrl === null ? "" : `No more mails of this notebook: ${unsubscribeUrl}`,
  ];
  return `${pieces.filter((piece) => piece !== "").join("\n\n")}\n`;
}

function htmlOf(brief: Brief, unsubscribeUrl: string | null): string {
  const { title, paragraphs, numbers, charts, notebookUrl } = brief;
  return letterPage(title, [
    markup`<h1 style="${STYLES.title}">${title}</h1>`,
    ...paragraphs.map((text) => markup`<p style="${STYLES.text}">${text}</p>`),
    ...(numbers.length === 0 ? [] : [numberTable(numbers)]),
    ...charts.map(chartPiece),
    ...(notebookUrl === null
      ? []
      : [markup`<p style="${STYLES.text}">${link(notebookUrl, "Open the notebook")}</p>`]),
    ...(unsubscribeUrl === null ? [] : [
      markup`<p style="${STYLES.small}">${
        link(unsubscribeUrl, "No more mails of this notebook")
      }</p>`,
    ]),
  ]);
}

const CELL = "padding:8px 16px 8px 0;border-top:1px solid #ddd8ce;vertical-align:top";

function numberTable(numbers: readonly BriefNumber[]): Html {
  const rows = numbers.map(({ title, value, change }) =>
    markup`<tr><td style="${CELL};font-size:16px;line-height:24px;color:#6a665e">${title}</td><td align="right" style="${CELL};padding-right:0;font-size:16px;line-height:24px;font-weight:600;color:#1f1e1b">${value}${
      changeLine(change)
    }</td></tr>`
  );
  return markup`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px">${rows}</table>`;
}

function changeLine(change: string | null): Html {
  return change === null
    ? markup``
    : markup`<br><span style="font-size:13px;line-height:20px;font-weight:400;color:#6a665e">${change}</span>`;
}

/** As charts are drawn for telephones, a little larger; the picture has twice the dots. */
const PICTURE_WIDTH = "440";

function chartPiece({ title, answer, picture }: BriefChart): Html {
  const above = answer === null ? title : answer;
  return markup`<p style="${STYLES.text};margin:0 0 8px">${above}</p><img src="cid:${picture.id}" alt="${title}" width="${PICTURE_WIDTH}" style="display:block;width:100%;max-width:${PICTURE_WIDTH}px;height:auto;margin:0 0 24px">`;
}
