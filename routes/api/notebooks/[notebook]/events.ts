import { credentialOf } from "@/routes/(_shared)/credential.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { eventStream } from "@/routes/(_shared)/event_stream.ts";

export const config: PageConfig = { access: "notebooks:read" };

/**
 * Tells what happens to a notebook from an event on; a browser that lost us says which it had. It
 * ends soon after what let it in does.
 */
export const handler = define.handlers({
  GET({ req, url, params, state, info }) {
    const after = req.headers.get("Last-Event-ID") ?? url.searchParams.get("after");
    const { notebooks, owner, access } = state.workspace;
    const credential = credentialOf(req);
    const address = info.remoteAddress;
    return eventStream(notebooks.follow({ id: params.notebook, after }), {
      async mayFollow() {
        if (credential === null) return false;
        return credential.type === "session"
          ? await owner.session(credential) !== null
          : await access.who({ credential, address }) !== null;
      },
    });
  },
});
