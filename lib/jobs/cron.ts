/**
 * When something comes due: a cron line by the clocks of a time zone.
 *
 * A time that clocks leave out in spring comes due when they have gone on. One that they show twice in
 * autumn comes due the first time alone, unless the line has a `*` for its minute or hour: what is done
 * every so often goes on through that hour.
 *
 * @module
 */
import { Cron } from "croner";
import { AppError } from "@/lib/errors.ts";
import { isTimeZone } from "@/lib/time_zone.ts";

/** A cron line of five fields, and the IANA name of the zone whose clocks count. */
export interface When {
  readonly cron: string;
  readonly zone: string;
}

const MOST_CHARACTERS = 100;

const FIVE_FIELDS =
  `a cron line must have five fields (minute, hour, day, month, weekday), such as "15 2 * * *"`;

/** Refuses what never comes due, or oftener than once a minute. @throws AppError BAD_PARAMETER */
export function refuseWhen({ cron, zone }: When, now: Date): void {
  if (!isTimeZone(zone)) {
    throw refusal(`zone must be the IANA name of a time zone, such as "Europe/Berlin"`, zone);
  }
  if (nextTime({ cron, zone }, now) === null) {
    throw refusal("the cron line must come due some time", cron);
  }
}

/** Returns the first time after a moment; `null` where there is none. @throws AppError BAD_PARAMETER */
export function nextTime(when: When, after: Date): Date | null {
  return read(when).nextRun(after);
}

/** Returns the first so many times after a moment, in their order. @throws AppError BAD_PARAMETER */
export function nextTimes(
  when: When,
  { after, count }: { readonly after: Date; readonly count: number },
): readonly Date[] {
  return read(when).nextRuns(count, after);
}

/** Returns the last time until a moment, which may be that one; `null` where there is none. */
export function lastTime(when: When, until: Date): Date | null {
  // Times are whole minutes: the one that a moment lies on is before the next millisecond.
  return read(when).previousRuns(1, new Date(until.getTime() + 1))[0] ?? null;
}

function read({ cron, zone }: When): Cron {
  if (cron.length > MOST_CHARACTERS) {
    throw refusal(`a cron line must have at most ${MOST_CHARACTERS} characters`, cron.length);
  }
  const fields = cron.match(/\S+/g)?.length ?? 0;
  // It would take names such as "@daily" and single moments as well.
  if (fields !== 5) throw refusal(FIVE_FIELDS, cron, `it has ${fields}`);
  try {
    // Seconds would let something run all the time.
    const options = { mode: "5-part", fixedTimeRule: "no-wildcard", paused: true } as const;
    return new Cron(cron, { ...options, timezone: zone });
  } catch (error) {
    // It throws errors of its own for what it cannot read, and no others.
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : "";
    // It counts days and months from 0, and would tell of a value that nobody wrote.
    throw refusal(FIVE_FIELDS, cron, reason.replace(/^(Invalid value for \w+): .*$/, "$1"));
  }
}

function refusal(rule: string, value: string | number, reason = ""): AppError {
  const why = reason === "" ? "" : ` (${reason})`;
  return new AppError(
    "BAD_PARAMETER",
    `Cannot schedule as ${rule}: current value is ${JSON.stringify(value)}${why}`,
  );
}
