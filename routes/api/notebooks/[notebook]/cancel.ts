import { define } from "@/routes/(_shared)/define.ts";

/** Stops what runs; answers when it has stopped. */
export const handler = define.handlers({
  async POST({ params, state }) {
    await state.workspace.notebooks.cancel({ id: params.notebook });
    return new Response(null, { status: 204 });
  },
});
