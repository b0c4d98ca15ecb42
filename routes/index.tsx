import { page } from "@daybook/web";
import { asset, Head } from "@daybook/web/runtime";
import DropZone from "@/islands/DropZone.tsx";
import { roleCovers } from "@/lib/auth/roles.ts";
import { HomeView } from "@/lib/page/home/HomeView.tsx";
import { Bar } from "@/lib/page/shell/Bar.tsx";
import type { HeldNotebook } from "@/lib/workspace/sharing/contract.ts";
import { readForm } from "./(_shared)/body.ts";
import { define, type PageConfig, type State } from "./(_shared)/define.ts";
import { performHome } from "./(_shared)/home_actions.ts";

export const config: PageConfig = { access: { read: "notebooks:read", write: "notebooks:write" } };

/** The notebooks of the workspace, and what can be done with each. */
export const handler = define.handlers({
  async GET({ url, state }) {
    const search = url.searchParams.get("search")?.trim() ?? "";
    const tag = url.searchParams.get("tag");
    const id = url.searchParams.get("deleted");
    return page({
      cards: await state.workspace.notebooks.list({
        ...(search === "" ? {} : { search }),
        ...(tag === null ? {} : { tag }),
      }),
      held: await heldBy(state),
      mayMake: state.session === null || roleCovers(state.session.role, "notebooks:write"),
      search,
      tag,
      deleted: id === null ? null : { id, title: url.searchParams.get("title") ?? "a notebook" },
    });
  },

  async POST({ req, state, redirect }) {
    return redirect(await performHome(state.workspace.notebooks, await readForm(req)), 303);
  },
});

export default define.page<typeof handler>(({ data }) => (
  <>
    <Head>
      <title>Notebooks · Daybook</title>
      <link rel="stylesheet" href={asset("/home.css")} />
      <link rel="stylesheet" href={asset("/files.css")} />
    </Head>
    <Bar section="notebooks" />
    <HomeView {...data} refusal={null}>
      {data.mayMake && <DropZone />}
    </HomeView>
  </>
));

/** Returns how an account comes by what it sees; the owner of the workspace has all alike. */
async function heldBy({ session, workspace }: State): Promise<readonly HeldNotebook[] | null> {
  return session?.by.type === "account" ? await workspace.sharing.held({ by: session.by }) : null;
}
