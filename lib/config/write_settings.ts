/**
 * Writes what people read of settings: `docs/ops/settings.md` and `.env.example`.
 *
 * @module
 */
import { type Setting, SETTING_GROUPS, SETTINGS, type SettingText } from "./settings.ts";

/** The files that are written, from the project's root. */
export const SETTING_FILES = {
  "docs/ops/settings.md": settingsPage,
  ".env.example": environmentFile,
} as const;

/** Returns the page of settings. */
export function settingsPage(): string {
  const parts = SETTING_GROUPS.flatMap((group) => {
    const rows = settingsOf(group).map(([name, { default: otherwise, effect, example }]) =>
      `| \`${name}\` | ${cell(otherwise)} | ${cell(effect)} | \`${cell(example)}\` |`
    );
    if (rows.length === 0) return [];
    const head = [
      "| variable | where it is not set | effect | example |",
      "| --- | --- | --- | --- |",
    ];
    return [`\n## ${group}\n`, ...head, ...rows];
  });
  return `${HEAD}${parts.join("\n")}\n`;
}

/** Returns an environment file in which nothing is set. */
export function environmentFile(): string {
  const parts = SETTING_GROUPS.flatMap((group) => {
    const lines = settingsOf(group).flatMap(([name, { default: otherwise, effect, example }]) => [
      "",
      ...wrapped(`${effect} Default: ${otherwise.replaceAll("`", "")}.`),
      `# ${name}=${example}`,
    ]);
    return lines.length === 0 ? [] : ["", `# --- ${group} ---`, ...lines];
  });
  return `${ENVIRONMENT_HEAD}${parts.join("\n")}\n`;
}

const HEAD = `# Settings

Daybook is set up by environment variables. None has to be set to try it on one's own machine. What is
wrong with one is told when a command starts: the variable, the rule, what it is now (of secrets nothing), an example.
An empty variable counts as none. \`.env.example\` has them all, to be copied and filled in; a process is
given such a file by what starts it, such as \`docker run --env-file\` or systemd's \`EnvironmentFile=\`.
The secrets that stand here as examples are refused: \`openssl rand -base64 32\` prints one of your own.

Settings are read once, when a command starts. This page is written by \`deno task settings\`.
`;

const ENVIRONMENT_HEAD =
  `# Every setting of Daybook, none of them set: take away the "# " of those that you need.
# docs/ops/settings.md says more. Written by \`deno task settings\`. The secrets below are examples, and
# refused: \`openssl rand -base64 32\` prints one of your own.
`;

const MOST_COLUMNS = 98;

function settingsOf(group: string): readonly (readonly [string, SettingText])[] {
  return (Object.keys(SETTINGS) as Setting[]) // the keys of an object that is written in full
    .map((name) => [name, SETTINGS[name]] as const)
    .filter(([, setting]) => setting.group === group);
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function wrapped(text: string): readonly string[] {
  const lines = ["#"];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (lines[last].length + word.length + 1 > MOST_COLUMNS) lines.push(`# ${word}`);
    else lines[last] += ` ${word}`;
  }
  return lines;
}

if (import.meta.main) {
  for (const [path, write] of Object.entries(SETTING_FILES)) {
    await Deno.mkdir("docs/ops", { recursive: true });
    await Deno.writeTextFile(path, write());
  }
}
