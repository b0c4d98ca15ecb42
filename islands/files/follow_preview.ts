/**
 * Follows the reading of a file under chosen options, step by step.
 *
 * @module
 */
import type { PreviewStep } from "@/lib/workspace/files/contract.ts";

/** A step, or why there are no more of them. */
export type FollowedStep = PreviewStep | { readonly type: "refused"; readonly message: string };

/** Asks an address for the steps of a preview, each told as it comes. @throws what `fetch` does */
export async function* followPreview(
  address: string,
  signal: AbortSignal,
): AsyncGenerator<FollowedStep> {
  const answer = await fetch(address, { signal });
  if (!answer.ok || answer.body === null) {
    const { detail } = await answer.json().catch(() => ({ detail: answer.statusText }));
    yield { type: "refused", message: detail };
    return;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}
