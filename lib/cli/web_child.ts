/**
 * The web process: it parses requests, draws pages, and asks its parent for everything else.
 *
 * It may listen at one address and read the files of the site, and nothing more.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { createLog } from "@/lib/log.ts";
import { serve } from "@/lib/process/serve.ts";
import type { App } from "@/lib/web/app.ts";
import { refuseOtherHost } from "@/lib/web/own_host.ts";
import { openSite } from "@/lib/web/site.ts";
import type { SiteFiles } from "@/lib/web/site_files.ts";
import { workspaceOver } from "@/lib/workspace/remote.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { createState, type State } from "@/routes/(_shared)/define.ts";
import { errorLog, statusOf } from "@/routes/(_shared)/problem.ts";

const log = createLog({ level: "info" });
const opened = Promise.withResolvers<App>();

function open(site: SiteFiles, workspace: Workspace): Promise<App> {
  return openSite<State>({
    site,
    state: (request) => createState(workspace, request),
    statusOf,
    onError: errorLog(log),
  });
}

serve({
  /** The stream over which the workspace is asked, for as long as the process lives. */
  async workspace({ header: { site } }, { stream, signal }) {
    // Loaded while the parent still opens the database.
    opened.resolve(open(site, workspaceOver(stream)));
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return {};
  },

  /** Loads the site. */
  async load() {
    await opened.promise;
    return {};
  },

  /** Begins to listen; answers with the port. */
  async listen({ header: { hostname, port } }) {
    const { fetch } = await opened.promise;
    try {
      const server = Deno.serve(
        { hostname, port, onListen() {} },
        (request, { remoteAddr }) =>
          refuseOtherHost(request) ?? fetch(request, { remoteAddress: remoteAddr.hostname }),
      );
      return { header: { port: server.addr.port } };
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
      const message = `Cannot listen as port ${port} must be free: current state is taken`;
      const remedy = "Stop what listens there, or pass another with --port";
      const problem = { severity: "error", code: "BAD_USAGE", message, place: {}, remedy } as const;
      throw new AppError("BAD_USAGE", message, { problems: [problem] });
    }
  },
});
