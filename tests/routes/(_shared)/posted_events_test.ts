import { rejects as assertRejects, strictEqual as assertIs } from "node:assert/strict";
import type { BatchAsked, Events, Ingested } from "@/lib/workspace/events/contract.ts";
import { takeEvents } from "@/routes/(_shared)/posted_events.ts";

/** A form that goes on until nobody reads it any more; tells how many fields were read. */
function endlessForm(fieldOf: (index: number) => string) {
  let fields = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const field = fieldOf(fields++);
      controller.enqueue(new TextEncoder().encode(`--edge\r\n${field}\r\n`));
    },
  }, { highWaterMark: 0 });
  const headers = { "Content-Type": "multipart/form-data; boundary=edge" };
  const request = new Request("http://127.0.0.1/sources", { method: "POST", headers, body });
  return { request, fields: () => fields };
}

const NOBODY = {
  ingest: () => Promise.reject(new Error("Nothing is taken")),
} as unknown as Events; // what takeEvents asks for

Deno.test("takeEvents() reads no form whose fields never end", async () => {
  const { request, fields } = endlessForm((index) =>
    `Content-Disposition: form-data; name="field ${index}"\r\n\r\n${"x".repeat(4000)}`
  );
  await assertRejects(takeEvents(NOBODY, request), { code: "BAD_USAGE" });
  assertIs(fields() < 50, true);
});

Deno.test("takeEvents() takes the file of a form by the fields before it", async () => {
  const form = new FormData();
  form.append("source_name", " shop ");
  form.append("mode", "tolerant");
  form.append("zone", "");
  form.append("file", new File(["time,value\n"], "day.csv"));
  const request = new Request("http://127.0.0.1/sources", { method: "POST", body: form });
  const asked: BatchAsked[] = [];
  const events = {
    async ingest(one: BatchAsked, bytes: AsyncIterable<Uint8Array>) {
      asked.push(one);
      for await (const _ of bytes);
      return {} as Ingested; // Nobody looks at it here.
    },
  } as unknown as Events; // what takeEvents asks for
  await takeEvents(events, request);
  const [{ source, mode, zone, name }] = asked;
  assertIs([source, mode, zone, name].join(), "shop,tolerant,,day.csv");
});
