/**
 * Does what a form of the page of sources asks for.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { DASHBOARD_TAG } from "@/lib/workspace/sources/dashboard_text.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";

/** Does it, and returns where the browser should go. */
export async function performSources(
  workspace: Pick<Workspace, "sources" | "notebooks">,
  { do: what, source = "", zone = "" }: Readonly<Record<string, string>>,
): Promise<string> {
  switch (what) {
    case "dashboard":
      return await openDashboard(workspace, source);
    case "zone":
      await workspace.sources.setZone({ source, zone: zone.trim() });
      return "/sources";
    default:
      throw new AppError(
        "BAD_USAGE",
        `Cannot do what was asked as it must be known: current value is ${
          JSON.stringify(what ?? "missing")
        }`,
      );
  }
}

/** The dashboard that whoever asks may see, or a new one; what is stale in it runs. */
async function openDashboard(
  { sources, notebooks }: Pick<Workspace, "sources" | "notebooks">,
  source: string,
): Promise<string> {
  const { text, source: begins, metric } = await sources.dashboard({
    source: source === "" ? null : source,
  });
  const [known] = await notebooks.list({ tag: DASHBOARD_TAG });
  const { id } = known ?? await notebooks.create({ text });
  const parameters = { source: begins, metric };
  await notebooks.run({ id, what: { type: "stale" }, parameters });
  return `/notebooks/${encodeURIComponent(id)}/app?${new URLSearchParams(parameters)}`;
}
