/**
 * What may stand around the digits of a number: signs, currencies, percent, magnitudes.
 *
 * @module
 */

/** What the bytes before or after the digits say; `null` where they are no part of a number. */
export interface Decoration {
  readonly negative: boolean;
  readonly plus: boolean;
  readonly opens: boolean;
  readonly closes: boolean;
  /** A currency code, "%" or a sign that several currencies share. */
  readonly unit: string | null;
  /** The power of ten that K, M, B, T stand for. */
  readonly power: number;
  /** Whether a sign such as * or the flag of a statistics office follows. */
  readonly marked: boolean;
}

const CURRENCIES: readonly (readonly [string, string])[] = [
  ["$", "USD"],
  ["us$", "USD"],
  ["a$", "AUD"],
  ["au$", "AUD"],
  ["c$", "CAD"],
  ["ca$", "CAD"],
  ["nz$", "NZD"],
  ["hk$", "HKD"],
  ["s$", "SGD"],
  ["nt$", "TWD"],
  ["mx$", "MXN"],
  ["r$", "BRL"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["￥", "JPY"],
  ["₹", "INR"],
  ["rs", "INR"],
  ["rs.", "INR"],
  ["₽", "RUB"],
  ["₩", "KRW"],
  ["₪", "ILS"],
  ["₺", "TRY"],
  ["₫", "VND"],
  ["₱", "PHP"],
  ["฿", "THB"],
  ["₦", "NGN"],
  ["₴", "UAH"],
  ["kr", "kr"],
  ["kr.", "kr"],
  ["zł", "PLN"],
  ["kč", "CZK"],
  ["ft", "HUF"],
  ["fr.", "CHF"],
];

const CODES =
  "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KRW " +
  "MXN MYR NGN NOK NZD PHP PKR PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR";

const MAGNITUDES: ReadonlyMap<string, number> = new Map([
  ["k", 3],
  ["K", 3],
  ["M", 6],
  ["mn", 6],
  ["Mn", 6],
  ["Mio", 6],
  ["Mio.", 6],
  ["B", 9],
  ["bn", 9],
  ["Bn", 9],
  ["Mrd", 9],
  ["Mrd.", 9],
  ["T", 12],
  ["tn", 12],
  ["Tn", 12],
]);

const UNITS = new Map<string, string>([
  ...CURRENCIES,
  ...CODES.split(" ").map((code) => [code.toLowerCase(), code] as const),
]);

/** The first letters of words that may stand before digits. */
export function leadingWords(): string[] {
  return [...UNITS.keys()];
}

/** Reads what stands before the digits, without its spaces. */
export function readPrefix(text: string): Decoration | null {
  let rest = text;
  let opens = false;
  let negative = false;
  let plus = false;
  if (rest.startsWith("(")) {
    opens = true;
    rest = rest.slice(1);
  }
  const sign = /^[-−–+]|[-−–+]$/.exec(rest);
  if (sign !== null) {
    negative = sign[0] !== "+";
    plus = !negative;
    rest = rest.replace(sign[0], "");
  }
  const unit = rest === "" ? null : UNITS.get(rest.toLowerCase()) ?? null;
  if (rest !== "" && unit === null) return null;
  return { negative, plus, opens, closes: false, unit, power: 0, marked: false };
}

/** "12.5*", "12.5 †", "12.5 p", "12.5 (r)": what refers to a note or flags an estimate. */
const MARK = /\s*(?:\*{1,3}|[†‡¹²³]+|\([bceprsu]\)|\[[a-z]\])$|\s[bcdefinprsuz]{1,3}$/;

/** Reads what stands after the digits. */
export function readSuffix(written: string): Decoration | null {
  const marked = MARK.test(written);
  let rest = written.replace(MARK, "").replace(/\s+/g, "");
  let closes = false;
  let negative = false;
  if (rest.endsWith(")")) {
    closes = true;
    rest = rest.slice(0, -1);
  }
  if (/[-−]$/.test(rest)) {
    negative = true;
    rest = rest.slice(0, -1);
  }
  const magnitude = /^(Mrd\.?|Mio\.?|bn|Bn|mn|Mn|tn|Tn|[kKMBT])/.exec(rest)?.[0] ?? "";
  const after = rest.slice(magnitude.length);
  const unit = after === "" ? null : after === "%" ? "%" : UNITS.get(after.toLowerCase()) ?? null;
  if (after !== "" && unit === null) {
    // A magnitude may be the start of a currency: "kr", "Kč".
    const whole = UNITS.get(rest.toLowerCase()) ?? null;
    if (whole === null) return null;
    return { negative, plus: false, opens: false, closes, unit: whole, power: 0, marked };
  }
  const power = MAGNITUDES.get(magnitude) ?? 0;
  return { negative, plus: false, opens: false, closes, unit, power, marked };
}
