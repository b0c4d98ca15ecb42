/**
 * Tells values as they come, a line of JSON each.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

const HEADERS = { "Content-Type": "application/x-ndjson", "X-Accel-Buffering": "no" };

/**
 * Answers once there is a first value, since until then a refusal is an answer of its own; `signal`
 * is that of the request.
 */
export async function lineStream(
  values: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<Response> {
  const encoder = new TextEncoder();
  const iterator = values[Symbol.asyncIterator]();
  signal.addEventListener("abort", () => iterator.return?.());
  let next = await iterator.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const tell = (value: unknown) =>
        controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
      if (next.done) {
        controller.close();
        return;
      }
      tell(next.value);
      try {
        next = await iterator.next();
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        tell({ type: "refused", message: error.message });
        next = { done: true, value: undefined };
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: HEADERS });
}
