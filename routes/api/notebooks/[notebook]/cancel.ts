import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "notebooks:run" };

/** Stops what runs; answers when it has stopped. */
export const handler = define.handlers({
  async POST({ params, state }) {
    await state.workspace.notebooks.cancel({ id: params.notebook });
    return new Response(null, { status: 204 });
  },
});
