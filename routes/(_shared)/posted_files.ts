/**
 * Files that a form without scripts posts: each is kept and read before the page answers.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { DataFiles, UploadState } from "@/lib/workspace/files/contract.ts";
import { partsOf } from "@/lib/web/multipart.ts";

const POLL_MILLISECONDS = 100;

/** What became of the files. */
export interface PostedFiles {
  /** Of those that are ready. */
  readonly digests: readonly string[];
  /** Why the others are not. */
  readonly refusals: readonly string[];
}

/** Whether a request posts files. */
export function isUpload(request: Request): boolean {
  return request.headers.get("Content-Type")?.startsWith("multipart/form-data") ?? false;
}

/** Takes in all files of a form. @throws AppError BAD_USAGE */
export async function takeUploads(files: DataFiles, request: Request): Promise<PostedFiles> {
  const digests: string[] = [];
  const refusals: string[] = [];
  for await (const { fileName, bytes } of partsOf(request)) {
    // A form without a chosen file sends one without a name.
    if (fileName === null || fileName === "") continue;
    try {
      const { state } = await whenRead(files, await files.take({ name: fileName }, bytes));
      if (state.type === "ready") digests.push(state.digest);
      else if (state.type === "refused") refusals.push(sentenceOf(state.message, state.remedy));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusals.push(sentenceOf(error.message, error.problems[0]?.remedy ?? null));
    }
  }
  return { digests, refusals };
}

async function whenRead(files: DataFiles, upload: UploadState): Promise<UploadState> {
  let now = upload;
  while (now.state.type === "reading") {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    now = await files.upload({ id: now.id });
  }
  return now;
}

function sentenceOf(message: string, remedy: string | null): string {
  return remedy === null ? message : `${message}. ${remedy}`;
}
