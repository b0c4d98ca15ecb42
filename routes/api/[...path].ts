import type { ProgramApi } from "@/lib/api/api.ts";
import { authorize, demand } from "@/lib/auth/access.ts";
import { HttpError } from "@daybook/web";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";

export const config: PageConfig = { access: "each_operation" };

let opened: Promise<ProgramApi> | null = null;

/** Loaded when a program first asks: pages do without. */
function openApi(): Promise<ProgramApi> {
  return opened ??= import("@/lib/api/api.ts").then(({ createApi }) => createApi());
}

/** Everything that programs ask, as lib/api/api.ts tells. */
export const handler = define.handlers(async ({ req, state, info }) => {
  const { workspace, requestId, who } = state;
  const api = await openApi();
  try {
    return await api.fetch(req, {
      workspace,
      requestId,
      remoteAddress: info.remoteAddress,
      authorize: (access) => authorize(access, who),
      answers: (operation) => state.operation = operation,
    });
  } catch (error) {
    // Whether there is such an operation is told to who is known.
    if (error instanceof HttpError) demand(who);
    throw error;
  }
});
