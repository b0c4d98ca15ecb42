/**
 * Times that hold on a machine that is busy with other things.
 *
 * @module
 */
import { ok as assert } from "node:assert/strict";
import process from "node:process";

/** More than these attempts are not made. */
const ATTEMPTS = 8;

/** Starts to count what this thread computes, and returns how to ask for it in milliseconds. */
export function countThreadTime(): () => number {
  const start = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(start);
    return (user + system) / 1000;
  };
}

/**
 * Asserts that something can be done within a time. Other processes only ever add to what a
 * measurement gives, so it is repeated until one is short enough.
 */
export async function assertWithin(
  milliseconds: number,
  measure: () => Promise<number>,
): Promise<void> {
  const measured: number[] = [];
  while (measured.length < ATTEMPTS) {
    measured.push(await measure());
    if (measured[measured.length - 1] < milliseconds) return;
  }
  assert(false, `It took ${measured.map(Math.round).join(", ")} ms, never below ${milliseconds}`);
}
