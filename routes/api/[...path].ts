import { AppError } from "@/lib/errors.ts";
import type { ProgramApi } from "@/lib/api/api.ts";
import { define } from "@/routes/(_shared)/define.ts";

let opened: Promise<ProgramApi> | null = null;

/** Loaded when a program first asks: pages do without. */
function openApi(): Promise<ProgramApi> {
  return opened ??= import("@/lib/api/api.ts").then(({ createApi }) => createApi());
}

/** Everything that programs ask, as lib/api/api.ts tells. */
export const handler = define.handlers(async ({ req, state, info }) => {
  const { workspace, requestId, session } = state;
  const api = await openApi();
  return await api.fetch(req, {
    workspace,
    requestId,
    remoteAddress: info.remoteAddress,
    authorize(access) {
      if (access === "everyone" || session !== null) return;
      throw new AppError("NOT_SIGNED_IN", "Cannot answer as somebody must be signed in");
    },
  });
});
