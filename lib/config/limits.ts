/**
 * The settings of how often may be asked, and how long anything may take.
 *
 * @module
 */
import { bigCount, count, Rule, type Variables } from "./variables.ts";

/** How often may be asked, and how long anything may take. */
export interface LimitsConfig {
  /** Requests of one account, or one address, a minute. */
  readonly requestsPerMinute: number;
  /** Requests a minute that bring events, which are counted apart. */
  readonly ingestsPerMinute: number;
  /** What files and received events may take on the disk; Infinity for no limit. */
  readonly room: { readonly accountBytes: number; readonly allBytes: number };
  /** What one statement of the database may bring into memory. */
  readonly answerBytes: number;
  /** Until an answer begins; what is known to take long has `longMilliseconds`. */
  readonly answerMilliseconds: number;
  readonly longMilliseconds: number;
  /** One cell of a notebook, in all. */
  readonly cellMilliseconds: number;
  /** One call of a service outside. */
  readonly outsideMilliseconds: number;
  /** One try to deliver a letter or a webhook. */
  readonly deliveryMilliseconds: number;
}

/** Requests a minute where nobody set how many: more than any page sends while somebody works with it. */
export const DEFAULT_RATES = { requestsPerMinute: 3000, ingestsPerMinute: 12_000 } as const;

/** Three tries are over before a letter counts as lost (lib/workspace/mail/outbox.ts). */
const LONGEST_DELIVERY_MILLISECONDS = 180_000;

/** Takes whole numbers from 0. */
function countOrNone(value: string): number | Rule {
  return /^\d{1,9}$/.test(value) ? Number(value) : new Rule("must be a whole number from 0");
}

/** Reads the limits; no answer that takes long is given up before a statement of the database is. */
export function readLimits(
  variables: Variables,
  { statementLimitMilliseconds }: { readonly statementLimitMilliseconds: number },
): LimitsConfig {
  const seconds = count(3, "must be from 1 to 999");
  const cellSeconds = count(6, "must be a whole number from 1 to 999999");
  const megabytes = count(4, "must be from 1 to 9999");
  const answer = 1000 * (variables.read("ANSWER_TIMEOUT_SECONDS", seconds) ?? 120);
  const outside = 1000 * (variables.read("REQUEST_TIMEOUT_SECONDS", seconds) ?? 30);
  return {
    requestsPerMinute: variables.read("REQUEST_RATE_LIMIT", bigCount) ??
      DEFAULT_RATES.requestsPerMinute,
    ingestsPerMinute: variables.read("INGEST_RATE_LIMIT", bigCount) ??
      DEFAULT_RATES.ingestsPerMinute,
    room: {
      accountBytes: bytesOf(variables.read("ACCOUNT_STORAGE_MAX_MB", countOrNone) ?? 20_000),
      allBytes: bytesOf(variables.read("STORAGE_MAX_MB", countOrNone) ?? 100_000),
    },
    answerBytes: 1_000_000 * (variables.read("STATEMENT_SIZE_LIMIT_MB", megabytes) ?? 256),
    answerMilliseconds: answer,
    longMilliseconds: answer + statementLimitMilliseconds,
    cellMilliseconds: 1000 * (variables.read("CELL_TIME_LIMIT_SECONDS", cellSeconds) ?? 3600),
    outsideMilliseconds: outside,
    deliveryMilliseconds: Math.min(outside, LONGEST_DELIVERY_MILLISECONDS),
  };
}

/** No limit where it is 0. */
function bytesOf(megabytes: number): number {
  return megabytes === 0 ? Infinity : megabytes * 1_000_000;
}
