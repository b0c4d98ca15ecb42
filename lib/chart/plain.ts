/**
 * Names from data as words, titles and terminals may take them: on one line, and not too long.
 * Runs in a browser too.
 *
 * @module
 */

/** Letters of a name that a sentence or a line of a terminal tells. */
const MOST = 60;

/** What would move a terminal's cursor, break a line or turn its words around. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const PICTURES = 0x2400;

/** What turns around the words that stand behind a name, though no word of it needs that. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Keeps a name from turning around the sentence that it stands in. */
export function upright(text: string): string {
  return text.replaceAll(TURNING, "�");
}

/** Shortens a name for a sentence in its midst: its beginning and its end tell it from others. */
export function shortened(whole: string, most = MOST): string {
  const name = upright(whole);
  if (name.length <= most) return name;
  const letters = [
    ...name.slice(0, 4 * most),
    ...name.slice(Math.max(4 * most, name.length - most)),
  ];
  if (letters.length <= most) return name;
  const last = Math.floor((most - 1) / 3);
  return `${letters.slice(0, most - 1 - last).join("").trimEnd()}…${
    letters.slice(-last).join("").trimStart()
  }`;
}

/** Shows what steers a terminal as a sign of its own: "␛" rather than an escape. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(PICTURES + code) : code === 0x7f ? "␡" : "�";
  });
}
