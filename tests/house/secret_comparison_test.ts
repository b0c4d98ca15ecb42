import { deepStrictEqual as assertEquals, ok as assert } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import plugin from "./secret_comparison.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Returns what the plugin says of a file with this source. */
function complaints(file: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(plugin, `${ROOT}${file}`, source).map(({ message }) => message);
}

Deno.test("same-time refuses comparisons of secrets that take longer the nearer they are", async (t) => {
  const refused = [
    "if (token === given) enter();",
    "if (given != row.hash) leave();",
    "const isIt = (row?.signature ?? none) === sign(a) || sent.apiKey === key;",
    "const isIt = hashSecret(one) === two;",
    "const isIt = config.access.jwtSecret !== shown;",
    "const isIt = row!.password == (given as string);",
    'import { timingSafeEqual } from "node:crypto";',
  ];
  for (const source of refused) {
    await t.step(source, () => assert(complaints("lib/auth/keys.ts", source).length > 0));
  }
  assert(complaints("routes/sign-in.tsx", refused[0]).length === 1);
});

Deno.test("same-time lets stand what compares no two secrets, or compares them well", async (t) => {
  const taken = [
    "if (token === null || token === undefined) leave();",
    'if (kind === "password" || typeof secret === "string") enter();',
    "if (token.length > 10 && first.id === second.id) leave();",
    "if (isSameText(row.hash, hashSecret(key))) enter();",
    "if (secret === DEFAULT_SECRET) refuse();",
  ];
  for (const source of taken) {
    await t.step(source, () => assertEquals(complaints("lib/auth/keys.ts", source), []));
  }
  const compared = 'import { timingSafeEqual } from "node:crypto"; timingSafeEqual(hash, other);';
  assertEquals(complaints("lib/crypto/secret.ts", compared), []);
  assertEquals(complaints("tests/lib/auth/keys_test.ts", "if (token === other) fail();"), []);
});

Deno.test("same-time looks at all of ours whenever it is linted", async () => {
  const settings = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  assert(settings.lint.plugins.includes("./tests/house/secret_comparison.ts"));
});
