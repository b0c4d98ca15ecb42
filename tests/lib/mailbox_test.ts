import { deepStrictEqual as assertEquals, throws as assertThrows } from "node:assert/strict";
import { parseMailbox, readMailbox, writeMailbox } from "@/lib/mailbox.ts";

Deno.test("readMailbox() reads an address, with and without a name", async (t) => {
  const cases: [string, string | null, string][] = [
    ["ann@example.org", null, "ann@example.org"],
    ["  ann+sales@Example.ORG ", null, "ann+sales@example.org"],
    ["Ann Lee <ann@example.org>", "Ann Lee", "ann@example.org"],
    ['"Lee, Ann" <ann@example.org>', "Lee, Ann", "ann@example.org"],
    ["<ann@example.org>", null, "ann@example.org"],
    ["Bea Ünal <bea@bücher.example>", "Bea Ünal", "bea@xn--bcher-kva.example"],
    ["O'Neil@example.co.uk", null, "O'Neil@example.co.uk"],
  ];
  for (const [text, name, address] of cases) {
    await t.step(text, () => assertEquals(readMailbox(text), { name, address }));
  }
});

Deno.test("readMailbox() reads nothing else", async (t) => {
  const cases = [
    "",
    "ann",
    "ann@",
    "@example.org",
    "ann@localhost",
    "ann@127.0.0.1",
    "ann@[127.0.0.1]",
    "ann@example.123",
    "ann..lee@example.org",
    ".ann@example.org",
    "ann lee@example.org",
    '"ann lee"@example.org',
    "ann@example.org, eve@example.net",
    "ann@example.org\r\nBcc: eve@example.net",
    "Ann\r\nBcc: eve@example.net <ann@example.org>",
    "Ann <ann@example.org> <eve@example.net>",
    "A\u202enna <ann@example.org>",
    "eve@example.net <ann@example.org>x",
    "ann@exa mple.org",
    "ann@-example.org",
    "ann@example..org",
    `${"a".repeat(65)}@example.org`,
    `ann@${"a.".repeat(130)}org`,
    `${"n".repeat(101)} <ann@example.org>`,
    "ann\u0000@example.org",
    "ann@example.org>",
    "änn@example.org",
  ];
  for (const text of cases) {
    await t.step(JSON.stringify(text), () => assertEquals(readMailbox(text), null));
  }
});

Deno.test("parseMailbox() refuses in words", () => {
  assertThrows(() => parseMailbox("ann\r\n"), {
    code: "BAD_PARAMETER",
    message: "Cannot take an address as it must read like name@example.org or " +
      'Name <name@example.org>: current value is "ann\\r\\n"',
  });
});

Deno.test("writeMailbox() writes what readMailbox() reads", async (t) => {
  for (
    const text of ["ann@example.org", "Ann Lee <ann@example.org>", '"Lee, Ann" <a@example.org>']
  ) {
    await t.step(text, () => assertEquals(writeMailbox(parseMailbox(text)), text));
  }
});
