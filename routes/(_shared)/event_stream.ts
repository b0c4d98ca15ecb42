/**
 * Tells events as they happen, in the format that browsers follow and resume by themselves.
 *
 * @module
 */
interface StreamOptions {
  /** How often a silent stream shows that it lives, so that nothing between cuts it off. */
  readonly keepAliveMilliseconds?: number;
}

/** What is told: its id is where to go on after a lost connection. */
export interface Told {
  readonly id: string;
  readonly event: unknown;
}

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
};

/** Answers with events until they end or the reader leaves. */
export function eventStream(
  events: AsyncIterable<Told>,
  { keepAliveMilliseconds = 15_000 }: StreamOptions = {},
): Response {
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
      timer = setInterval(
        () => controller.enqueue(encoder.encode(":\n\n")),
        keepAliveMilliseconds,
      );
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done) {
          clearInterval(timer);
          controller.close();
          return;
        }
        const { id, event } = next.value;
        // JSON has no line ends, so an event is one line.
        controller.enqueue(encoder.encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`));
      } catch (error) {
        clearInterval(timer);
        controller.error(error);
      }
    },
    async cancel() {
      clearInterval(timer);
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: HEADERS });
}
