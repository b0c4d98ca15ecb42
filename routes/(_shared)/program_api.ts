/**
 * The interface for programs, opened when it is first asked: pages do without it.
 *
 * @module
 */
import type { ProgramApi } from "@/lib/api/api.ts";

let opened: Promise<ProgramApi> | null = null;

/** Opens it, once. */
export function openProgramApi(): Promise<ProgramApi> {
  return opened ??= import("@/lib/api/api.ts").then(({ createApi }) => createApi());
}
