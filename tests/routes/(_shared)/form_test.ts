import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { readForm, textOf, textsOf } from "@/routes/(_shared)/form.ts";

function post(body: BodyInit, headers: HeadersInit = {}) {
  return new Request("http://127.0.0.1/", { method: "POST", body, headers });
}

Deno.test("readForm() reads both kinds of forms", async () => {
  const urlencoded = await readForm(post(new URLSearchParams([["a", "1"], ["a", "2"]])));
  deepStrictEqual(textsOf(urlencoded, "a"), ["1", "2"]);
  const parts = new FormData();
  parts.append("a", "ü\n");
  parts.append("file", new Blob(["x"]));
  const multipart = await readForm(post(parts));
  deepStrictEqual([textOf(multipart, "a"), textOf(multipart, "file")], ["ü\r\n", ""]);
});

Deno.test("textOf() is empty where there is no such field", async () => {
  equal(textOf(await readForm(post(new URLSearchParams())), "a"), "");
});

Deno.test("readForm() refuses what is no form, or too much", async () => {
  const type = { "Content-Type": "application/json" };
  await rejects(readForm(post("{}", type)), { code: "BAD_USAGE" });
  await rejects(readForm(new Request("http://127.0.0.1/", { method: "POST" })), {
    code: "BAD_USAGE",
  });
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  equal(textOf(await readForm(post(`a=${"x".repeat(3_999_998)}`, form)), "a").length, 3_999_998);
  await rejects(readForm(post(`a=${"x".repeat(3_999_999)}`, form)), { code: "FILE_TOO_LARGE" });
});
