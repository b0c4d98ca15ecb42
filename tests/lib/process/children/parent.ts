/** A process for tests: it keeps a child busy and another waiting, and prints their ids. */
import { startChild } from "@/lib/process/child.ts";

const ENTRY = new URL("./echo.ts", import.meta.url);

const waiting = startChild(ENTRY);
const { header: waitingId } = await waiting.call("pid");
for await (const { header: busyId } of startChild(ENTRY).open("spin")) {
  console.log(JSON.stringify([busyId, waitingId]));
}
