/**
 * Figures of the web process: how many requests, how quickly answered.
 *
 * @module
 */
import { Figures } from "./figures.ts";

/** A request that was answered. */
export interface Request {
  /** The path as its route has it; `null` where nothing is there. */
  readonly route: string | null;
  readonly method: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** Counts requests. */
export interface RequestFigures {
  readonly figures: Figures;
  answered(request: Request): void;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Returns a method that is told; others may be any word that a client makes up. */
export function toldMethod(method: string): string {
  return METHODS.includes(method) ? method : "other";
}

/** Makes the figures of one web process. */
export function createRequestFigures(): RequestFigures {
  const figures = new Figures();
  const requests = figures.counter(
    "daybook_http_requests_total",
    "Requests that were answered, by route, method and status.",
  );
  const durations = figures.histogram(
    "daybook_http_request_duration_seconds",
    "Seconds until an answer began, by route.",
  );
  figures.gauge("daybook_web_memory_bytes", "Memory of the web process.", () => [
    { value: Deno.memoryUsage().rss },
  ]);
  return {
    figures,
    answered({ route, method, status, milliseconds }) {
      const labels = { route: route ?? "none" };
      requests({ ...labels, method: toldMethod(method), status: String(status) });
      durations(milliseconds / 1000, labels);
    },
  };
}
