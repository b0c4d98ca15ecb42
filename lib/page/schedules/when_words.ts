/**
 * When something is due, in words: cron lines of the usual shapes.
 *
 * @module
 */

const MINUTES = 60;
const HOURS = 24;

/** As cron counts them; 7 is Sunday too. */
const WEEKDAYS: readonly string[] =
  "Sunday Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const DAY_NAMES: readonly string[] = "SUN MON TUE WED THU FRI SAT".split(" ");

/** Returns a cron line in words, such as "every day at 02:15"; `null` where it has no usual shape. */
export function cronWords(cron: string): string | null {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, day, month, weekday] = fields;
  if (month !== "*") return null;
  const days = dayWords(day, weekday);
  if (days === null) return null;
  const time = clockWords(minute, hour);
  if (time !== null) return `${days} at ${time}`;
  return days === "every day" ? stepWords(minute, hour) : null;
}

/** Returns a time of day as a clock shows it; `null` where there is none, or more than one. */
function clockWords(minute: string, hour: string): string | null {
  const [at, past] = [countIn(hour, HOURS), countIn(minute, MINUTES)];
  return at === null || past === null ? null : `${twoDigits(at)}:${twoDigits(past)}`;
}

function dayWords(day: string, weekday: string): string | null {
  if (day === "*") return weekday === "*" ? "every day" : weekdayWords(weekday);
  // A line with both comes due on either: that takes more than a few words.
  if (weekday !== "*") return null;
  if (day.toUpperCase() === "L") return "on the last day of each month";
  const days = day.split(",").map((text) => countIn(text, 32));
  if (days.some((one) => one === null || one === 0)) return null;
  return `on the ${listed(days.map((one) => ordinal(one ?? 0)))} of each month`;
}

function weekdayWords(weekday: string): string | null {
  if (/^(?:1-5|MON-FRI)$/i.test(weekday)) return "on weekdays";
  const days = weekday.split(",").map(weekdayIn);
  if (days.some((one) => one === null)) return null;
  return `every ${listed(days.map((one) => WEEKDAYS[one ?? 0]))}`;
}

function weekdayIn(text: string): number | null {
  const named = DAY_NAMES.indexOf(text.toUpperCase());
  return named >= 0 ? named : countIn(text, WEEKDAYS.length);
}

/** Steps that do not divide an hour, or a day, are no even ones. */
function stepWords(minute: string, hour: string): string | null {
  const minutes = stepIn(minute, MINUTES);
  if (hour === "*" && minutes !== null) {
    return minutes === 1 ? "every minute" : `every ${minutes} minutes`;
  }
  const past = countIn(minute, MINUTES);
  const hours = stepIn(hour, HOURS);
  if (past === null || hours === null) return null;
  const often = hours === 1 ? "every hour" : `every ${hours} hours`;
  return past === 0
    ? `${often}, on the hour`
    : `${often}, ${past} ${past === 1 ? "minute" : "minutes"} past`;
}

function stepIn(text: string, whole: number): number | null {
  if (text === "*") return 1;
  const step = countIn(/^\*\/(\d{1,2})$/.exec(text)?.[1] ?? "", whole);
  return step !== null && step > 0 && whole % step === 0 ? step : null;
}

/** Reads a whole number below another one; `null` where it is none. */
function countIn(text: string, below: number): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) < below ? Number(text) : null;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, "0");
}

function ordinal(count: number): string {
  const isTeen = count > 10 && count < 14;
  return `${count}${isTeen ? "th" : ["th", "st", "nd", "rd"][count % 10] ?? "th"}`;
}

/** What is named twice, as Sunday by 0 and 7, is said once. */
function listed(named: readonly string[]): string {
  const words = [...new Set(named)];
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
