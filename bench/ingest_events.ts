/**
 * Events as clients send them.
 *
 * @module
 */
import type { Site } from "./site.ts";

/** What to make. */
export interface MadeEvents {
  /** Names the source, and every event by an id. */
  readonly name: string;
  readonly count: number;
}

const START = Date.UTC(2025, 0, 1);
const LINES_A_CHUNK = 1000;

/** A CSV of events, a second apart, of three metrics, of value 1, made as it is sent. */
export function eventsOf({ name, count }: MadeEvents): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const lines = function* () {
    yield encoder.encode("timestamp,value,metric,source,event_id,store,channel\n");
    for (let from = 0; from < count; from += LINES_A_CHUNK) {
      const rows = Array.from({ length: Math.min(LINES_A_CHUNK, count - from) }, (_, i) => {
        const at = from + i;
        const time = new Date(START + 1000 * at).toISOString();
        return `${time},1,${["orders", "visits", "sales"][at % 3]},${name},${at},` +
          `store ${at % 40},${at % 7 === 0 ? "web" : "shop"}\n`;
      });
      yield encoder.encode(rows.join(""));
    }
  };
  return ReadableStream.from(lines());
}

/** All bytes of a stream, so that making them is no part of what is measured. */
export async function bodyOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  return await new Response(stream).blob();
}

/** What is told of events that were sent. */
export interface Told {
  readonly inserted: number;
  readonly duplicates: number;
}

/** Sends events as one request. @throws Error where they were not stored */
export async function sendEvents(
  site: Site,
  body: BodyInit,
): Promise<Told> {
  const answer = await fetch(`${site.origin}/api/ingest`, {
    method: "POST",
    headers: { cookie: site.cookie, origin: site.origin, "content-type": "text/csv" },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
