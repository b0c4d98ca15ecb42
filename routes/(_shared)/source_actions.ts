/**
 * Does what a form of the page of sources asks for.
 *
 * @module
 */
import { DASHBOARD_TAG } from "@/lib/workspace/sources/dashboard_text.ts";
import type { Asker } from "@/lib/workspace/accounts/asker.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { readCount } from "./address.ts";
import { unknownAct } from "./body.ts";

/** Does it, and returns where the browser should go. */
export async function performSources(
  workspace: Pick<Workspace, "sources" | "notebooks">,
  { do: what, source = "", zone = "", id = "" }: Readonly<Record<string, string>>,
  by: Asker,
): Promise<string> {
  switch (what) {
    case "dashboard":
      return await openDashboard(workspace, source);
    case "zone":
      await workspace.sources.setZone({ source, zone: zone.trim() });
      return "/sources";
    case "remove": {
      const removed = await workspace.sources.remove({ id: readCount(id) ?? 0, by });
      const { name, events } = removed;
      const told = { removed: `${removed.id}`, name, events: `${events}` };
      return `/sources?${new URLSearchParams(told)}`;
    }
    case "restore":
      await workspace.sources.restore({ id: readCount(id) ?? 0, by });
      return "/sources";
    default:
      throw unknownAct(what);
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
