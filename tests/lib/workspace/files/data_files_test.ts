import assert, { deepStrictEqual as assertEquals, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { readUploadName } from "@/lib/upload_name.ts";
import { createNotebook } from "@/lib/workspace/notebooks/create.ts";
import { databaseTest } from "../../../helpers/database.ts";
import { makeFiles, pieces, settled } from "../../../helpers/data_files.ts";
import { DAY, HOUR } from "../../../helpers/clock.ts";

const encoder = new TextEncoder();
const SALES =
  "day,region,amount\n2026-01-05,North,10.5\n2026-01-06,South,x\n2026-01-07,North,-3\n" +
  Array.from({ length: 30 }, (_, i) => `2026-02-${String(i % 28 + 1).padStart(2, "0")},South,${i}`)
    .join("\n") +
  "\n";

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  return text;
}

databaseTest("createDataFiles() takes a file in, in pieces, over a restart", async (database) => {
  await using test = await makeFiles(database);
  const bytes = encoder.encode(SALES);
  const begun = await test.files.begin({ name: "sales.csv", bytes: bytes.length });
  assertEquals(begun.state, { type: "receiving" });
  const half = await test.files.append({ id: begun.id, offset: 0 }, pieces(bytes.subarray(0, 100)));
  assert.equal(half.received, 100);
  await test.restart();
  const again = await test.files.upload({ id: begun.id });
  assert.equal(again.received, 100);
  const wrong = test.files.append({ id: begun.id, offset: 50 }, pieces(bytes.subarray(50)));
  await rejects(wrong, { code: "BAD_PARAMETER", message: /after the 100 that are here/ });
  const rest = await test.files.append(
    { id: begun.id, offset: 100 },
    pieces(bytes.subarray(100), 7),
  );
  const { state, name } = await settled(test.files, rest);
  assertEquals([name, state], ["sales.csv", { type: "ready", digest: digestOf(SALES) }]);
  assertEquals(test.kept(), [digestOf(SALES)]);
  assert.equal(await readUploadName(test.folder, digestOf(SALES)), "sales.csv");
  const [dataset] = await test.files.list({});
  // 33 rows, one of them with an amount that is no number.
  assertEquals(
    [dataset.name, dataset.version, dataset.format, dataset.rows, dataset.rejected],
    ["sales.csv", 1, "csv", 33, 1],
  );
  assertEquals(dataset.columns.map(({ type }) => type), ["date", "text", "decimal"]);
});

databaseTest("createDataFiles() goes on where a sender fell silent", async (database) => {
  await using test = await makeFiles(database);
  const bytes = encoder.encode(SALES);
  const { id } = await test.files.begin({ name: "sales.csv", bytes: bytes.length });
  const arrived = Promise.withResolvers<void>();
  const silent = test.files.append(
    { id, offset: 0 },
    async function* () {
      yield bytes.subarray(0, 64);
      arrived.resolve();
      await new Promise(() => {});
    }(),
  );
  silent.catch(() => {});
  await arrived.promise;
  const { received } = await test.files.upload({ id });
  const rest = await test.files.append({ id, offset: 64 }, pieces(bytes.subarray(64)));
  await rejects(silent, { code: "CANCELLED" });
  assert.equal((await settled(test.files, rest)).state.type, "ready");
  assert(received <= 64);
});

databaseTest("createDataFiles() makes the same bytes one version", async (database) => {
  await using test = await makeFiles(database);
  await test.keep("a.csv", SALES);
  test.clock.move(HOUR);
  await test.keep("b.csv", SALES);
  test.clock.move(HOUR);
  await test.keep("a.csv", `${SALES}2026-03-01,North,5\n`);
  const datasets = await test.files.list({});
  assertEquals(datasets.map(({ name, version }) => [name, version]), [["a.csv", 1], ["a.csv", 2]]);
});

databaseTest("createDataFiles() takes a file of a length that nobody told", async (database) => {
  await using test = await makeFiles(database, { maxFileBytes: 2000 });
  const taken = await test.files.take(
    { name: "C:\\temp\\a.csv" },
    pieces(encoder.encode(SALES), 50),
  );
  const { name, state } = await settled(test.files, taken);
  assertEquals([name, state], ["a.csv", { type: "ready", digest: digestOf(SALES) }]);
  const large = test.files.take({ name: "b.csv" }, pieces(encoder.encode(SALES.repeat(3))));
  await rejects(large, { code: "FILE_TOO_LARGE" });
  await rejects(test.files.take({ name: "c.csv" }, pieces(new Uint8Array())), {
    code: "EMPTY_FILE",
  });
  assertEquals(test.kept(), [digestOf(SALES)]);
});

databaseTest("createDataFiles() keeps nothing of what was cancelled", async (database) => {
  await using test = await makeFiles(database);
  const { id } = await test.files.begin({ name: "a.csv", bytes: 100 });
  await test.files.append({ id, offset: 0 }, pieces(encoder.encode("a,b\n")));
  assertEquals(test.kept(), [`.${id}`]);
  await test.files.cancel({ id });
  assertEquals(test.kept(), []);
  await rejects(test.files.upload({ id }), { code: "NOT_FOUND" });
  await test.files.cancel({ id });
});

databaseTest("createDataFiles() removes what nobody went on with for a day", async (database) => {
  await using test = await makeFiles(database);
  const { id } = await test.files.begin({ name: "a.csv", bytes: 100 });
  await test.files.append({ id, offset: 0 }, pieces(encoder.encode("a,b\n")));
  test.clock.move(DAY - HOUR);
  const { id: later } = await test.files.begin({ name: "b.csv", bytes: 100 });
  await test.files.append({ id: later, offset: 0 }, pieces(encoder.encode("a,b\n")));
  test.clock.move(2 * HOUR);
  await test.files.begin({ name: "c.csv", bytes: 100 });
  assertEquals(test.kept(), [`.${later}`]);
});

databaseTest("createDataFiles() refuses what is no table, or too much", async (database, t) => {
  await using test = await makeFiles(database, { maxFileBytes: 5000, maxRows: 20 });
  await t.step("no bytes", async () => {
    await rejects(test.files.begin({ name: "a.csv", bytes: 0 }), { code: "EMPTY_FILE" });
  });
  await t.step("too many bytes", async () => {
    await rejects(test.files.begin({ name: "a.csv", bytes: 5001 }), { code: "FILE_TOO_LARGE" });
  });
  await t.step("more bytes than announced", async () => {
    const { id } = await test.files.begin({ name: "a.csv", bytes: 3 });
    const more = test.files.append({ id, offset: 0 }, pieces(encoder.encode("a,b,c")));
    await rejects(more, { code: "FILE_TOO_LARGE" });
  });
  const contents: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["too many rows", encoder.encode(SALES), /may have 20 rows: current value is 33/],
    ["a PDF", encoder.encode("%PDF-1.7\n%\u0001\u0002\u0003\u0000\u0000"), /must be CSV/],
    ["a picture", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0), /must be CSV/],
    ["blank", encoder.encode("   \n \n"), /must hold a row/],
  ];
  for (const [name, bytes, message] of contents) {
    await t.step(name, async () => {
      const { state } = await test.take("a.csv", bytes);
      assert(state.type === "refused", JSON.stringify(state));
      assert.match(state.message, message);
      assert.notEqual(state.remedy, null);
      assertEquals(test.kept().filter((kept) => !kept.startsWith(".")), []);
    });
  }
});

databaseTest("createDataFiles() shows no file that is wider than a table", async (database) => {
  await using test = await makeFiles(database, {});
  const names = Array.from({ length: 1599 }, (_, column) => `c${column}`).join(",");
  const { state } = await test.take("wide.csv", encoder.encode(`${names}\n1\n`));
  assert(state.type === "ready", JSON.stringify(state));
  const preview = test.files.preview({ digest: state.digest, options: {} });
  await rejects(preview, { code: "BAD_FILE", message: /1598 columns.* current value is 1599/ });
});

databaseTest(
  "createDataFiles() shows what was decided, and what another choice does",
  async (database) => {
    await using test = await makeFiles(database);
    const text = "when;amount\n01/02/2026;1,5\n03/04/2026;2,5\n05/06/2026;=1+1\n" +
      Array.from({ length: 27 }, () => "07/08/2026;4,5\n").join("");
    const digest = await test.keep("sums.csv", text);
    const first = await test.files.preview({ digest, options: {} });
    assertEquals(first.facts.names, ["when", "amount"]);
    assert.equal(first.firstLines[0], "when;amount");
    assertEquals(first.rejected.map(({ line, value }) => [line, value]), [[4, "=1+1"]]);
    const [order] = first.facts.decisions.filter(({ what }) => what === "date order");
    assert(order.doubtful);
    const dmy = await test.files.preview({
      digest,
      options: { columns: { when: { date_order: "dmy" } } },
    });
    const mdy = await test.files.preview({
      digest,
      options: { columns: { when: { date_order: "mdy" } } },
    });
    assertEquals([dmy.firstRows[0], mdy.firstRows[0]], [["2026-02-01", 1.5], ["2026-01-02", 1.5]]);
    const texts = await test.files.preview({
      digest,
      options: { columns: { amount: { type: "text" } } },
    });
    assertEquals([texts.rejected, texts.firstRows[2][1]], [[], "=1+1"]);
    assert.equal(
      await textOf(test.files.rejected({ digest, options: {} })),
      "line,column,value,reason\r\n4,amount,'=1+1," + `${first.rejected[0].reason}\r\n`,
    );
    await rejects(
      test.files.preview({ digest, options: { delimiter: "too long" } }),
      { code: "BAD_PARAMETER" },
    );
    await rejects(test.files.preview({ digest: "../x", options: {} }), { code: "NOT_FOUND" });
  },
);

databaseTest("createDataFiles() shows the beginning of a large file first", async (database) => {
  await using test = await makeFiles(database);
  // 100,000 rows of 21 bytes: more than 2 MB. The beginning is 1 MiB of whole lines.
  const text = `day,amount,note\n${"2026-01-05,1234.5,ab\n".repeat(100_000)}`;
  const digest = await test.keep("large.csv", text);
  const options = { columns: { amount: { type: "integer" }, note: { leave_out: true } } } as const;
  const left = test.files.previews({ digest, options })[Symbol.asyncIterator]();
  const first = await left.next();
  assert(first.done !== true && first.value.type === "beginning");
  // (1,048,576 - 16) / 21 is 49,931.4: so many whole rows, each with an amount that is no integer.
  const { facts, options: told } = first.value.preview;
  assertEquals([facts.rows, facts.rejected, facts.names], [49_931, 49_931, ["day", "amount"]]);
  assertEquals(told, options);
  // Who leaves ends the reading: nothing is kept of it.
  await left.return?.();
  const steps = await Array.fromAsync(test.files.previews({ digest, options }));
  const types = new Set(steps.map(({ type }) => type));
  assertEquals([steps[0].type, [...types].at(-1)], ["beginning", "whole"]);
  const last = steps.at(-1);
  assert(last?.type === "whole");
  assertEquals([last.preview.facts.rows, last.preview.facts.rejected], [100_000, 100_000]);
  const again = await Array.fromAsync(test.files.previews({ digest, options }));
  assertEquals(again, [last]);
});

databaseTest("createDataFiles() tells where a file is used, and removes it", async (database) => {
  await using test = await makeFiles(database);
  const digest = await test.keep("sales.csv", SALES);
  const text = `---\ntitle: Sales\n---\n\`\`\`load orders\nupload: sha256:${digest}\n\`\`\`\n`;
  const { id } = await createNotebook(database, { text });
  await createNotebook(database, { text: "```load orders\nfile: a.csv\n```\n" });
  const [{ usedIn }] = await test.files.list({});
  assertEquals(usedIn, [{ notebook: id, title: "Sales", cell: "orders" }]);
});

databaseTest(
  "createDataFiles() tells forests that a detect names among spaces",
  async (database) => {
    await using test = await makeFiles(database);
    const digest = await test.keep("odd.csv", SALES);
    const text = `---\ntitle: Odd\n---\n\`\`\`detect odd\nmodel: " sha256:${digest} "\n\`\`\`\n`;
    const { id } = await createNotebook(database, { text });
    const [{ usedIn }] = await test.files.list({});
    assertEquals(usedIn, [{ notebook: id, title: "Odd", cell: "odd" }]);
  },
);

databaseTest(
  "createDataFiles() deletes a file so that it can be restored for a day",
  async (database) => {
    await using test = await makeFiles(database);
    const digest = await test.keep("sales.csv", SALES);
    await test.files.remove({ digest });
    await test.files.remove({ digest });
    assertEquals([await test.files.list({}), test.kept()], [[], [digest]]);
    await rejects(test.files.preview({ digest, options: {} }), { code: "NOT_FOUND" });
    await test.files.restore({ digest });
    const names = async () => (await test.files.list({})).map(({ name }) => name);
    assertEquals(await names(), ["sales.csv"]);
    // Who sends the same bytes again wants them back too.
    await test.files.remove({ digest });
    await test.keep("sales.csv", SALES);
    assertEquals(await names(), ["sales.csv"]);
    await test.files.remove({ digest });
    test.clock.move(DAY + HOUR);
    assertEquals([await names(), test.kept()], [[], []]);
    assert.equal(await readUploadName(test.folder, digest), null);
    await rejects(test.files.restore({ digest }), { code: "NOT_FOUND" });
  },
);

databaseTest("createDataFiles() keeps no file that there is no room for", async (database) => {
  const bytes = encoder.encode(SALES);
  const allBytes = bytes.length + 10;
  await using test = await makeFiles(database, { room: { accountBytes: Infinity, allBytes } });
  const digest = await test.keep("sales.csv", SALES);
  await rejects(test.files.begin({ name: "more.csv", bytes: 11 }), { code: "NO_ROOM" });
  // Of one whose length nobody told, what came goes again.
  const more = test.files.take({ name: "more.csv" }, pieces(encoder.encode("a,b\n1,2\n3,4\n")));
  await rejects(more, { code: "NO_ROOM", message: /in all/ });
  assertEquals(test.kept(), [digest]);
});
