import {
  deepStrictEqual as assertEquals,
  ok as assert,
  strictEqual as assertIs,
} from "node:assert/strict";
import { SETTINGS, type SettingText } from "@/lib/config/settings.ts";
import { SETTING_FILES } from "@/lib/config/write_settings.ts";
import { readConfig } from "@/lib/config.ts";
import { AppError } from "@/lib/errors.ts";

const settings: readonly [string, SettingText][] = Object.entries(SETTINGS);

for (const [path, write] of Object.entries(SETTING_FILES)) {
  Deno.test(`${path} is what "deno task settings" writes`, async () => {
    assertIs(await Deno.readTextFile(path), write());
  });
}

/** The files of lib that may read a setting. */
async function sources(): Promise<string> {
  const texts = [await Deno.readTextFile("lib/config.ts")];
  for await (const { name } of Deno.readDir("lib/config")) {
    if (name !== "settings.ts" && name.endsWith(".ts")) {
      texts.push(await Deno.readTextFile(`lib/config/${name}`));
    }
  }
  return texts.join("\n");
}

Deno.test("SETTINGS tells of every variable that is read, and of no other", async () => {
  const text = await sources();
  // One that is read without being described does not compile.
  const unread = settings.map(([name]) => name)
    .filter((name) => name !== "CONNECTION_NAME" && !text.includes(`"${name}"`));
  assertEquals(unread, []);
});

Deno.test("SETTINGS gives examples that are taken, but for secrets, which nobody may copy", async (t) => {
  for (const [name, { example, made }] of settings) {
    await t.step(name, () => {
      const wrong = problemsOf({ [name]: example })
        .filter(({ place, message }) => place.key === name && !/must be left out/.test(message));
      // What everybody can read is no key.
      assertEquals(
        wrong.map(({ message }) => /a secret of your own/.test(message)),
        made === undefined ? [] : [true],
        JSON.stringify(wrong),
      );
    });
  }
});

Deno.test("SETTINGS marks as secret what may hold a password, a key or a token", () => {
  const open = settings.filter(([name, { secret, example }]) =>
    secret !== true &&
    (/KEY|SECRET|PASSWORD|TOKEN|^CONNECTION/.test(name) || /:[^/\s]+@/.test(example))
  );
  assertEquals(open.map(([name]) => name), []);
});

function problemsOf(environment: Readonly<Record<string, string>>) {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    assert(error instanceof AppError);
    return error.problems;
  }
}
