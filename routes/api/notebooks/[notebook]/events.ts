import { sessionOf } from "@/routes/(_shared)/cookie.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { eventStream } from "@/routes/(_shared)/event_stream.ts";

export const config: PageConfig = { access: "notebooks:read" };

/**
 * Tells what happens to a notebook from an event on; a browser that lost us says which it had. It
 * ends soon after the session does.
 */
export const handler = define.handlers({
  GET({ req, url, params, state }) {
    const after = req.headers.get("Last-Event-ID") ?? url.searchParams.get("after");
    const { notebooks, owner } = state.workspace;
    const session = sessionOf(req) ?? "";
    return eventStream(notebooks.follow({ id: params.notebook, after }), {
      mayFollow: async () => await owner.session({ session }) !== null,
    });
  },
});
