/**
 * Rewrites dates of less common forms to ones that are read from their bytes: those of
 * Twitter and Unix ("Wed Aug 27 13:08:45 +0000 2008"), of Oracle ("31-DEC-23
 * 11.59.59.000000 PM"), with spaces ("5. 1. 2024"), of China, Japan and Korea ("2024年1月31日 10時20分").
 *
 * @module
 */

const YEAR_LAST =
  /^(?:[A-Za-z]{3}\s+)?([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}:\d{2})\s+(?:([+-]\d{4}|UTC|GMT)\s+)?(\d{4})$/;
const POINTED = /^(\d{1,2}-[A-Za-z]{3}-\d{2,4}) (\d{1,2})\.(\d{2})\.(\d{2}(?:\.\d+)?) ?([AP]M)?$/i;
const EAST_ASIAN =
  /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\s?(\d{1,2})[時时시:]\s?(\d{1,2})(?:[分분]|$))?$/;

const SPACED = /^(\d{1,2})\. (\d{1,2})\. (\d{4})(?:,? (.+))?$/;

/** The same date in a form that is common, or `null` where it is none of these. */
export function commonForm(text: string): string | null {
  let match = YEAR_LAST.exec(text);
  if (match !== null) {
    const [, month, day, time, offset = "", year] = match;
    return `${day} ${month} ${year} ${time} ${offset}`.trim();
  }
  match = POINTED.exec(text);
  if (match !== null) {
    const [, date, hour, minute, second, half = ""] = match;
    return `${date} ${hour}:${minute}:${second} ${half}`.trim();
  }
  match = SPACED.exec(text);
  if (match !== null) {
    const [, day, month, year, time = ""] = match;
    return `${day}.${month}.${year} ${time}`.trim();
  }
  match = EAST_ASIAN.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute] = match;
  const date = `${year}-${month}-${day}`;
  return hour === undefined ? date : `${date} ${hour}:${minute.padStart(2, "0")}`;
}
