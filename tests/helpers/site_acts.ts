/**
 * What people and programs do with a site that runs, by its own pages and interface.
 *
 * @module
 */
import type { StartedSite } from "./started_site.ts";

/** Fetches from a site. */
export type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

/** An answer that was read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks, and reads the whole answer. */
export async function ask(fetch: Fetch, path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(path, init);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** What a page of the site sends along with a form. */
export function posted(
  { origin }: Pick<StartedSite, "origin">,
  body: FormData | Readonly<Record<string, string>>,
): RequestInit {
  return {
    method: "POST",
    headers: { Origin: origin, "Sec-Fetch-Site": "same-origin" },
    body: body instanceof FormData ? body : new URLSearchParams(body),
  };
}

/** What a script of the site's pages sends. */
export function sent({ origin }: Pick<StartedSite, "origin">, value: unknown): RequestInit {
  return {
    method: "POST",
    headers: {
      Origin: origin,
      "Sec-Fetch-Site": "same-origin",
      "Content-Type": "application/json",
    },
    body: typeof value === "string" ? value : JSON.stringify(value),
  };
}

/** Uploads a file by the form; returns its digest, or what refused it. */
export async function upload(site: StartedSite, name: string, text: BlobPart): Promise<string> {
  const form = new FormData();
  form.append("file", new File([text], name));
  const { status, headers, text: told } = await ask(site.fetch, "/data", posted(site, form));
  return status === 303 ? headers.get("Location")?.split("/").at(-1) ?? "" : told;
}

/** Makes a notebook of a text, and lets it read what it names; returns its path. */
export async function importNotebook(site: StartedSite, text: string): Promise<string> {
  const form = new FormData();
  form.append("do", "import");
  form.append("file", new File([text], "notebook.md"));
  const { headers, text: told } = await ask(site.fetch, "/", posted(site, form));
  const path = headers.get("Location");
  if (path === null) throw new Error(`It was not imported: ${told.slice(0, 2000)}`);
  const { text: grants } = await ask(site.fetch, `${path}/grants`);
  const allowed = new URLSearchParams(
    [...grants.matchAll(/<input[^>]*name="allow"[^>]*>/g)].map(([input]) => [
      "allow",
      /value="([^"]*)"/.exec(input)?.[1] ?? "",
    ]),
  );
  const init = posted(site, {});
  await ask(site.fetch, `${path}/grants`, { ...init, body: allowed });
  return path;
}

/** Runs all of a notebook, and returns how the log tells that it ended. */
export async function runAll(site: StartedSite, path: string): Promise<string> {
  const answer = await ask(site.fetch, `/api${path}/run`, sent(site, { what: { type: "all" } }));
  if (answer.status !== 202) throw new Error(`It does not run: ${answer.text}`);
  const { run } = JSON.parse(answer.text);
  const ends = ["run.completed", "run.error", "run.cancelled"];
  return await site.untilLogged((line) =>
    line.includes(`"run":"${run}"`) && ends.some((end) => line.includes(`"${end}"`))
  );
}
