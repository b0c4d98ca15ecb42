import type { State } from "./define.ts";

/** Whether whoever is signed in may view a notebook and not edit it; admins and the owner may both. */
export async function mayOnlyView(
  { session, workspace }: State,
  notebook: string,
): Promise<boolean> {
  if (session === null || session.by.type === "owner" || session.role === "admin") return false;
  return await workspace.sharing.right({ notebook, by: session.by }) === "view";
}
