/**
 * The cells of a first notebook, as plain values.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import { isPlace } from "@/lib/steps/events/places.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import type { Findings } from "@/lib/workspace/files/findings.ts";
import type { ColumnProfile } from "@/lib/workspace/files/profile.ts";
import { holidaysFor } from "./country.ts";
import { plainNames, reference } from "./names.ts";
import { measuresOf } from "./measures.ts";
import { type Periods, periodsOf } from "./periods.ts";
import { type Roles, rolesOf } from "./roles.ts";

/** A cell to be written. */
export interface WrittenCell {
  readonly kind: string;
  readonly name: string;
  readonly body: object;
}

/** What the notebook is made of. */
export interface Outline {
  readonly roles: Roles;
  /** `null` where the file has no time. */
  readonly periods: Periods | null;
  readonly cells: readonly WrittenCell[];
  /** What a column is called below the clean cell. */
  readonly nameOf: (column: ColumnProfile) => string;
  /** Exact repeats are dropped. */
  readonly deduplicated: boolean;
  /** Whose holidays are known, and the column that says so where one does; `null` where none matter. */
  readonly holidays: { readonly country: string | null; readonly column: string | null } | null;
}

/** More of a file's columns than this are renamed only where they are used. */
const RENAME_ALL = 30;
/** Where more of the rows repeat others, repeats are likely meant. */
const REPEATS_SHARE = 0.2;
const MOST_NOT_NULL = 6;
const MOST_CHARTS = 2;
const MOST_EXPLAINING = 3;

/** Plans the cells of a file. */
export function outlineOf(
  { digest, options, found, holidays: asked }: {
    readonly digest: string;
    readonly options: ReadOptions;
    readonly found: Findings;
    readonly holidays?: string;
  },
): Outline {
  const { facts } = found;
  const holidays = chosenHolidays(found, asked);
  const roles = rolesOf(found);
  const span = roles.time === null ? null : facts.dates[roles.time.name] ?? null;
  const periods = roles.time === null || span === null ? null : periodsOf(roles.time, span);
  const used = usedNames(roles);
  const columns = facts.names.filter((name) => name !== "__proto__");
  const renamed = plainNames(columns.length <= RENAME_ALL ? columns : used, facts.names);
  const nameOf = ({ name }: ColumnProfile) => renamed.get(name) ?? name;
  const deduplicated = facts.duplicates > 0 && facts.duplicates <= REPEATS_SHARE * facts.rows;
  const country = holidays?.country ?? null;
  const maker = new Maker({ roles, found, nameOf, country });
  const cells = [
    { kind: "load", name: "loaded", body: loadBody(digest, options, facts) },
    ...maker.clean(renamed, deduplicated),
    maker.check(),
    ...(country === null
      ? []
      : [{ kind: "events", name: CALENDAR, body: { holidays: [country] } }]),
    ...(periods === null ? maker.withoutTime() : maker.overTime(periods)),
    { kind: "summary", name: "brief", body: {} },
  ];
  return { roles, periods, cells, nameOf, deduplicated, holidays };
}

/** The cell that other cells know holidays by. */
const CALENDAR = "calendar";

/** A country that was chosen by hand stands; no other than there are does. */
function chosenHolidays(found: Findings, asked: string | undefined): Outline["holidays"] {
  const holidays = holidaysFor(found);
  if (!holidays.matter) return null;
  const { code, column } = holidays.found ?? { code: null, column: null };
  if (asked === undefined || asked === code) return { country: code, column };
  return { country: isPlace(asked) ? asked : null, column: null };
}

function usedNames(roles: Roles): readonly string[] {
  const { time, measures, ratios, dimensions, key, counted } = roles;
  const measured = [
    ...measures.map(({ profile }) => profile),
    ...ratios.flatMap(({ of, per }) => [of, per]),
  ];
  const profiles = [time, ...measured, ...dimensions, key, counted];
  return [...new Set(profiles.flatMap((profile) => profile === null ? [] : [profile.name]))];
}

function loadBody(digest: string, options: ReadOptions, { format }: FileFacts): object {
  // A load cell knows an upload by its digest, and so not by the ending of its name.
  const told = format === "json" || format === "ndjson" ? { format } : {};
  return { upload: `sha256:${digest}`, ...told, ...options };
}

/** Makes the cells between load and summary. */
class Maker {
  readonly #roles: Roles;
  readonly #found: Findings;
  readonly #nameOf: (column: ColumnProfile) => string;
  /** What cells over time name their events by. */
  readonly #events: { readonly events?: string };

  constructor(
    { roles, found, nameOf, country }: {
      readonly roles: Roles;
      readonly found: Findings;
      readonly nameOf: (column: ColumnProfile) => string;
      readonly country: string | null;
    },
  ) {
    this.#events = country === null ? {} : { events: CALENDAR };
    this.#roles = roles;
    this.#found = found;
    this.#nameOf = nameOf;
  }

  /** None where there is nothing to clean. */
  clean(renamed: ReadonlyMap<string, string>, deduplicated: boolean): readonly WrittenCell[] {
    const { time, dimensions } = this.#roles;
    const mixed = dimensions.filter(({ distinct, distinctIgnoringCase }) =>
      distinctIgnoringCase !== null && distinctIgnoringCase < (distinct ?? 0)
    );
    const derived = mixed.map((column) => {
      const name = reference(this.#nameOf(column));
      return [
        this.#nameOf(column),
        `upper(left(${name}, 1)) || lower(substring(${name} from 2))`,
      ] as const;
    });
    const steps = [
      ...(renamed.size > 0 ? [{ rename: Object.fromEntries(renamed) }] : []),
      ...(derived.length > 0 ? [{ derive: Object.fromEntries(derived) }] : []),
      ...(time !== null && missingIn(this.#found, time) > 0
        ? [{ drop_nulls: [this.#nameOf(time)] }]
        : []),
      ...(deduplicated ? [{ deduplicate: {} }] : []),
    ];
    return steps.length === 0 ? [] : [{ kind: "clean", name: "tidy", body: { steps } }];
  }

  check(): WrittenCell {
    const { time, measures, key } = this.#roles;
    const columns = [time, key, ...measures.map(({ profile }) => profile)]
      .filter((profile) => profile !== null);
    const whole = [...new Set(columns)].filter((profile) =>
      missingIn(this.#found, profile) === 0 || profile === time
    );
    const positive = measures.filter(({ profile }) => (profile.least ?? -1) >= 0);
    const body = {
      ...(whole.length > 0 ? { not_null: whole.slice(0, MOST_NOT_NULL).map(this.#nameOf) } : {}),
      ...(key !== null ? { unique: [this.#nameOf(key)] } : {}),
      ...(positive.length > 0
        ? {
          range: Object.fromEntries(
            positive.map(({ profile }) => [this.#nameOf(profile), { min: 0 }] as const),
          ),
        }
        : {}),
      row_count: { min: 1 },
      severity: "warn",
    };
    return { kind: "check", name: "sound", body };
  }

  overTime(periods: Periods): readonly WrittenCell[] {
    const { grain, compare, window, seasonal, horizon, season } = periods;
    const { time, dimensions, apart } = this.#roles;
    const name = PERIOD_NAMES[grain];
    const measures = measuresOf({
      roles: this.#roles,
      periods,
      facts: this.#found.facts,
      nameOf: this.#nameOf,
    });
    const measure = Object.keys(measures)[0];
    const chosen = apart.map((column) => [this.#nameOf(column), mostFrequent(column)] as const);
    const only = chosen.length === 0 ? {} : { only: Object.fromEntries(chosen) };
    const cells: WrittenCell[] = [{
      kind: "kpi",
      name,
      body: {
        from: "sound",
        time: time === null ? "" : this.#nameOf(time),
        grain,
        ...(dimensions.length > 0 ? { by: dimensions.map(this.#nameOf) } : {}),
        measures,
        ...(compare === null ? {} : { compare }),
        ...this.#events,
      },
    }];
    if (window !== null) {
      const method = seasonal ? {} : { method: "rolling_z", window };
      const left = dimensions.filter((dimension) => !apart.includes(dimension)).map(this.#nameOf);
      const explain = left.length === 0 ? {} : { explain: left.slice(0, MOST_EXPLAINING) };
      cells.push({
        kind: "detect",
        name: "odd",
        body: { from: name, measure, ...only, ...method, ...explain, ...this.#events },
      });
    }
    if (horizon !== null) {
      const seasonal = season === null ? {} : { season };
      const body = { from: name, measure, ...only, horizon, ...seasonal, ...this.#events };
      cells.push({ kind: "forecast", name: "next", body });
    }
    return cells;
  }

  /** Totals, and how rows and amounts are distributed. */
  withoutTime(): readonly WrittenCell[] {
    const { measures, dimensions } = this.#roles;
    const totals = measures.map(({ profile, total }) => {
      const name = this.#nameOf(profile);
      return `  ${total}(${reference(name)}) as ${reference(cutName(name))}`;
    });
    const query = `select\n${["  count(*) as records", ...totals].join(",\n")}\nfrom sound\n`;
    const [first] = measures;
    const y = first === undefined
      ? { agg: "count" }
      : { y: this.#nameOf(first.profile), agg: first.total };
    const bars = dimensions.slice(0, MOST_CHARTS).map((dimension, i) => ({
      kind: "chart",
      name: barName(this.#nameOf(dimension), i),
      body: { from: "sound", type: "bar", x: this.#nameOf(dimension), ...y },
    }));
    const spread = first === undefined ? [] : [{
      kind: "chart",
      name: "spread",
      body: { from: "sound", type: "histogram", x: this.#nameOf(first.profile) },
    }];
    return [{ kind: "sql", name: "totals", body: { query } }, ...bars, ...spread];
  }
}

/** Rows without a value in a column: there is none, or it was rejected. */
export function missingIn({ facts, rejectedIn }: Findings, { name }: ColumnProfile): number {
  return (facts.nulls[name] ?? 0) + (rejectedIn[name] ?? 0);
}

/** The value that most rows have. */
export function mostFrequent({ top }: ColumnProfile): string {
  return top[0]?.text ?? "";
}

const PERIOD_NAMES = {
  hour: "hourly",
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  year: "yearly",
} as const;

/** Cells have names of small letters; columns of other scripts keep theirs. */
function barName(column: string, place: number): string {
  return /^[a-z][a-z0-9_]*$/.test(column) ? `by_${column}` : `split_${place + 1}`;
}

/** The totals have a column for the rows of their own. */
function cutName(name: string): string {
  return name === "records" ? "records_total" : name;
}
