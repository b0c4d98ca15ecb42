/**
 * Lines that are drawn between rows: "+----+----+", "|---|:--:|", "=====".
 *
 * @module
 */

const DASH = 45;
/** Fewer signs in a run may be a word for nothing. */
const SHORTEST_RUN = 3;
/** Of - = _ + | : and what parts cells. */
const DRAWN = new Uint8Array(256);
for (const sign of '-=_+|:,;\t "') DRAWN[sign.charCodeAt(0)] = 1;

/** Whether nothing but a line is drawn between two places. */
export function isRule(bytes: Uint8Array, start: number, end: number): boolean {
  if (DRAWN[bytes[start]] === 0) return false;
  let run = 0;
  let longest = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (DRAWN[byte] === 0) return false;
    run = byte === DASH || byte === 61 || byte === 95 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest >= SHORTEST_RUN;
}
