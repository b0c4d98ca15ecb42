/**
 * Work that tells of its steps while it goes on, and ends when nobody listens.
 *
 * @module
 */

/** Starts the work when somebody listens; its signal aborts as soon as they leave. */
export function toldBy<Step>(
  work: (tell: (step: Step) => void, signal: AbortSignal) => Promise<void>,
): AsyncIterable<Step> {
  return {
    [Symbol.asyncIterator]() {
      const stop = new AbortController();
      const reader = new ReadableStream<Step>({
        start(controller) {
          const tell = (step: Step) => {
            if (!stop.signal.aborted) controller.enqueue(step);
          };
          // Nobody hears of what happens after they left.
          work(tell, stop.signal).then(
            () => stop.signal.aborted || controller.close(),
            (error) => controller.error(error),
          );
        },
        cancel: () => stop.abort(),
      }).getReader();
      return {
        async next() {
          const { done, value } = await reader.read();
          return done ? { done, value: undefined } : { done, value };
        },
        async return() {
          await reader.cancel();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
