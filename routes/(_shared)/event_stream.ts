/**
 * Tells events as they happen, in the format that browsers follow and resume by themselves.
 *
 * @module
 */
interface StreamOptions {
  /** How often a silent stream shows that it lives, so that nothing between cuts it off. */
  readonly keepAliveMilliseconds?: number;
  /** Whether the reader may still follow; asked as often, since who reads nothing asks nothing. */
  readonly mayFollow?: () => Promise<boolean>;
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
  { keepAliveMilliseconds = 15_000, mayFollow = () => Promise.resolve(true) }: StreamOptions = {},
): Response {
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  let timer: ReturnType<typeof setInterval> | undefined;
  let ended = false;
  const end = async (tell: () => void) => {
    ended = true;
    clearInterval(timer);
    tell();
    await iterator.return?.();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode("retry: 1000\n\n"));
      timer = setInterval(async () => {
        // Where that cannot be told, the next time will.
        const may = await mayFollow().catch(() => true);
        if (ended) return;
        if (!may) return await end(() => controller.close());
        // Who reads nothing is sent nothing more, however long he stays.
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(":\n\n"));
      }, keepAliveMilliseconds);
    },
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (ended) return;
        if (next.done) return await end(() => controller.close());
        const { id, event } = next.value;
        // JSON has no line ends, so an event is one line.
        controller.enqueue(encoder.encode(`id: ${id}\ndata: ${JSON.stringify(event)}\n\n`));
      } catch (error) {
        if (!ended) await end(() => controller.error(error));
      }
    },
    cancel: () => end(() => {}),
  });
  return new Response(body, { headers: HEADERS });
}
