import CommandPalette from "@/islands/CommandPalette.tsx";
import { define } from "./(_shared)/define.ts";

/** What every page of the workspace has: its keys. Readers of links know of no workspace. */
export default define.layout(({ Component, state, url }) => (
  <>
    <Component />
    {state.session !== null && !url.pathname.startsWith("/s/") && <CommandPalette />}
  </>
));
