import { equal } from "node:assert/strict";
import { readerPlaces, saveAddress } from "@/lib/page/share/reader_places.ts";
import { sampleLine } from "@/tests/fixtures/sample_blocks.ts";
import { sampleOutput } from "@/tests/fixtures/sample_notebook.ts";

const output = sampleOutput([sampleLine], {
  drawings: { 0: { wide: "<svg/>", narrow: "<svg/>" } },
});

Deno.test("readerPlaces() tells no key, and carries what the page sets in one piece", () => {
  const cell = { name: "daily", output };
  const places = readerPlaces("/s/token", "sort=up&name=x");
  const given = "given=sort%3Dup%26name%3Dx";
  equal(places.rows(cell).path, `/s/token/results/daily?${given}`);
  const svg = places.chart(cell, { figure: sampleLine, extension: "svg" });
  equal(svg?.startsWith(`/s/token/results/daily/charts/0.svg?${given}&name=`), true, String(svg));
  equal(readerPlaces("/s/token", "").rows(cell).api, "/s/token/results/daily");
});

Deno.test("readerPlaces() has no place for what was not drawn", () => {
  const places = readerPlaces("/s/token", "");
  const bare = { name: "daily", output: { ...output, drawings: {} } };
  equal(places.chart(bare, { figure: sampleLine, extension: "svg" }), null);
  const cell = { name: "daily", output };
  equal(
    places.chart(cell, { figure: sampleLine, extension: "json" }),
    "/s/token/results/daily/charts/0.json",
  );
});

Deno.test("saveAddress() names the file beside what the page sets", () => {
  const file = { format: "pdf", title: "A&B" };
  equal(saveAddress({ path: "/s/t", given: "a=1" }, file), "/s/t/export/pdf?a=1&file-name=A%26B");
  equal(saveAddress({ path: "/s/t", given: "" }, file), "/s/t/export/pdf?file-name=A%26B");
});
