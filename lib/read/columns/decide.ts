/**
 * Decides from the evidence of all columns how each is read.
 *
 * A column is of a type when at least 95% of its values fit it, words for nothing
 * aside; what does not fit is rejected value by value. Three rules bend that: at most
 * three distinct words without a digit may be up to a fifth of the values (a placeholder
 * nobody knows), among bare whole numbers at most 0.5% may be codes such as "C536379"
 * (they are how an identifier shows), and dates that do not exist count as dates.
 *
 * @module
 */
import type { ColumnType } from "@/lib/frame/schema.ts";
import type { Decision } from "@/lib/read/facts.ts";
import type { ColumnOptions, DateOrder, ReadOptions } from "@/lib/read/options.ts";
import { plural } from "@/lib/read/plural.ts";
import { Form } from "@/lib/read/values/date.ts";
import { Body } from "@/lib/read/values/number.ts";
import type { Evidence } from "./evidence.ts";
import { decideDateOrder } from "./decide_date.ts";
import { decideNumber, type NumberReading } from "./decide_number.ts";
import { booleanFits, dateFits, numberCodes, triples } from "./fits.ts";
import { type ColumnPlan, TEXT_PLAN } from "./plan.ts";
import { type FileVotes, votesOf } from "./votes.ts";

/** This share of the values must fit a type. */
const FIT_SHARE = 0.95;
/** This share must, where all others are a few distinct words. */
const PLACEHOLDER_SHARE = 0.8;
/** At most this share of bare whole numbers' companions may be codes. */
const CODE_SHARE = 0.005;

/** Plans in the order of the columns, and what was decided for them. */
export interface Decided {
  readonly plans: readonly ColumnPlan[];
  readonly decisions: readonly Decision[];
}

/** Decides all columns; `types` are those that the source declares. */
export function decide(
  names: readonly string[],
  evidences: readonly Evidence[],
  context: {
    readonly delimiter: string | null;
    readonly options: ReadOptions;
    readonly types: readonly (ColumnType | null)[];
    readonly units: readonly (string | null)[];
    /** Columns whose values nobody wants. */
    readonly leftOut: readonly boolean[];
  },
): Decided {
  const votes = votesOf(evidences, context.delimiter);
  const decisions: Decision[] = [];
  const owns = optionsByName(context.options);
  const plans = names.map((name, index) => {
    if (context.leftOut[index]) return TEXT_PLAN;
    const own = owns.get(name) ?? {};
    const declared = context.types[index];
    if (declared !== null && declared !== undefined && own.type === undefined) {
      const unit = context.units[index] ?? null;
      return { ...TEXT_PLAN, type: declared, unit, pairs: ALL_PAIRS, ...SOURCE_NULLS };
    }
    const column = new ColumnDecision(name, evidences[index], { own, votes });
    const plan = column.decide();
    decisions.push(...column.decisions);
    return plan;
  });
  return { plans, decisions };
}

/** What a person said of columns, by the names in the file and by those that replace them. */
function optionsByName({ columns = {} }: ReadOptions): ReadonlyMap<string, ColumnOptions> {
  const entries = Object.entries(columns);
  const renamed = entries.flatMap(([, own]) =>
    own.name === undefined ? [] : [[own.name, own] as const]
  );
  return new Map([...entries, ...renamed]);
}

/** Any words that are true and false. */
const ALL_PAIRS = -1;

/** A source that declares its types has nulls of its own. */
const SOURCE_NULLS = { nulls: { symbols: false, weak: false }, nullTexts: [] };

class ColumnDecision {
  readonly decisions: Decision[] = [];
  readonly #name: string;
  readonly #evidence: Evidence;
  readonly #own: ColumnOptions;
  readonly #votes: FileVotes;
  readonly #nullWords: number;
  /** Values that are not nothing. */
  readonly #present: number;

  constructor(
    name: string,
    evidence: Evidence,
    { own, votes }: { own: ColumnOptions; votes: FileVotes },
  ) {
    this.#name = name;
    this.#evidence = evidence;
    this.#own = own;
    this.#votes = votes;
    let nulls = 0;
    for (const [word, times] of evidence.words) {
      const empty = own.nulls === undefined ? word.empty !== null : own.nulls.includes(word.text);
      if (empty) nulls += times;
    }
    this.#nullWords = nulls;
    this.#present = evidence.values - nulls;
  }

  decide(): ColumnPlan {
    const evidence = this.#evidence;
    const number = decideNumber(evidence, this.#own, this.#votes);
    const order = decideDateOrder(evidence, this.#own, this.#votes);
    const booleans = booleanFits(evidence);
    const days = evidence.forms[Form.yearFirst] + evidence.forms[Form.named] + triples(evidence);
    const type = this.#own.type ??
      this.#typeOf({ number, days, order: order.order, booleans: booleans.count });
    const nullTexts = this.#own.nulls ?? null;
    const base = { ...TEXT_PLAN, nulls: { symbols: true, weak: true }, nullTexts };
    switch (type) {
      case "text":
        return this.#text(number, days);
      case "boolean":
        return this.#tell({
          ...base,
          type,
          pairs: booleans.pairs === 0 ? ALL_PAIRS : booleans.pairs,
        });
      case "time":
        return this.#tell({ ...base, type });
      case "date":
      case "timestamp": {
        const numbersAre = this.#numbersAreDates(days) ?? (this.#own.epoch ?? null);
        if (triples(evidence) > 0) this.decisions.push(...order.decisions(this.#name));
        if (numbersAre === "either") this.#addEpoch();
        return this.#tell({
          ...base,
          type,
          order: triples(evidence) > 0 ? order.order : "ymd",
          numbersAre,
        });
      }
      case "integer":
      case "decimal":
      case "float":
        this.decisions.push(...number.decisions(this.#name));
        return this.#tell({
          ...base,
          type,
          decimal: number.decimal,
          unit: number.unit,
          percent: number.percent,
        });
    }
  }

  #typeOf(
    fits: { number: NumberReading; days: number; order: DateOrder; booleans: number },
  ): ColumnType {
    const evidence = this.#evidence;
    if (this.#present === 0) return "text";
    if (this.#own.unit !== undefined || this.#own.decimal !== undefined) return fits.number.type;
    if (this.#own.date_order !== undefined) return this.#dayType();
    if (this.#own.epoch !== undefined) return "timestamp";
    const days = this.#numbersAreDates(fits.days);
    if (days !== null) return days === "days" ? "date" : "timestamp";
    const numberCode = numberCodes(evidence);
    const { forms } = evidence;
    if (this.#areMonths()) return "date";
    const oddCodes = evidence.codes + forms[Form.time] + forms[Form.month] + fits.days;
    if (numberCode === 0 && !fits.number.codes) {
      const bare = fits.number.type === "integer" && !fits.number.dressed;
      if (this.#fits(fits.number.fits, bare ? oddCodes : 0)) return fits.number.type;
    }
    const real = dateFits(evidence, fits.order);
    if (real * 2 > fits.days && this.#fits(fits.days, 0)) return this.#dayType();
    if (this.#fits(evidence.forms[Form.time], 0)) return "time";
    if (this.#fits(fits.booleans, 0)) return "boolean";
    return "text";
  }

  /** Whether so many values are enough, of which `codes` speak for an identifier. */
  #fits(count: number, codes: number): boolean {
    const odd = this.#present - count;
    if (count === 0) return false;
    if (codes > CODE_SHARE * this.#present) return false;
    if (odd <= (1 - FIT_SHARE) * this.#present) return true;
    const evidence = this.#evidence;
    const words = odd === evidence.plainTexts + evidence.symbols && !evidence.manyTexts;
    return words && count >= PLACEHOLDER_SHARE * this.#present;
  }

  /** Whether all values are months such as "2024-01"; beside anything else they may be codes. */
  #areMonths(): boolean {
    return this.#present > 0 && this.#evidence.forms[Form.month] === this.#present;
  }

  #dayType(): "date" | "timestamp" {
    return this.#evidence.notMidnight > 0 || this.#evidence.offsets > 0 ? "timestamp" : "date";
  }

  /** Whole numbers are days or seconds where both the column's name and all of them say so. */
  #numbersAreDates(days: number): ColumnPlan["numbersAre"] {
    const { bodies, compactDays, epochSeconds, epochMilliseconds } = this.#evidence;
    if (this.#own.epoch !== undefined) return this.#own.epoch;
    const integers = bodies[Body.integer];
    if (integers === 0 || days > 0 || integers < this.#present * FIT_SHARE) return null;
    const asked = this.#own.type === "date" || this.#own.type === "timestamp";
    if (!asked && !DATE_NAME.test(this.#name)) return null;
    if (compactDays === integers) return "days";
    if (epochSeconds === integers) return "s";
    if (epochMilliseconds === integers) return "ms";
    // Where the type is asked for, a few others are rejected; else they say that these are no times.
    const isBoth = epochSeconds > 0 && epochMilliseconds > 0;
    const fewest = asked ? integers * FIT_SHARE : integers;
    return isBoth && epochSeconds + epochMilliseconds >= fewest ? "either" : null;
  }

  /** A text column, and what it nearly was. */
  #text(number: NumberReading, days: number): ColumnPlan {
    const evidence = this.#evidence;
    let symbolNulls = 0;
    let na = 0;
    for (const [word, times] of evidence.words) {
      if (word.empty === "symbol") symbolNulls += times;
      if (word.text === "NA") na += times;
    }
    // A dash among words is nothing; among other signs it may be one of them.
    const symbols = symbolNulls === 0 || evidence.symbols === 0;
    // NA among codes of a few capitals may be Namibia.
    const weak = na > 0 && evidence.capitals * 2 < evidence.plainTexts;
    const plan: ColumnPlan = {
      ...TEXT_PLAN,
      nulls: { symbols, weak },
      nullTexts: this.#own.nulls ?? null,
    };
    if (na > 0) {
      this.#add("null tokens", weak ? "NA is nothing" : "NA is text", {
        evidence:
          `${na} of "NA" among ${evidence.plainTexts} words, ${evidence.capitals} of them short capitals`,
        alternatives: [weak ? "NA is text" : "NA is nothing"],
      });
    }
    if (this.#own.type !== undefined || this.#present === 0) return this.#tell(plan);
    const codes = numberCodes(evidence);
    if (codes > 0 && codes + number.fits >= FIT_SHARE * this.#present) {
      this.#add("type", "text", {
        evidence:
          `${codes} of ${this.#present} values are codes: leading zeros, above 18 digits or the like`,
        alternatives: ["integer"],
      }, false);
    } else if (number.codes && number.fits > 0) {
      this.#add("type", "text", {
        evidence:
          `${number.fits} of ${this.#present} values look like numbers with a letter or several units`,
        alternatives: [number.type],
      });
    } else if (number.fits * 2 >= this.#present) {
      this.#add("type", "text", {
        evidence: `${number.fits} of ${this.#present} values are numbers: too few`,
        alternatives: [number.type],
      });
    } else if (days * 2 >= this.#present) {
      this.#add("type", "text", {
        evidence: `${days} of ${this.#present} values are dates, too few or in two orders`,
        alternatives: ["date"],
      });
    }
    return plan;
  }

  /** Tells a type other than text, with the words that stand for nothing. */
  #tell(plan: ColumnPlan): ColumnPlan {
    if (this.#own.type !== undefined) {
      this.#add("type", plan.type, { evidence: "the option", alternatives: [] }, false);
      return plan;
    }
    if (plan.type === "text") return plan;
    if (plan.type === "date" && this.#areMonths()) {
      this.#add("type", "date", {
        evidence: `${this.#present} of ${this.#present} values are months: their first days`,
        alternatives: ["text"],
      });
      return plan;
    }
    const odd = this.#oddOf(plan);
    this.#add("type", plan.type, {
      evidence: `${this.#present - odd} of ${this.#present} values` +
        (odd > 0 ? `, ${odd} do not fit` : ""),
      alternatives: odd > 0 || plan.numbersAre !== null ? ["text"] : [],
    }, odd > (1 - FIT_SHARE) * this.#present || plan.numbersAre !== null);
    if (this.#nullWords > 0) {
      const words = [...this.#evidence.words].filter(([word]) => word.empty !== null);
      const told = words.map(([word, times]) => `${times} of "${word.text}"`).join(", ");
      this.#add("null tokens", words.map(([word]) => word.text).join(" "), {
        evidence: told,
        alternatives: [],
      }, false);
    }
    return plan;
  }

  #addEpoch(): void {
    const { epochSeconds, epochMilliseconds } = this.#evidence;
    this.#add("time unit", "seconds and milliseconds", {
      evidence: `${plural(epochSeconds, "value")} in seconds since 1970, ` +
        `${plural(epochMilliseconds, "value")} in milliseconds, each by its size`,
      alternatives: ["s", "ms"],
    });
  }

  #oddOf(plan: ColumnPlan): number {
    const evidence = this.#evidence;
    switch (plan.type) {
      case "boolean":
        return this.#present - booleanFits(evidence).count;
      case "time":
        return this.#present - evidence.forms[Form.time];
      case "date":
      case "timestamp":
        if (plan.numbersAre === "either") {
          return this.#present - evidence.epochSeconds - evidence.epochMilliseconds;
        }
        return plan.numbersAre === null
          ? this.#present - dateFits(evidence, triples(evidence) > 0 ? plan.order : "dmy")
          : this.#present - evidence.bodies[Body.integer];
      case "integer":
      case "decimal":
      case "float":
        return this.#present - decideNumber(evidence, this.#own, this.#votes).fits;
      case "text":
        return 0;
    }
  }

  #add(
    what: string,
    chosen: string,
    told: { evidence: string; alternatives: readonly string[] },
    doubtful = true,
  ): void {
    this.decisions.push({ what, column: this.#name, chosen, doubtful, ...told });
  }
}

/** Names of columns whose whole numbers may be times. */
const DATE_NAME =
  /(^|[^a-z])(ts|time|timestamp|epoch|date|datetime|day|datum|fecha|data)($|[^a-z])|_at$|[a-z](At|Time|Date|Timestamp)$|^(created|updated|modified)/i;
