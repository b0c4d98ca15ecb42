import { deepStrictEqual as assertEquals, rejects, throws } from "node:assert/strict";
import { AppError } from "@/lib/errors.ts";
import { answerNamed, formatOf } from "@/routes/(_shared)/export_file.ts";

async function* bytes() {
  yield await Promise.resolve(new Uint8Array([1, 2]));
}

Deno.test("answerNamed() calls a file by a title, whatever stands in it", async (t) => {
  const long = "a".repeat(80);
  const cases: [title: string, plain: string, own: string][] = [
    ["Sales 2026", "Sales 2026.pdf", "Sales%202026.pdf"],
    ["Größe", "Gr__e.pdf", "Gr%C3%B6%C3%9Fe.pdf"],
    ["../../etc/passwd", "etc passwd.pdf", "etc%20passwd.pdf"],
    ['a"; filename=b.exe\r\nX: 1', "a filename b.exe X 1.pdf", "a%20filename%20b.exe%20X%201.pdf"],
    // The sign that turns the order of reading around would hide the ending.
    ["gnp\u202Efdp", "gnp fdp.pdf", "gnp%20fdp.pdf"],
    ["</script>", "script.pdf", "script.pdf"],
    ["=1+1", "1 1.pdf", "1%201.pdf"],
    ["", "notebook.pdf", "notebook.pdf"],
    ["\u0000...", "notebook.pdf", "notebook.pdf"],
    [`${long}b`, `${long}.pdf`, `${long}.pdf`],
  ];
  for (const [title, plain, own] of cases) {
    await t.step(title.slice(0, 20), async () => {
      const response = await answerNamed(bytes(), { title, format: "pdf" });
      assertEquals(
        response.headers.get("Content-Disposition"),
        `attachment; filename="${plain}"; filename*=UTF-8''${own}`,
      );
      assertEquals(response.headers.get("Content-Type"), "application/pdf");
      assertEquals([...new Uint8Array(await response.arrayBuffer())], [1, 2]);
    });
  }
});

Deno.test("answerNamed() is refused before a file has begun", async () => {
  // deno-lint-ignore require-yield -- refuses as a stream does
  async function* refusing(): AsyncGenerator<Uint8Array> {
    throw new AppError("TIME_LIMIT", await Promise.resolve("Cannot print as it took too long"));
  }
  await rejects(answerNamed(refusing(), { title: "Sales", format: "pdf" }), { code: "TIME_LIMIT" });
});

Deno.test("formatOf() takes what there is and nothing else", () => {
  for (const format of ["md", "html", "pdf", "json"]) assertEquals(formatOf(format), format);
  for (const format of ["", "exe", "constructor", "PDF"]) {
    throws(() => formatOf(format), { code: "BAD_PARAMETER" });
  }
});
