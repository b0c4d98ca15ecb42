/**
 * How many letters may go.
 *
 * @module
 */
import type { Rate, RateLimits } from "@/lib/auth/limits/rate_limit.ts";
import { AppError } from "@/lib/errors.ts";

/** A hundred letters at once, then one every 10 seconds: nobody writes to a whole town from here. */
const LETTERS: Rate = { name: "letters", size: 100, refillMilliseconds: 10_000 };

/** Takes as many letters of what may go, or none. @throws AppError TOO_OFTEN */
export async function takeLetters(
  limits: Pick<RateLimits, "take" | "giveBack">,
  count: number,
): Promise<void> {
  for (let taken = 0; taken < count; taken++) {
    const one = await limits.take(LETTERS, "all");
    if (one.type === "allowed") continue;
    for (let given = 0; given < taken; given++) await limits.giveBack(LETTERS, "all");
    throw tooMany(one.retryAfterSeconds);
  }
}

function tooMany(seconds: number): AppError {
  return new AppError(
    "TOO_OFTEN",
    `Cannot send as ${LETTERS.size} letters may go at once: try again in ${seconds} seconds`,
    { retryAfterSeconds: seconds },
  );
}
