import { deepStrictEqual as assertEquals, doesNotMatch } from "node:assert/strict";
import { receiversOf } from "@/lib/workspace/mail/receivers.ts";

Deno.test("receiversOf() names each once, as the first that has an address is written", () => {
  const receivers = receiversOf({
    mail: { to: ["Bea Ünal <bea@example.org>", "ann@example.org", "BEA@Example.org"] },
  });
  assertEquals(receivers.map(({ key, shown }) => [key, shown]), [
    ["bea@example.org", "Bea Ünal <bea@example.org>"],
    ["ann@example.org", "ann@example.org"],
  ]);
  assertEquals(receiversOf({}), []);
});

Deno.test("receiversOf() shows of a webhook its server, and nothing that may be a secret", () => {
  const one = receiversOf({ webhook: "https://hooks.example.org/T0/secret-path" });
  const other = receiversOf({ webhook: "https://hooks.example.org/T0/other-path" });
  assertEquals(one.map(({ type }) => type), ["webhook"]);
  const [{ key, shown }] = one;
  assertEquals(key.startsWith("hooks.example.org/"), true);
  doesNotMatch(key + shown, /T0|secret/);
  assertEquals(key === other[0].key, false);
});
