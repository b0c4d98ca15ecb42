import {
  deepStrictEqual as assertEquals,
  match as assertMatch,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { type Child, startChild } from "@/lib/process/child.ts";
import { WINDOW_BYTES } from "@/lib/process/channel.ts";
import { MAX_HEADER_BYTES } from "@/lib/process/frame.ts";
import { answerWorkspace } from "@/lib/workspace/remote.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import type { UploadState } from "@/lib/workspace/files/contract.ts";

const ENTRY = new URL("./children/asker.ts", import.meta.url);

/** What a test's workspace was asked, and what became of its streams. */
interface Heard {
  readonly asked: unknown[];
  readonly bugs: string[];
  sent: number;
  readonly left: PromiseWithResolvers<void>;
  /** Whether the late answer was asked for, and whether whoever asked has gone. */
  readonly begun: PromiseWithResolvers<void>;
  readonly gone: PromiseWithResolvers<void>;
}

/** A workspace of which every method answers with what it was asked. */
function workspaceOf(heard: Heard): Workspace {
  const echo = (name: string) => (asked: unknown) => {
    heard.asked.push([name, asked]);
    return Promise.resolve({ name, asked });
  };
  const subject = (name: string, own: Record<string, unknown>) =>
    new Proxy(own, {
      get: (own, method) => own[String(method)] ?? echo(`${name}.${String(method)}`),
    });
  const files = {
    async append(_asked: unknown, bytes: AsyncIterable<Uint8Array>) {
      let received = 0;
      try {
        for await (const piece of bytes) received += piece.byteLength;
      } catch (error) {
        heard.asked.push(["broken", (error as Error).message]);
        heard.left.resolve();
        throw error;
      }
      const state: UploadState = {
        id: "one",
        name: "a.csv",
        bytes: received,
        received,
        state: { type: "receiving" },
      };
      return state;
    },
    async *rejected() {
      for (let index = 0; index < 3; index++) {
        yield await Promise.resolve(new Uint8Array(10 + index));
      }
    },
  };
  const tables = {
    /** Endless, so that only back pressure and leaving hold it up. */
    async *export() {
      try {
        while (true) {
          heard.sent += 1_000_000;
          yield await Promise.resolve(new Uint8Array(1_000_000));
        }
      } finally {
        heard.left.resolve();
      }
    },
    async *rejected() {
      yield await Promise.resolve(new Uint8Array(5));
      throw new AppError("NOT_FOUND", "Cannot read further as a test says so");
    },
    statistics: () => Promise.reject(new TypeError("a secret of the engine")),
    page: () =>
      Promise.reject(
        new AppError("WRONG_TYPE", "Cannot sort as it must be a test", {
          problems: [{
            severity: "error",
            code: "WRONG_TYPE",
            message: "Wrong",
            place: { cell: "one" },
            remedy: null,
          }],
        }),
      ),
  };
  const notebooks = {
    /** What no JSON or no frame holds, or an answer when nobody waits any more, where that is asked for. */
    async list(asked: unknown) {
      if (asked === "late") {
        heard.begun.resolve();
        await heard.gone.promise;
      }
      if (asked === "endlessly") return "x".repeat(MAX_HEADER_BYTES);
      return asked === "in circles" ? circle() : await echo("notebooks.list")(asked);
    },
    /** One event, then none for ever; it ends when its reader leaves. */
    follow: () => ({
      [Symbol.asyncIterator]() {
        const silence = Promise.withResolvers<IteratorResult<unknown>>();
        let told = false;
        return {
          next() {
            if (told) return silence.promise;
            told = true;
            return Promise.resolve({
              done: false,
              value: { id: "boot:1", event: { type: "reset" } },
            });
          },
          return() {
            heard.left.resolve();
            silence.resolve({ done: true, value: undefined });
            return silence.promise;
          },
        };
      },
    }),
  };
  // Every method of the contract, by the proxy where it is not written above.
  return {
    owner: subject("owner", {}),
    notebooks: subject("notebooks", notebooks),
    editing: subject("editing", {}),
    files: subject("files", files),
    tables: subject("tables", tables),
    links: subject("links", {}),
  } as unknown as Workspace;
}

/** Returns what JSON cannot be written of. */
function circle(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

/** Starts a child that asks a workspace of its own. */
function openRemote(): { child: Child; heard: Heard } & AsyncDisposable {
  const heard: Heard = {
    asked: [],
    bugs: [],
    sent: 0,
    left: Promise.withResolvers(),
    begun: Promise.withResolvers(),
    gone: Promise.withResolvers(),
  };
  const child = startChild(ENTRY);
  answerWorkspace(child.open("workspace"), {
    workspace: Promise.resolve(workspaceOf(heard)),
    onBug: (method, error) => heard.bugs.push(`${method}: ${(error as Error).message}`),
  }).catch(() => {});
  return { child, heard, [Symbol.asyncDispose]: () => child.kill() };
}

async function ask(child: Child, subject: string, name: string, asked: unknown) {
  const { header } = await child.call("ask", { header: { subject, name, asked } as never });
  return header;
}

Deno.test("workspaceOver() carries every method that answers with a value", async () => {
  await using remote = openRemote();
  const { child } = remote;
  const methods = {
    owner: ["signIn", "session", "signOut"],
    notebooks: [
      ...["list", "create", "duplicate", "remove", "restore", "open", "cell", "source", "edit"],
      ...[
        "undo",
        "redo",
        "run",
        "cancel",
        "history",
        "compare",
        "restoreRevision",
        "grants",
        "grant",
      ],
    ],
    editing: ["complete", "check", "hover", "format", "form", "change", "post"],
    files: ["begin", "upload", "cancel", "preview", "firstNotebook", "list", "remove"],
    links: ["create", "list", "revoke", "restore", "open"],
  };
  const asked = { id: "é\u{1F600}", list: [1, null, { deep: true }] };
  for (const [subject, names] of Object.entries(methods)) {
    for (const name of names) {
      assertEquals(await ask(child, subject, name, asked), {
        answer: { name: `${subject}.${name}`, asked },
      });
    }
  }
});

Deno.test("workspaceOver() throws refusals as they were thrown, with their problems", async () => {
  await using remote = openRemote();
  assertEquals(await ask(remote.child, "tables", "page", {}), {
    code: "WRONG_TYPE",
    message: "Cannot sort as it must be a test",
    cause: "undefined",
    problems: 1,
  });
  assertEquals(remote.heard.bugs, []);
});

Deno.test("workspaceOver() tells of a bug only that there was one", async () => {
  await using remote = openRemote();
  const told = await ask(remote.child, "tables", "statistics", {});
  assertEquals([told.code, told.message], ["INTERNAL_ERROR", "Internal server error"]);
  assert(!JSON.stringify(told).includes("secret"));
  assertEquals(remote.heard.bugs, ["tables.statistics: a secret of the engine"]);
});

Deno.test("workspaceOver() throws where what is asked cannot be sent, and goes on", async () => {
  await using remote = openRemote();
  const { header } = await remote.child.call("askDeeply", { header: { depth: 100_000 } });
  assertMatch(header.name, /call stack/);
  const { answer } = await ask(remote.child, "notebooks", "open", { id: "a" });
  assertEquals(answer.asked, { id: "a" });
});

Deno.test("answerWorkspace() tells of a bug where an answer cannot be sent", async () => {
  await using remote = openRemote();
  const told = await ask(remote.child, "notebooks", "list", "in circles");
  assertIs(told.code, "INTERNAL_ERROR");
  assertMatch(remote.heard.bugs[0], /^result: .*circular/);
});

Deno.test("answerWorkspace() refuses an answer that is too long, and the asker lives on", async () => {
  await using remote = openRemote();
  assertIs((await ask(remote.child, "notebooks", "list", "endlessly")).code, "FILE_TOO_LARGE");
  const { answer } = await ask(remote.child, "notebooks", "open", { id: "a" });
  assertEquals([answer.asked, remote.heard.bugs], [{ id: "a" }, []]);
});

Deno.test("workspaceOver() answers many requests side by side, each with its own", async () => {
  await using remote = openRemote();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, id) => ask(remote.child, "notebooks", "open", { id })),
  );
  assertEquals(answers.map(({ answer }) => answer.asked.id), answers.map((_, index) => index));
});

Deno.test("workspaceOver() streams bytes and values to their end", async () => {
  await using remote = openRemote();
  const read = { subject: "files", name: "rejected", asked: {}, take: 10 };
  const { header } = await remote.child.call("read", { header: read });
  assertEquals(header, { values: [10, 11, 12], end: "done" });
});

Deno.test("workspaceOver() throws what a stream throws, after what came before", async () => {
  await using remote = openRemote();
  const read = { subject: "tables", name: "rejected", asked: {}, take: 10 };
  const { header } = await remote.child.call("read", { header: read });
  assertEquals(header, { values: [5], end: "Cannot read further as a test says so" });
});

Deno.test("workspaceOver() lets nobody be far ahead of a slow reader, and others pass", async () => {
  await using remote = openRemote();
  const read = { subject: "tables", name: "export", asked: {}, take: 2 };
  const { header } = await remote.child.call("read", { header: read });
  assertIs(header.values.length, 2);
  await remote.heard.left.promise;
  // Two pieces were taken and each of the two windows may be full, but for one piece too many.
  assert(remote.heard.sent <= 2 * WINDOW_BYTES + 5_000_000, String(remote.heard.sent));
});

Deno.test("workspaceOver() leaves a stream that is silent", async () => {
  await using remote = openRemote();
  const read = { subject: "notebooks", name: "follow", asked: { id: "one", after: null }, take: 1 };
  const { header } = await remote.child.call("read", { header: read });
  assertEquals(header, { values: [{ id: "boot:1", event: { type: "reset" } }], end: "left" });
  await remote.heard.left.promise;
});

Deno.test("workspaceOver() sends an upload that is larger than all windows", async () => {
  await using remote = openRemote();
  const { header } = await remote.child.call("upload", { header: { count: 40, bytes: 1_000_000 } });
  assertEquals(header, { received: 40_000_000 });
});

Deno.test("workspaceOver() does not take an upload that broke off for a whole one", async () => {
  await using remote = openRemote();
  const asked = { count: 10, bytes: 1000, failAt: 3 };
  const { header } = await remote.child.call("upload", { header: asked });
  assertEquals(header, { message: "The upload broke off" });
  await remote.heard.left.promise;
  assertMatch(String(remote.heard.asked[0]), /broken,Cannot send/);
});

Deno.test("answerWorkspace() leaves all streams when the asker dies", async () => {
  await using remote = openRemote();
  const read = { subject: "notebooks", name: "follow", asked: {}, take: 2 };
  const reading = remote.child.call("read", { header: read }).catch(() => {});
  await ask(remote.child, "notebooks", "list", {});
  await remote.child.kill();
  await reading;
  await remote.heard.left.promise;
});

Deno.test("answerWorkspace() tells of no bug where whoever asked has gone", async () => {
  await using remote = openRemote();
  const asking = ask(remote.child, "notebooks", "list", "late").catch(() => {});
  await remote.heard.begun.promise;
  await remote.child.kill();
  await asking;
  remote.heard.gone.resolve();
  // The answer fails to be sent within this turn.
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(remote.heard.bugs, []);
});
