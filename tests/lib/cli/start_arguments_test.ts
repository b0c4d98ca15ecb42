import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { parseStartArguments } from "@/lib/cli/start_arguments.ts";

Deno.test("parseStartArguments() reads the port, and leaves it to the settings where it is not told", () => {
  assertEquals(parseStartArguments([]), { port: null, development: false });
  assertEquals(parseStartArguments(["--port", "0"]), { port: 0, development: false });
  assertEquals(parseStartArguments(["--port=81", "--development"]), {
    port: 81,
    development: true,
  });
});

Deno.test("parseStartArguments() gives null where help is asked for", () => {
  assertEquals(parseStartArguments(["--port", "1", "-h"]), null);
});

Deno.test("parseStartArguments() refuses what it does not know", () => {
  const cases = [["--prot", "1"], ["--port", ""], ["--port", "-1"], ["--port", "65536"], ["now"]];
  for (const words of cases) {
    assertThrows(() => parseStartArguments(words), { code: "BAD_USAGE" }, words.join(" "));
  }
});
