import { authorize, demand } from "@/lib/auth/access.ts";
import { HttpError } from "@daybook/web";
import { refuseShown } from "@/routes/(_shared)/credential.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { openProgramApi } from "@/routes/(_shared)/program_api.ts";

export const config: PageConfig = { access: "each_operation" };

/** Everything that programs ask, as lib/api/api.ts tells. */
export const handler = define.handlers(async ({ req, state, info }) => {
  const { workspace, requestId, who } = state;
  const { limit } = info;
  const api = await openProgramApi();
  try {
    return await api.fetch(req, {
      workspace,
      requestId,
      remoteAddress: info.remoteAddress,
      signal: limit === undefined ? req.signal : AbortSignal.any([req.signal, limit.signal]),
      database: state.seen.services.database_server ? "server" : "embedded",
      takesLong: () => limit?.allowLong(),
      authorize: (access) => {
        if (who === null && access !== "everyone") refuseShown(req);
        authorize(access, who);
      },
      answers: (operation) => state.operation = operation,
    });
  } catch (error) {
    // Whether there is such an operation is told to who is known.
    if (error instanceof HttpError) demand(who);
    throw error;
  }
});
