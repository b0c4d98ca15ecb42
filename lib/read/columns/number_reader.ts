/**
 * Reads numbers: bare ones straight from their bytes, dressed ones by the scanner.
 *
 * @module
 */
import { Body } from "@/lib/read/values/number.ts";
import type { CellGrid, ColumnBatch } from "./batch.ts";
import { Kind } from "./cell_scanner.ts";
import { ExactSum } from "./exact_sum.ts";
import { bodyFits } from "./fits.ts";
import { ColumnReader, type ReaderContext } from "./reader.ts";

const MINUS = 45;
const FAST_DIGITS = 15;
const LARGEST_SCALE = 20;
const PERCENT_SCALE = 2;

/** Integers and decimals, both exact. */
export class NumberReader extends ColumnReader {
  /** The sum of the numbers as they are written. */
  readonly sum = new ExactSum();
  readonly #values: Float64Array;
  readonly #scales: Uint8Array;
  readonly #exact = new Map<number, string>();
  readonly #batch: ColumnBatch;
  readonly #decimalByte: number;
  readonly #fractionBody: number;
  readonly #eitherBody: number;
  /** Digits that a percent's value has after its sign beside those that are written. */
  readonly #percentScale: number;

  constructor(context: ReaderContext) {
    super(context);
    this.#values = new Float64Array(context.capacity);
    this.#scales = new Uint8Array(context.capacity);
    const comma = context.plan.decimal === ",";
    this.#decimalByte = comma ? 44 : 46;
    this.#fractionBody = comma ? Body.comma : Body.point;
    this.#eitherBody = comma ? Body.eitherComma : Body.eitherPoint;
    this.#percentScale = context.plan.percent ? PERCENT_SCALE : 0;
    this.#batch = {
      type: context.plan.type === "integer" ? "integer" : "decimal",
      values: this.#values,
      scales: this.#scales,
      exact: this.#exact,
      nulls: this.nulls,
    };
  }

  read(grid: CellGrid): ColumnBatch {
    const { bytes, width, starts, ends, rows } = grid;
    const { evidence, column } = this.context;
    const decimalByte = this.#decimalByte;
    const values = this.#values;
    const scales = this.#scales;
    const nulls = this.nulls;
    const wholes = this.context.plan.type === "integer";
    const percentScale = this.#percentScale;
    const longest = this.context.plainIsValue ? FAST_DIGITS + 1 : 0;
    nulls.fill(0, 0, rows);
    this.#exact.clear();
    for (let row = 0; row < rows; row++) {
      const cell = row * width + column;
      const start = starts[cell];
      const end = ends[cell];
      let at = start;
      const negative = bytes[at] === MINUS;
      if (negative) at++;
      const first = at;
      let mantissa = 0;
      let point = -1;
      // At most 15 digits, a sign between them and one that leads: longer ones go the long way.
      if (end - first > 0 && end - first <= longest) {
        for (; at < end; at++) {
          const digit = bytes[at] - 48;
          if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
          else if (bytes[at] === decimalByte && point < 0) point = at;
          else break;
        }
      }
      const digitsBefore = (point < 0 ? end : point) - first;
      const scale = point < 0 ? 0 : end - point - 1;
      const leadingZero = bytes[first] === 48 && digitsBefore > 1;
      const plain = at === end && digitsBefore > 0 && digitsBefore + scale <= FAST_DIGITS &&
        !leadingZero && (point < 0 || (scale > 0 && !wholes));
      if (!plain) {
        this.#readDressed(grid, row);
        continue;
      }
      const value = negative && mantissa !== 0 ? -mantissa : mantissa;
      if (point < 0) evidence.addInteger(value, digitsBefore);
      else if (scale === 3 && digitsBefore <= 3 && bytes[first] !== 48) {
        evidence.bodies[this.#eitherBody]++;
      } else evidence.bodies[this.#fractionBody]++;
      values[row] = value;
      scales[row] = scale + percentScale;
      this.sum.add(value, scale);
    }
    return this.#batch;
  }

  #readDressed(grid: CellGrid, row: number): void {
    const cell = row * grid.width + this.context.column;
    if (this.isNothing(grid, cell)) return this.setNull(row);
    const { cells, plan } = this.context;
    if (cells.kind === Kind.word && cells.word?.infinite) {
      return this.rejectCell(grid, row, "Infinity is no number to reckon with");
    }
    if (cells.kind !== Kind.number) {
      return this.rejectCell(grid, row, `Not a number where the column is ${plan.type}`);
    }
    const number = cells.number;
    const reason = this.#misfit();
    if (reason !== null) return this.rejectCell(grid, row, reason);
    let scale = this.#scaleOf() - number.power;
    let scaled = number.mantissa;
    if (scale < 0) {
      scaled *= 10 ** -scale;
      scale = 0;
    }
    if (plan.type === "integer") {
      if (scale > 0) {
        return this.rejectCell(grid, row, "Has a fraction where the column is integer");
      }
      if (!Number.isSafeInteger(scaled)) {
        return this.rejectCell(grid, row, "Too large for the column, which is integer");
      }
    }
    if (!number.safe || !Number.isSafeInteger(scaled) || scale > LARGEST_SCALE) {
      const text = shifted(number.decimalText(grid.bytes, this.#scaleOf()), number.power);
      this.#values[row] = NaN;
      this.#exact.set(row, shifted(text, -this.#percentScale));
      this.sum.addText(text);
      return;
    }
    const value = number.negative && scaled !== 0 ? -scaled : scaled;
    this.#values[row] = value;
    this.#scales[row] = scale + this.#percentScale;
    this.sum.add(value, scale);
  }

  /** Digits after the decimal sign, before a magnitude moves it. */
  #scaleOf(): number {
    const { number } = this.context.cells;
    switch (number.body) {
      case Body.integer:
      case Body.zeros:
      case Body.long:
      case Body.phone:
      case Body.groupsComma:
      case Body.groupsPoint:
      case Body.groupsSpace:
      case Body.groupsApostrophe:
        return 0;
      case Body.eitherPoint:
        return this.context.plan.decimal === "." ? 3 : 0;
      case Body.eitherComma:
        return this.context.plan.decimal === "," ? 3 : 0;
      default:
        return number.lastGroup;
    }
  }

  /** Why the scanned number is none of this column, or `null`. */
  #misfit(): string | null {
    const { number } = this.context.cells;
    const { unit, decimal } = this.context.plan;
    if (number.body === Body.exponent || number.body === Body.exponentCode) {
      return "Has an exponent where the other numbers have none";
    }
    const code = number.body === Body.zeros || number.body === Body.long ||
      number.body === Body.phone;
    if (!code && !bodyFits(number.body, decimal)) {
      return `Its signs contradict the column's decimal sign, which is "${decimal}"`;
    }
    return unitMisfit(number.unit, unit);
  }
}

/** Numbers with exponents, and whatever a person says is float. */
export class FloatReader extends ColumnReader {
  readonly #values: Float64Array;
  readonly #batch: ColumnBatch;
  #sum = 0;
  #lost = 0;

  constructor(context: ReaderContext) {
    super(context);
    this.#values = new Float64Array(context.capacity);
    this.#batch = { type: "float", values: this.#values, nulls: this.nulls };
  }

  /** The sum of all numbers as they are written, by Neumaier's compensated summation. */
  get sum(): number {
    return this.#sum + this.#lost;
  }

  read(grid: CellGrid): ColumnBatch {
    this.nulls.fill(0, 0, grid.rows);
    for (let row = 0; row < grid.rows; row++) this.#readCell(grid, row);
    return this.#batch;
  }

  #readCell(grid: CellGrid, row: number): void {
    const cell = row * grid.width + this.context.column;
    if (this.isNothing(grid, cell)) return this.setNull(row);
    const { cells, plan } = this.context;
    const { number } = cells;
    if (cells.kind !== Kind.number) {
      const infinite = cells.word?.infinite === true;
      const reason = infinite
        ? "Infinity is no number to reckon with"
        : "Not a number where the column is float";
      return this.rejectCell(grid, row, reason);
    }
    const reason = unitMisfit(number.unit, plan.unit);
    if (reason !== null) return this.rejectCell(grid, row, reason);
    const exponent = number.body === Body.exponent || number.body === Body.exponentCode;
    if (!exponent && number.body !== Body.zeros && !bodyFits(number.body, plan.decimal)) {
      return this.rejectCell(grid, row, "Its signs contradict the column's decimal sign");
    }
    const value = exponent ? number.mantissa * 10 ** number.power : this.#plainValue(grid.bytes);
    if (!Number.isFinite(value)) {
      return this.rejectCell(grid, row, "Too large for a double");
    }
    const written = number.negative && exponent ? -value : value;
    this.#values[row] = plan.percent ? written / 100 : written;
    this.#add(written);
  }

  #plainValue(bytes: Uint8Array): number {
    const { number } = this.context.cells;
    const { decimal } = this.context.plan;
    const whole = number.body === Body.integer || number.body === Body.groupsSpace ||
      number.body === Body.groupsApostrophe || number.body === Body.groupsComma ||
      number.body === Body.groupsPoint || number.body === Body.zeros ||
      (number.body === Body.eitherPoint && decimal === ",") ||
      (number.body === Body.eitherComma && decimal === ".");
    return Number(shifted(number.decimalText(bytes, whole ? 0 : number.lastGroup), number.power));
  }

  #add(value: number): void {
    const sum = this.#sum + value;
    this.#lost += Math.abs(this.#sum) >= Math.abs(value)
      ? (this.#sum - sum) + value
      : (value - sum) + this.#sum;
    this.#sum = sum;
  }
}

function unitMisfit(unit: string | null, expected: string | null): string | null {
  if (unit === null || unit === expected) return null;
  return expected === null
    ? `Has the unit ${unit} where the column has none`
    : `Has the unit ${unit} where the column has ${expected}`;
}

/** Plain decimal text times ten to a power. */
function shifted(text: string, power: number): string {
  if (power === 0) return text;
  const [whole, fraction = ""] = text.split(".");
  if (power < 0) {
    const sign = whole.startsWith("-") ? "-" : "";
    const digits = whole.slice(sign.length).padStart(1 - power, "0");
    return `${sign}${digits.slice(0, power)}.${digits.slice(power)}${fraction}`;
  }
  const padded = fraction.padEnd(power, "0");
  const rest = padded.slice(power);
  return `${whole}${padded.slice(0, power)}${rest === "" ? "" : `.${rest}`}`;
}
