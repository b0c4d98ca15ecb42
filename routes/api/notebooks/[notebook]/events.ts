import { define } from "@/routes/(_shared)/define.ts";
import { eventStream } from "@/routes/(_shared)/event_stream.ts";

/** Tells what happens to a notebook from an event on; a browser that lost us says which it had. */
export const handler = define.handlers({
  GET({ req, url, params, state }) {
    const after = req.headers.get("Last-Event-ID") ?? url.searchParams.get("after");
    return eventStream(state.workspace.notebooks.follow({ id: params.notebook, after }));
  },
});
