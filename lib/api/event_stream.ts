/**
 * Tells programs what happens as it happens, as server-sent events.
 *
 * @module
 */

/** How often a silent stream shows that it lives, so that nothing between cuts it off. */
const KEEP_ALIVE_MILLISECONDS = 15_000;

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
};

/** Answers with events until they end or the reader leaves; `tell` makes JSON of each. */
export function answerEvents<Event>(
  events: AsyncIterable<Event>,
  tell: (event: Event) => unknown,
): Response {
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      timer = setInterval(() => {
        // Who reads nothing is sent nothing more, however long he stays.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(":\n\n"));
      }, KEEP_ALIVE_MILLISECONDS);
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done) {
          clearInterval(timer);
          return controller.close();
        }
        // JSON has no line ends, so an event is one line.
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(tell(next.value))}\n\n`));
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
