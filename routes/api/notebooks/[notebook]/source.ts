import { readCount } from "@/routes/(_shared)/address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:read" };

/** The notebook file, of a revision where one is asked for. */
export const handler = define.handlers({
  async GET({ url, params, state }) {
    const revision = readCount(url.searchParams.get("revision")) ?? undefined;
    const { text } = await state.workspace.notebooks.source({ id: params.notebook, revision });
    return new Response(text, {
      headers: {
        "Content-Type": "text/markdown; charset=utf-8",
        "Content-Disposition": `attachment; filename="${params.notebook}.md"`,
      },
    });
  },
});
