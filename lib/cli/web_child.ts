/**
 * The web process: it parses requests, draws pages, and asks its parent for everything else.
 *
 * It may listen at one address and read the files of the site, and nothing more.
 *
 * @module
 */
import type { LimitsConfig } from "@/lib/config/limits.ts";
import { createLog, type LogLevel } from "@/lib/log.ts";
import { refuseListening } from "./refuse_listening.ts";
import { serve } from "@/lib/process/serve.ts";
import { about, withAbout } from "@/lib/seen/about.ts";
import { createRequestFigures, toldMethod } from "@/lib/seen/request_figures.ts";
import type { Services } from "@/lib/seen/services.ts";
import type { App } from "@/lib/web/app.ts";
import { createFront, type FrontRules } from "@/lib/web/front.ts";
import { requestIdOf } from "@/lib/web/request_id.ts";
import { openSite } from "@/lib/web/site.ts";
import type { SiteFiles } from "@/lib/web/site_files.ts";
import { createRequestLimits } from "@/lib/workspace/access/request_limits.ts";
import { requestRates } from "@/lib/workspace/access/request_rates.ts";
import { showing } from "@/lib/workspace/access/showing.ts";
import { workspaceOver } from "@/lib/workspace/remote.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { shownBy } from "@/routes/(_shared)/credential.ts";
import { createState, type State } from "@/routes/(_shared)/define.ts";
import { errorLog, statusOf } from "@/routes/(_shared)/problem.ts";

const opened = Promise.withResolvers<App>();
const rules = Promise.withResolvers<Pick<Opening, "rules" | "limits">>();
const figures = createRequestFigures();

/** What the parent says of how to serve. */
interface Opening {
  readonly site: SiteFiles;
  readonly logLevel: LogLevel;
  readonly services: Services;
  readonly rules: FrontRules;
  /** In place of our own; `null` where none is set. */
  readonly contentPolicy: string | null;
  readonly tellsApi: boolean;
  readonly limits: LimitsConfig;
}

function open(
  { site, logLevel, services, contentPolicy, tellsApi, limits }: Opening,
  workspace: Workspace,
) {
  const log = createLog({ level: logLevel, about });
  const seen = { services, figures: figures.figures };
  const rates = requestRates(limits);
  const { countRequests: tell } = showing(workspace, null).access;
  const settings = { seen, contentPolicy, tellsApi, limits: createRequestLimits({ rates, tell }) };
  return openSite<State>({
    site,
    state: (request) => createState(showing(workspace, shownBy(request)), request, settings),
    statusOf,
    onError: errorLog(log),
    onAnswer({ pattern, status, milliseconds }, { req: { method }, state: { operation } }) {
      // Never the path, which may hold a link's token.
      const told = { route: operation ?? pattern, method: toldMethod(method), status };
      figures.answered({ ...told, milliseconds });
      log.info("request.done", { ...told, milliseconds: Math.round(milliseconds) });
    },
  });
}

serve({
  /** The stream over which the workspace is asked, for as long as the process lives. */
  async workspace({ header }, { stream, signal }) {
    // Loaded while the parent still opens the database.
    rules.resolve(header);
    opened.resolve(open(header, workspaceOver(stream)));
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
    const given = await rules.promise;
    const front = createFront(given.rules, { times: given.limits });
    try {
      const server = Deno.serve(
        { hostname, port, onListen() {} },
        (request, { remoteAddr }) =>
          withAbout(
            { request: requestIdOf(request) },
            () => front(request, { remoteAddress: remoteAddr.hostname }, fetch),
          ),
      );
      return { header: { port: server.addr.port } };
    } catch (error) {
      throw refuseListening(error, { hostname, port });
    }
  },
});
