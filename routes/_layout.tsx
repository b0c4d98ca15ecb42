import CommandPalette from "@/islands/CommandPalette.tsx";
import { roleCovers } from "@/lib/auth/roles.ts";
import { type SignedIn, SignedInContext } from "@/lib/page/shell/signed_in.ts";
import { define, type State } from "./(_shared)/define.ts";

/** What every page of the workspace has: its keys. Readers of links know of no workspace. */
export default define.layout(({ Component, state, url }) => (
  <>
    <SignedInContext.Provider value={signedIn(state)}>
      <Component />
    </SignedInContext.Provider>
    {state.session !== null && !url.pathname.startsWith("/s/") && <CommandPalette />}
  </>
));

function signedIn({ session, tellsApi }: State): SignedIn | null {
  if (session === null) return null;
  const { name, role } = session;
  const mayEdit = roleCovers(role, "notebooks:write");
  return { name, isAdmin: role === "admin", mayEdit, tellsApi };
}
