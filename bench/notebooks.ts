/**
 * Brings notebooks into a workspace that is measured, runs them, and follows them.
 *
 * @module
 */
import type { Site } from "./site.ts";

/** The events notebook on a file that stands beside the project's own. */
export async function eventsNotebook(file: string): Promise<string> {
  const text = await Deno.readTextFile("notebooks/events.md");
  return text.replace("samples/events.csv", file);
}

/** Brings a notebook in, lets it read what it names, and returns its id. */
export async function notebookOf(site: Site, text: string): Promise<string> {
  const body = new FormData();
  body.set("do", "import");
  body.set("file", new File([text], "bench.md", { type: "text/markdown" }));
  const answer = await fetch(`${site.origin}/`, {
    method: "POST",
    headers: { cookie: site.cookie, origin: site.origin },
    body,
    redirect: "manual",
  });
  await answer.body?.cancel();
  const id = /\/notebooks\/([\w-]+)/.exec(answer.headers.get("location") ?? "")?.[1];
  if (id === undefined) throw new Error(`Cannot import: ${answer.status}`);
  await grantAll(site, id);
  return id;
}

/** What came in as a file may read nothing before its owner allows it. */
async function grantAll(site: Site, id: string): Promise<void> {
  const path = `/notebooks/${id}/grants`;
  const boxes = (await page(site, path)).matchAll(/<input[^>]*type="checkbox"[^>]*>/g);
  const form = new URLSearchParams();
  for (const [box] of boxes) {
    const value = /value="([^"]*)"/.exec(box)?.[1] ?? "";
    form.append("allow", value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  const answer = await fetch(site.origin + path, {
    method: "POST",
    headers: { cookie: site.cookie, origin: site.origin },
    body: form,
    redirect: "manual",
  });
  await answer.body?.cancel();
}

/** What is read of a notebook. */
export interface PlainView {
  readonly blocks: readonly {
    readonly type: string;
    readonly cell: {
      readonly name: string;
      readonly status: { readonly state: string };
      readonly output: { readonly key: string } | null;
      readonly problems: readonly { readonly message: string }[];
    };
  }[];
}

/** Runs all cells; returns the view in which all are fresh. */
export async function runAll(site: Site, id: string): Promise<PlainView> {
  const answer = await site.post(`/api/notebooks/${id}/run`, {
    what: { type: "all" },
    parameters: {},
  });
  if (!answer.ok) throw new Error(`Cannot run: ${await answer.text()}`);
  for (;;) {
    const view: PlainView = JSON.parse(await page(site, `/api/notebooks/${id}/view`));
    const cells = view.blocks.flatMap((block) => block.type === "cell" ? block.cell : []);
    const failed = cells.find(({ status }) => status.state === "failed");
    if (failed !== undefined) throw new Error(`${failed.name}: ${failed.problems[0]?.message}`);
    if (cells.every(({ status }) => status.state === "fresh")) return view;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns the key of what a cell shows. */
export function outputOf(view: PlainView, cell: string): string {
  const key = view.blocks.find((block) => block.type === "cell" && block.cell.name === cell)
    ?.cell.output?.key;
  if (key === undefined) throw new Error(`"${cell}" shows nothing`);
  return key;
}

/** Follows a notebook's events; each is kept with the moment it was heard. */
export function followInto(
  site: Site,
  id: string,
  { events, signal }: { readonly events: Map<string, number>; readonly signal: AbortSignal },
): { readonly ready: Promise<void> } {
  const ready = (async () => {
    const answer = await fetch(`${site.origin}/api/notebooks/${id}/events`, {
      headers: { cookie: site.cookie },
      signal,
    });
    if (answer.body === null) throw new Error("No events");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    (async () => {
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        const parts = (rest + value).split("\n\n");
        rest = parts.pop() ?? "";
        for (const part of parts) {
          const event = /^id: (\S+)/m.exec(part)?.[1];
          if (event !== undefined) events.set(event, performance.now());
        }
      }
    })().catch(() => {});
  })();
  return { ready };
}

/** Returns the text of a page. */
export async function page(site: Site, path: string): Promise<string> {
  const answer = await site.get(path);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
  return text;
}
