/**
 * A child that asks its parent's workspace what a test tells it to.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { serve } from "@/lib/process/serve.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { workspaceOver } from "@/lib/workspace/remote.ts";

const workspace = Promise.withResolvers<Workspace>();

// deno-lint-ignore no-explicit-any -- tests name any method
type Parts = Record<string, Record<string, (...given: any[]) => any>>;

async function* pieces(count: number, bytes: number, failAt: number | null) {
  for (let index = 0; index < count; index++) {
    if (index === failAt) throw new Error("The upload broke off");
    yield new Uint8Array(bytes).fill(index);
    await Promise.resolve();
  }
}

serve({
  async workspace(_request, { stream, signal }) {
    workspace.resolve(workspaceOver(stream));
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return {};
  },

  /** Calls a method; tells its answer, or how it was refused. */
  async ask({ header: { subject, name, asked } }) {
    const parts = await workspace.promise as unknown as Parts;
    try {
      return { header: { answer: await parts[subject][name](asked) ?? null } };
    } catch (error) {
      const { message, cause } = error as Error;
      const code = error instanceof AppError ? error.code : null;
      const problems = error instanceof AppError ? [...error.problems] : [];
      return { header: { code, message, cause: String(cause), problems: problems.length } };
    }
  },

  /** Asks with more nesting than JSON can be written with; tells how that ended. */
  async askDeeply({ header: { depth } }) {
    const { notebooks } = await workspace.promise;
    let asked: unknown = [];
    for (let level = 0; level < depth; level++) asked = [asked];
    try {
      await notebooks.open(asked as Parameters<typeof notebooks.open>[0]);
      return { header: { name: null } };
    } catch (error) {
      return { header: { name: (error as Error).message } };
    }
  },

  /** Reads so many values of a stream, then leaves; with 0, leaves while it waits for one. */
  async read({ header: { subject, name, asked, take } }) {
    const parts = await workspace.promise as unknown as Parts;
    const iterator = parts[subject][name](asked)[Symbol.asyncIterator]();
    const values = [];
    try {
      while (values.length < take) {
        const { done, value } = await iterator.next();
        if (done) return { header: { values, end: "done" } };
        values.push(value instanceof Uint8Array ? value.byteLength : value);
      }
      const waiting = iterator.next();
      await iterator.return?.();
      return { header: { values, end: (await waiting).done ? "left" : "more" } };
    } catch (error) {
      return { header: { values, end: (error as Error).message } };
    }
  },

  /** Sends an upload, which may break off. */
  async upload({ header: { count, bytes, failAt = null } }) {
    const { files } = await workspace.promise;
    try {
      const state = await files.append({ id: "one", offset: 0 }, pieces(count, bytes, failAt));
      return { header: { received: state.received } };
    } catch (error) {
      return { header: { message: (error as Error).message } };
    }
  },
});
