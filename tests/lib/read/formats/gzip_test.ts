import { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { AppError } from "@/lib/errors.ts";
import { readAll } from "./reading.ts";

const isBadFile = (pattern: RegExp) => (error: unknown) =>
  error instanceof AppError && error.code === "BAD_FILE" && pattern.test(error.message);

function joined(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Lines that do not shrink to nothing, so that a cut file has lines before its cut. */
function manyLines(): string {
  return Array.from({ length: 20_000 }, (_, i) => `${i},${(i * 7919) % 10007}\n`).join("");
}

Deno.test("inflateGzip() reads one member and several, in any chunks", async () => {
  const both = joined(gzipSync("a,b\n1,2\n"), gzipSync("3,4\n"));
  for (const chunkBytes of [1, 10, 1000]) {
    const reading = await readAll(both, "a.csv.gz", { chunkBytes });
    assertEquals(reading.text, "a,b\n1,2\n3,4\n");
    assertEquals(reading.format, "csv");
  }
});

Deno.test("inflateGzip() reads JSON inside, twice", async () => {
  assertEquals((await readAll(gzipSync('[{"a":1}]'), "a.json.gz")).text, "line,a\n1,1\n");
});

Deno.test("inflateGzip() tells a cut or damaged file, and how many lines came", async (t) => {
  const whole = gzipSync(manyLines());
  await t.step("cut in the middle", async () => {
    const cut = whole.subarray(0, whole.length >> 1);
    await rejects(
      readAll(cut, "a.csv.gz"),
      isBadFile(/unexpected end of file" after at least \d+ lines/),
    );
  });
  await t.step("a length that lies", async () => {
    const lying = Uint8Array.from(whole);
    lying[lying.length - 1] ^= 1;
    await rejects(
      readAll(lying, "a.csv.gz"),
      isBadFile(/incorrect length check" after at least \d+ lines/),
    );
  });
  await t.step("a wrong checksum", async () => {
    const damaged = Uint8Array.from(whole);
    damaged[damaged.length - 6] ^= 1;
    await rejects(readAll(damaged, "a.csv.gz"), isBadFile(/incorrect data check/));
  });
  await t.step("other bytes behind it", async () => {
    const one = gzipSync("a,b\n1,2\n");
    for (const behind of [[1, 2, 3], [0, 0, 65], [0, 0, 0, ...one]]) {
      for (const chunkBytes of [1, one.length, one.length + 3, 1000]) {
        await rejects(
          readAll(joined(one, Uint8Array.from(behind)), "a.csv.gz", { chunkBytes }),
          isBadFile(/as (only zeros may be behind it: .* other bytes$|it must be whole: )/),
          `${behind} in chunks of ${chunkBytes}`,
        );
      }
    }
    // Whoever writes blocks fills the last with zeros.
    for (const chunkBytes of [1, one.length, 1000]) {
      const padded = await readAll(joined(one, new Uint8Array(600)), "a.csv.gz", { chunkBytes });
      assertEquals(padded.text, "a,b\n1,2\n");
    }
  });
  await t.step("a gzip in name alone", async () => {
    const reading = await readAll("a,b\n1,2\n", "a.csv.gz");
    assertEquals(reading.text, "a,b\n1,2\n");
  });
});

Deno.test("inflateGzip() refuses a bomb and gzip within gzip", async (t) => {
  await t.step("400 MB from 0.4 MB", async () => {
    const bomb = gzipSync(new Uint8Array(400 * 1024 ** 2));
    await rejects(readAll(bomb, "a.csv.gz"), {
      code: "FILE_TOO_LARGE",
      message: /grow at most 250 times/,
    });
  });
  await t.step("more than may come out", async () => {
    const limits = { inflatedBytes: 100_000 };
    await rejects(readAll(gzipSync(manyLines()), "a.csv.gz", { limits }), {
      code: "FILE_TOO_LARGE",
    });
  });
  await t.step("gzip within gzip", async () => {
    await rejects(readAll(gzipSync(gzipSync("a\n1\n")), "a.gz"), { code: "UNSUPPORTED_FORMAT" });
  });
});
