/**
 * The time zone that a notebook's file says its days are of.
 *
 * @module
 */
import { isTimeZone } from "@/lib/time_zone.ts";

/** Returns the zone in the head of a notebook's file; `null` where it says none. */
export function notebookZone(text: string): string | null {
  const [, head = ""] = /^\uFEFF?---[ \t]*\r?\n([^]*?)\r?\n---/.exec(text) ?? [];
  const [, zone = ""] =
    /^time_zone:[ \t]*["']?([\w+/-]+)["']?[ \t]*(?:[ \t]#.*)?\r?$/m.exec(head) ?? [];
  return isTimeZone(zone) ? zone : null;
}
