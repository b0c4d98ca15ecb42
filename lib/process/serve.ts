/**
 * The child's side: what a file that `startChild` names calls to answer its parent.
 *
 * It runs in a worker that has the rights given to the child and no others.
 *
 * @module
 */
import { Answers, type Methods } from "./answers.ts";
import { type Envelope, pack, unpack } from "./channel.ts";
import type { RawFrame } from "./frame.ts";

/** The worker's end of the two ports that TypeScript takes for a window's. */
const port = globalThis as unknown as {
  postMessage(message: RawFrame, transfer: readonly ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<RawFrame>) => void) | null;
};

/** Answers the parent's calls with these methods for as long as the child lives. */
export function serve(methods: Methods): void {
  const answers = new Answers(methods, post);
  port.onmessage = ({ data }) =>
    answers.receive(unpack(data), data.buffers.map((bytes) => bytes.buffer));
  post({ type: "ready" }, []);
}

/** Moves whole buffers to the main thread, and copies parts of buffers. */
function post(envelope: Envelope, buffers: readonly Uint8Array<ArrayBuffer>[]): void {
  const moved = new Set<ArrayBuffer>();
  const sent = buffers.map((bytes) => {
    const whole = bytes.byteLength === bytes.buffer.byteLength && !moved.has(bytes.buffer);
    const own = whole ? bytes : bytes.slice();
    moved.add(own.buffer);
    return own;
  });
  port.postMessage(pack(envelope, sent), [...moved]);
}
