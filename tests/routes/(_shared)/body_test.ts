import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { fieldIn, fieldsIn, readForm, readObject } from "@/routes/(_shared)/body.ts";

function post(body: BodyInit, headers: HeadersInit = {}) {
  return new Request("http://127.0.0.1/", { method: "POST", body, headers });
}

Deno.test("readForm() reads both kinds of forms", async () => {
  const urlencoded = await readForm(post(new URLSearchParams([["a", "1"], ["a", "2"]])));
  deepStrictEqual(fieldsIn(urlencoded, "a"), ["1", "2"]);
  const parts = new FormData();
  parts.append("a", "ü\n");
  parts.append("file", new Blob(["x"]));
  const multipart = await readForm(post(parts));
  deepStrictEqual([fieldIn(multipart, "a"), fieldIn(multipart, "file")], ["ü\r\n", ""]);
});

Deno.test("fieldIn() is empty where there is no such field", async () => {
  equal(fieldIn(await readForm(post(new URLSearchParams())), "a"), "");
});

Deno.test("readForm() refuses what is no form, or too much", async () => {
  const type = { "Content-Type": "application/json" };
  await rejects(readForm(post("{}", type)), { code: "BAD_USAGE" });
  await rejects(readForm(new Request("http://127.0.0.1/", { method: "POST" })), {
    code: "BAD_USAGE",
  });
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  // With "a=" these are 8 MiB to the byte, and one more.
  const most = 8 * 1024 * 1024 - 2;
  equal(fieldIn(await readForm(post(`a=${"x".repeat(most)}`, form)), "a").length, most);
  await rejects(readForm(post(`a=${"x".repeat(most + 1)}`, form)), { code: "FILE_TOO_LARGE" });
  await rejects(readForm(post("a=12", form), { mostBytes: 3 }), { code: "FILE_TOO_LARGE" });
});

Deno.test("readForm() counts bytes where nobody says how many there are", async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
  });
  await rejects(readForm(post(body)), { code: "FILE_TOO_LARGE" });
});

Deno.test("readObject() takes an object of JSON and nothing else", async () => {
  deepStrictEqual(await readObject(post('{"a": [1]}')), { a: [1] });
  for (const text of ["", "[1]", "null", "1", "{"]) {
    await rejects(readObject(post(text)), { code: "BAD_USAGE" });
  }
});
