/**
 * The routes, answering in this process: what a browser would get, without a browser.
 *
 * @module
 */
import { createLog, type Log } from "@/lib/log.ts";
import { createApp } from "@/lib/web/app.ts";
import { registerIslands } from "@/lib/web/islands.ts";
import { islandsIn, loadModules, modulesBelow } from "@/lib/web/modules.ts";
import type { RequestLimits } from "@/lib/workspace/access/request_limits.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { NO_ACCOUNTS } from "./no_accounts.ts";
import { createState } from "@/routes/(_shared)/define.ts";
import { errorLog, statusOf } from "@/routes/(_shared)/problem.ts";

/** Where the pages of a test are. */
export const ORIGIN = "http://127.0.0.1:8000";

/** Fetches a page by its path; redirects are answers like any other. */
export type FetchPage = (path: string, init?: RequestInit) => Promise<Response>;

/** What every page needs beside its own file. */
const AROUND = [
  ...["routes/_app.tsx", "routes/_layout.tsx", "routes/_middleware.ts"],
  ...["routes/_404.tsx", "routes/_500.tsx"],
];

/** Addresses that lead up are told of on every page, and bugs; nobody else is known. */
const NO_ACCESS = { noteClimbing: () => Promise.resolve(), noteFault: () => Promise.resolve() };

/** Opens some files of `routes/`, or all, on the parts of a workspace that they ask. */
export async function openPages(
  workspace: Partial<Workspace>,
  files: readonly string[] | null = null,
  log: Log = createLog({ level: "error", write() {} }),
  settings: { readonly contentPolicy?: string; readonly limits?: RequestLimits } = {},
): Promise<FetchPage> {
  const islands = await loadModules(await islandsIn("islands"));
  registerIslands(islands);
  const app = createApp({
    modules: await loadModules(
      files === null ? await modulesBelow("routes") : [...AROUND, ...files],
    ),
    scripts: {
      base: "/base.js",
      islands: Object.fromEntries(Object.keys(islands).map((file) => [file, `/${file}.js`])),
      imports: {},
      everywhere: [],
    },
    // A page that asks for what a test did not give fails that test.
    state: (request) =>
      createState(
        { accounts: NO_ACCOUNTS, access: NO_ACCESS, ...workspace } as Workspace,
        request,
        settings,
      ),
    statusOf,
    onError: errorLog(log),
  });
  return (path, init) =>
    app.fetch(new Request(new URL(path, ORIGIN), { redirect: "manual", ...init }), {
      remoteAddress: "127.0.0.1",
    });
}

/** Returns what posts a form as a page of ours would. */
export function formOf(fields: Readonly<Record<string, string>>): RequestInit {
  return {
    method: "POST",
    headers: { "Sec-Fetch-Site": "same-origin", "Origin": ORIGIN },
    body: new URLSearchParams(fields),
  };
}
