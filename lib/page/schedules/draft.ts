/**
 * The form of a schedule as texts: from a schedule, from what was posted, and back to its rules.
 *
 * @module
 */
import { readMailbox } from "@/lib/mailbox.ts";
import type { ScheduleView } from "@/lib/workspace/schedules/contract.ts";
import { RULE_BOUNDS, type ScheduleRules } from "@/lib/workspace/schedules/rules.ts";

/** Texts by the names of fields; a box that is ticked is "yes". Parameters begin with `PARAMETER`. */
export type Draft = Readonly<Record<string, string>>;

/** What is wrong with fields, by their names. */
export type Faults = Readonly<Record<string, string>>;

/** So begin the names of the fields of a notebook's parameters. */
export const PARAMETER = "parameter-";

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;

/** Fields of a length of time: what they set, and how many seconds their unit has. */
const LENGTHS = {
  wait: { rule: "retrySeconds", seconds: MINUTE_SECONDS, unit: "minutes" },
  limit: { rule: "limitSeconds", seconds: MINUTE_SECONDS, unit: "minutes" },
  alert: { rule: "alertSeconds", seconds: HOUR_SECONDS, unit: "hours" },
} as const;

/** What each field is called. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  active: "Whether it comes due",
  cron: "Cron line",
  zone: "Time zone",
  retries: "Tried again",
  wait: "Minutes until the first new try",
  limit: "Time limit in minutes",
  alert: "Hours until somebody is told",
  alert_to: "Who is told",
  catches_up: "Catch up",
  runs_again: "Run again",
  sends: "Send the letters",
};

/** Returns what the form of a schedule's rules begins with. */
export function draftOf(
  rules: ScheduleRules,
  { sends, parameters }: Pick<NotebookWork, "sends" | "parameters"> = NO_WORK,
): Draft {
  return {
    active: box(rules.active),
    cron: rules.cron,
    zone: rules.zone,
    retries: String(rules.retries),
    wait: lengthText(rules.retrySeconds, MINUTE_SECONDS),
    limit: lengthText(rules.limitSeconds, MINUTE_SECONDS),
    alert: lengthText(rules.alertSeconds, HOUR_SECONDS),
    alert_to: rules.alertTo ?? "",
    catches_up: box(rules.catchesUp),
    runs_again: box(rules.runsAgain),
    sends: box(sends),
    ...Object.fromEntries(
      Object.entries(parameters).map(([name, text]) => [`${PARAMETER}${name}`, text]),
    ),
  };
}

type NotebookWork = Extract<ScheduleView["work"], { type: "notebook" }>;

const NO_WORK = { sends: false, parameters: {} } as const;

/** Returns what the form of a schedule begins with. */
export function draftOfView(schedule: ScheduleView): Draft {
  const { work } = schedule;
  return work.type === "notebook" ? draftOf(schedule, work) : draftOf(schedule);
}

/** Reads the rules of a form, or says what is wrong with its fields. Whether it is active no form says. */
export function rulesIn(
  draft: Draft,
): { readonly rules: Omit<ScheduleRules, "active">; readonly faults: Faults } {
  const faults: Record<string, string> = {};
  const length = (name: keyof typeof LENGTHS) => {
    const { rule, seconds, unit } = LENGTHS[name];
    const typed = numberIn(draft[name]);
    const value = Math.round(typed * seconds);
    const { least, most } = RULE_BOUNDS[rule];
    if (value >= least && value <= most) return value;
    faults[name] = `It must be a number of ${unit}, ${
      name === "alert" ? "from 1 minute (0.02) " : "above 0 and "
    }up to ${most / seconds}.`;
    return least;
  };
  const retries = numberIn(draft.retries);
  const { most } = RULE_BOUNDS.retries;
  if (!Number.isInteger(retries) || retries < 0 || retries > most) {
    faults.retries = `It must be a whole number from 0 to ${most}.`;
  }
  const alertTo = (draft.alert_to ?? "").trim();
  if (alertTo !== "" && readMailbox(alertTo) === null) {
    faults.alert_to = "It must be one address for mail, such as ann@example.org.";
  }
  const rules = {
    cron: draft.cron ?? "",
    zone: (draft.zone ?? "").trim(),
    retries,
    retrySeconds: length("wait"),
    limitSeconds: length("limit"),
    catchesUp: draft.catches_up === "yes",
    runsAgain: draft.runs_again === "yes",
    alertSeconds: length("alert"),
    alertTo: alertTo === "" ? null : alertTo,
  };
  return { rules, faults };
}

/** Returns the parameters in a form by their own names; what is left empty is the notebook's own. */
export function parametersOf(draft: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(draft).flatMap(([name, text]) =>
      name.startsWith(PARAMETER) && text !== "" ? [[name.slice(PARAMETER.length), text]] : []
    ),
  );
}

/** A field that somebody else has changed. */
export interface Changed {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** Whether it was changed in the form too: its own text stays. */
  readonly isMine: boolean;
}

/** Both sides of a form that was changed while it was open. */
export interface Merged {
  /** What was typed, and what somebody else has saved where nothing was. */
  readonly draft: Draft;
  readonly changes: readonly Changed[];
}

/** Puts together what was typed into a form as it was seen, and what is saved by now. */
export function mergeDrafts(
  { seen, typed, saved }: { readonly seen: Draft; readonly typed: Draft; readonly saved: Draft },
): Merged {
  const names = [...new Set([saved, typed, seen].flatMap((draft) => Object.keys(draft)))];
  const text = (draft: Draft, name: string) => draft[name] ?? "";
  // Parameters stand in it where they are not the notebook's own; what else is missing has no field.
  const isMine = (name: string) =>
    (name in typed || name.startsWith(PARAMETER)) && text(typed, name) !== text(seen, name);
  return {
    draft: Object.fromEntries(
      names.map((name) => [name, isMine(name) ? text(typed, name) : text(saved, name)]),
    ),
    changes: names.filter((name) => text(seen, name) !== text(saved, name))
      .map((name) => ({
        field: FIELD_WORDS[name] ?? `Parameter ${name.slice(PARAMETER.length)}`,
        from: shown(name, text(seen, name)),
        to: shown(name, text(saved, name)),
        isMine: isMine(name) && text(typed, name) !== text(saved, name),
      })),
  };
}

function shown(name: string, text: string): string {
  if (text !== "") return text;
  return name.startsWith(PARAMETER)
    ? "as the notebook has it"
    : name === "alert_to"
    ? "as the settings say"
    : "no";
}

function box(isTicked: boolean): string {
  return isTicked ? "yes" : "";
}

/** Four decimals of an hour tell seconds apart. */
function lengthText(value: number, seconds: number): string {
  return String(Number((value / seconds).toFixed(4)));
}

function numberIn(text: string | undefined): number {
  return text === undefined || text.trim() === "" ? NaN : Number(text);
}
