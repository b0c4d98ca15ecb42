import assert from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { refuseFolder } from "@/lib/refuse_folder.ts";

Deno.test("refuseFolder() tells why a folder can't be written", async (t) => {
  const cases: readonly (readonly [Error, string | null])[] = [
    [new Deno.errors.PermissionDenied("Permission denied (os error 13)"), "NO_RIGHTS"],
    [new Error("Read-only file system (os error 30)"), "NO_RIGHTS"],
    [new Error("No space left on device (os error 28)"), "DISK_FULL"],
    [new Error("File too large (os error 27)"), "DISK_FULL"],
    [new Deno.errors.NotADirectory("Not a directory (os error 20)"), "BAD_USAGE"],
    [new TypeError("a bug"), null],
  ];
  for (const [error, code] of cases) {
    await t.step(error.message, () => {
      const told = refuseFolder(error, "write", "out");
      if (code === null) assert.equal(told, error);
      else assert(told instanceof AppError && told.code === code);
    });
  }
});
