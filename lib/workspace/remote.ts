/**
 * The workspace at the other end of a pipe: the web process asks, its parent answers.
 *
 * Many requests share one stream, each with windows of its own, so a slow reader of one keeps
 * nobody else waiting. Refusals arrive as they were thrown; any other error stays where it was
 * thrown, and arrives as `INTERNAL_ERROR`.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { Answers, type CallContext, type Method } from "@/lib/process/answers.ts";
import { type Call, Calls } from "@/lib/process/calls.ts";
import { type Envelope, failureOf, type Post, type Stream } from "@/lib/process/channel.ts";
import type { Frame, Json, Outgoing } from "@/lib/process/frame.ts";
import { about, withAbout } from "@/lib/seen/about.ts";
import type { CallOptions } from "./call_options.ts";
import type { Workspace } from "./contract.ts";
import { everyMethod, type Shape } from "./shapes.ts";

/** All that is told of a bug. */
const UNTOLD = new AppError("INTERNAL_ERROR", "Internal server error");

/** Returns the workspace that answers at the other end of the stream. */
export function workspaceOver(stream: Stream): Workspace {
  const calls = new Calls(postOver(stream, (envelope, error) => {
    if (!("channel" in envelope)) return;
    calls.receive({ type: "failure", channel: envelope.channel, failure: failureOf(error) }, []);
  }));
  receiveAll(stream, (envelope, buffers) => calls.receive(envelope, buffers)).then(
    () => calls.fail(new AppError("PROCESS_ENDED", "Cannot ask as the engine has stopped")),
    (error) => calls.fail(error),
  );
  // Built by SHAPES, which has every method of the contract.
  return Object.fromEntries(
    everyMethod().map(([subject, methods]) => [
      subject,
      Object.fromEntries(
        methods.map(([name, shape]) => [name, asking(calls, `${subject}.${name}`, shape)]),
      ),
    ]),
  ) as unknown as Workspace;
}

function hasEnded(error: unknown): boolean {
  return error instanceof AppError && error.code === "PROCESS_ENDED";
}

/** What answering needs. */
export interface AnswerOptions {
  /** Requests wait for it. */
  readonly workspace: Promise<Workspace>;
  /** Hears of errors that are no refusals. */
  readonly onBug: (method: string, error: unknown) => void;
}

/** Answers what is asked over the stream; returns when it ends. */
export async function answerWorkspace(
  stream: Stream,
  { workspace, onBug }: AnswerOptions,
): Promise<void> {
  const methods: Record<string, Method> = {};
  for (const [subject, names] of everyMethod()) {
    for (const [name, shape] of names) {
      const method = `${subject}.${name}`;
      methods[method] = ({ header: { about, asked }, buffers }, context) =>
        withAbout(about, async () => {
          try {
            const parts = await workspace as unknown as Parts; // by name, as they were asked for
            return await answering(shape, parts[subject], name)(
              { header: asked, buffers },
              context,
            );
          } catch (error) {
            if (error instanceof AppError) throw error;
            onBug(method, error);
            throw UNTOLD;
          }
        });
    }
  }
  const post = postOver(stream, (envelope, error) => {
    // Where the stream has ended nobody waits.
    if (envelope.type !== "result" || hasEnded(error)) return;
    const isRefusal = error instanceof AppError;
    if (!isRefusal) onBug("result", error);
    const failure = failureOf(isRefusal ? error : UNTOLD);
    post({ type: "failure", channel: envelope.channel, failure }, []);
  });
  const answers = new Answers(methods, post);
  try {
    await receiveAll(stream, (envelope, buffers) => answers.receive(envelope, buffers));
  } finally {
    answers.stop();
  }
}

/** The workspace, its types aside: what is asked for came as text. */
// deno-lint-ignore no-explicit-any -- SHAPES says how each is called, and the asker what with
type Parts = Readonly<Record<string, Readonly<Record<string, (...given: any[]) => any>>>>;

/**
 * Sends envelopes, which are JSON, as frames in order; the windows of the conversations bound how
 * many wait. What cannot be sent, as it is too much or nested too deeply for JSON, is told of.
 */
function postOver(stream: Stream, unsent: (envelope: Envelope, error: unknown) => void): Post {
  let sent = Promise.resolve();
  return (envelope, buffers) => {
    const header = envelope as unknown as Json; // Problems are an interface, without an index signature.
    sent = sent.then(() => stream.send({ header, buffers }))
      .catch((error) => unsent(envelope, error));
  };
}

async function receiveAll(
  stream: Stream,
  receive: (envelope: Envelope, buffers: readonly ArrayBuffer[]) => void,
): Promise<void> {
  for await (const { header, buffers } of stream) receive(header, buffers);
}

/** What is asked, and for whom: the log of the other side tells it. */
function told(asked: Json): Json {
  return { about: { ...about() }, asked: asked ?? null };
}

function asking(calls: Calls, method: string, shape: Shape) {
  switch (shape) {
    case "value":
      return async (asked: Json, { signal }: CallOptions = {}) => {
        const call = calls.open(method, { header: told(asked) });
        const stop = () => call.stop();
        if (signal?.aborted) stop();
        signal?.addEventListener("abort", stop, { once: true });
        try {
          return (await call.result).header;
        } finally {
          signal?.removeEventListener("abort", stop);
        }
      };
    case "values":
      return (asked: Json) =>
        received(() => calls.open(method, { header: told(asked) }), (frame) => frame.header);
    case "bytes":
      return (asked: Json) =>
        received(
          () => calls.open(method, { header: told(asked) }),
          (frame) => new Uint8Array(frame.buffers[0]),
        );
    case "takes_bytes":
      return async (asked: Json, bytes: AsyncIterable<Uint8Array<ArrayBuffer>>) => {
        const call = calls.open(method, { header: told(asked) });
        try {
          for await (const piece of bytes) await call.send({ buffers: [piece] });
          call.end();
          return (await call.result).header;
        } catch (error) {
          call.stop();
          throw error;
        }
      };
  }
}

/** What a call sends. Whoever leaves is not kept waiting for what comes next. */
function received<Value>(
  open: () => Call,
  valueOf: (frame: Frame) => Value,
): AsyncIterable<Value> {
  return {
    [Symbol.asyncIterator]() {
      const call = open();
      const frames = call[Symbol.asyncIterator]();
      return {
        async next() {
          const { done, value } = await frames.next();
          return done ? { done, value } : { done: false, value: valueOf(value) };
        },
        return() {
          call.stop();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}

/** Returns what answers one method of a subject. */
function answering(shape: Shape, subject: Parts[string], name: string): Method {
  switch (shape) {
    case "value":
      return async ({ header }, { signal }) => ({
        header: await subject[name](header, { signal }),
      });
    case "values":
      return ({ header }, context) =>
        sendAll(subject[name](header), context, (value: Json) => ({ header: value }));
    case "bytes":
      return ({ header }, context) =>
        sendAll(subject[name](header), context, (bytes: Uint8Array<ArrayBuffer>) => ({
          buffers: [bytes],
        }));
    case "takes_bytes":
      return async ({ header }, { stream }) => ({
        header: await subject[name](header, bytesOf(stream)),
      });
  }
}

/** Sends values until there are no more, or nobody listens. */
async function sendAll<Value>(
  values: AsyncIterable<Value>,
  { stream, signal }: CallContext,
  frameOf: (value: Value) => Outgoing,
): Promise<Outgoing> {
  const iterator = values[Symbol.asyncIterator]();
  const left = new Promise<{ readonly done: true }>((resolve) =>
    signal.addEventListener("abort", () => resolve({ done: true }))
  );
  try {
    while (true) {
      const next = await Promise.race([iterator.next(), left]);
      if (next.done) return {};
      await stream.send(frameOf(next.value));
    }
  } finally {
    // One that waits for its next value may not end before that.
    iterator.return?.()?.catch(() => {});
  }
}

async function* bytesOf(stream: Stream): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const { buffers } of stream) yield new Uint8Array(buffers[0]);
}
