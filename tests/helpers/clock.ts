/**
 * A clock that a test moves.
 *
 * @module
 */

/** Stands still until it is moved. */
export interface TestClock {
  readonly now: () => Date;
  move(milliseconds: number): void;
}

/** Makes a clock that stands at a moment. */
export function makeClock(start = "2026-03-01T12:00:00.000Z"): TestClock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    move: (milliseconds) => {
      at += milliseconds;
    },
  };
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
