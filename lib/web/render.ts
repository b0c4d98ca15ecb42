/**
 * Draws a page into a whole HTML document.
 *
 * @module
 */
import { Fragment, h, options, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { PageOptions } from "./define.ts";
import { lastOfEach } from "./head.ts";
import { withPage } from "./page_state.ts";
import { serializeIslands } from "./serialize.ts";
import "./text_lists.ts";

/** Where a browser finds what was built for it. */
export interface Scripts {
  /** The script that brings islands to life. */
  readonly base: string;
  /** The chunk of an island's file. */
  readonly islands: Readonly<Record<string, string>>;
  /** What each of these imports, to be fetched at the same time. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Scripts of every page. */
  readonly everywhere: readonly string[];
}

/** A document, and what went wrong inside it. */
export interface DrawnPage {
  readonly response: Response;
  readonly failures: readonly { readonly file: string; readonly error: unknown }[];
}

// Not in the types: without it a component that throws takes the page with it.
Object.assign(options, { errorBoundaries: true });

/** Draws a page; one without an `<html>` element of its own gets one. */
export function drawPage(element: VNode, scripts: Scripts, init: PageOptions = {}): DrawnPage {
  const { drawn, state } = withPage(() => renderToString(element));
  const islands = state.islands.map(({ file, props }) => {
    const address = scripts.islands[file];
    if (address === undefined) throw new Error(`Cannot show ${file} as it must be built first`);
    return [address, props] as const;
  });
  const used = islands.length === 0
    ? []
    : [...new Set([scripts.base, ...islands.map(([address]) => address)])];
  const fetched = new Set(used.flatMap((address) => [address, ...scripts.imports[address] ?? []]));
  const head = [
    lastOfEach(renderToString(h(Fragment, null, state.head))),
    ...[...fetched].map((address) => `<link rel="modulepreload" href="${address}">`),
  ].join("");
  const running = [...used.slice(0, 1), ...scripts.everywhere]
    .map((address) => `<script type="module" src="${address}"></script>`);
  const props = islands.length === 0 ? [] : [
    `<script type="application/json" id="daybook-islands">${serializeIslands(islands)}</script>`,
  ];
  const html = insert(withDocument(drawn), { head, end: [...props, ...running].join("") });
  const headers = new Headers(init.headers);
  headers.set("Content-Type", "text/html; charset=utf-8");
  const response = new Response(`<!DOCTYPE html>${html}`, { status: init.status ?? 200, headers });
  return { response, failures: state.failures };
}

function withDocument(html: string): string {
  return html.startsWith("<html")
    ? html
    : `<html lang="en"><head><meta charset="utf-8"></head><body>${html}</body></html>`;
}

/** The page's own text has no `<` of its own in the head, and nothing after the body's end. */
function insert(html: string, { head, end }: { readonly head: string; readonly end: string }) {
  const headEnd = html.indexOf("</head>");
  const bodyEnd = html.lastIndexOf("</body>");
  return html.slice(0, headEnd) + head + html.slice(headEnd, bodyEnd) + end + html.slice(bodyEnd);
}
