import { deepStrictEqual as assertEquals, rejects as assertRejects } from "node:assert/strict";
import {
  type ForestFile,
  openForests,
  readForests,
  writeForests,
} from "@/lib/steps/detect/forest_file.ts";
import type { Source, Sources } from "@/lib/steps/sources.ts";

const FILE: ForestFile = {
  daybook: "forests",
  version: 1,
  measure: "revenue",
  grain: "day",
  window: 28,
  each: ["region"],
  limit: null,
  forests: [{ segment: ["North"], until: "2026-02-20", trained: 51, model: "none" }],
};
const ASKED = { body: { window: 28, each: ["region"] }, grain: "day" as const };

/** A file of some text, which may claim to be larger. */
function sourceOf(text: string, bytes = text.length): Source {
  return { name: "f.json", bytes, digest: "0", open: () => new Blob([text]).stream() };
}

function sourcesOf(found: Source): Sources {
  const refuse = () => Promise.reject(new TypeError("Nobody asks for this"));
  return { file: () => Promise.resolve(found), upload: refuse, rows: refuse };
}

Deno.test("readForests() gives back what writeForests() wrote", async () => {
  assertEquals(await readForests(sourceOf(writeForests(FILE)), ASKED), FILE);
});

Deno.test("readForests() takes hours that begin at half an hour of UTC, as those of India do", async () => {
  const [forest] = FILE.forests;
  const file: ForestFile = {
    ...FILE,
    grain: "hour",
    forests: [{ ...forest, until: "2026-02-20T18:30:00Z" }],
  };
  assertEquals(await readForests(sourceOf(writeForests(file)), { ...ASKED, grain: "hour" }), file);
});

Deno.test("readForests() takes nothing of a file that is not in its bounds", async (t) => {
  const [forest] = FILE.forests;
  const cases: [string, unknown][] = [
    ["nothing", null],
    ["a list", []],
    ["a key of its own", { ...FILE, code: "1 + 1" }],
    ["another version", { ...FILE, version: 2 }],
    ["a limit beyond 100", { ...FILE, limit: 1e9 }],
    ["a window without end", { ...FILE, window: 1e9 }],
    ["no forest", { ...FILE, forests: [] }],
    ["forests without end", { ...FILE, forests: new Array(201).fill(forest) }],
    ["a count below 0", { ...FILE, forests: [{ ...forest, trained: -1 }] }],
    ["no time", { ...FILE, forests: [{ ...forest, until: "soon" }] }],
    ["a time that is no day", { ...FILE, forests: [{ ...forest, until: "2026-Q1" }] }],
    ["a year", { ...FILE, forests: [{ ...forest, until: "2026" }] }],
    ["a day among spaces", { ...FILE, forests: [{ ...forest, until: " 2026-02-20 " }] }],
    ["a model that is no text", { ...FILE, forests: [{ ...forest, model: { toString: 1 } }] }],
    ["a segment that is no text", { ...FILE, forests: [{ ...forest, segment: [1] }] }],
  ];
  for (const [name, content] of cases) {
    await t.step(name, async () => {
      await assertRejects(readForests(sourceOf(JSON.stringify(content)), ASKED), {
        code: "MODEL_FAILED",
      });
    });
  }
});

Deno.test("readForests() reads no further once there are more values than forests have", async () => {
  let chunks = 0;
  const endless: Source = {
    ...sourceOf("", 150_000_000),
    open: () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (chunks++ < 100) controller.enqueue(new TextEncoder().encode("{},".repeat(1000)));
          else controller.close();
        },
      }, { highWaterMark: 0 }),
  };
  await assertRejects(readForests(endless, ASKED), {
    code: "MODEL_FAILED",
    message: "Cannot apply stored forests as it must be a file that Daybook kept forests in: " +
      'current value is "f.json", which has more values than 200 forests',
  });
  // 4,100 marks at the most, of which each chunk has 2,000.
  assertEquals(chunks, 3);
});

Deno.test("openForests() refuses a file that is too large, before it is read", async () => {
  await assertRejects(openForests("f.json", sourcesOf(sourceOf("", 200_000_001))), {
    code: "FILE_TOO_LARGE",
    message: "Cannot read more than 200 MB of forests: current value is 201 MB",
  });
  const small = sourceOf("{}");
  assertEquals(await openForests("f.json", sourcesOf(small)), small);
});
