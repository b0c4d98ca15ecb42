/**
 * Reads numbers as they are written, in digits and in words, with how finely they are told.
 *
 * @module
 */

/** A number as written. */
export interface Digits {
  readonly value: number;
  /** What its last digit counts: 0.1 of "4.2". */
  readonly step: number;
  /** What its last digit counts that is no zero: 10,000 of "680,000". */
  readonly coarse: number;
}

/** Thousands by comma, by point before a decimal comma or twice, or by a narrow space or apostrophe. */
const FORMS: readonly { readonly form: RegExp; readonly decimal: "." | "," }[] = [
  { form: /^\d+(?:\.\d+)?$/, decimal: "." },
  { form: /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, decimal: "." },
  { form: /^\d{1,3}(?:\.\d{3})+,\d+$/, decimal: "," },
  { form: /^\d{1,3}(?:\.\d{3}){2,}$/, decimal: "," },
  { form: /^\d+,(?:\d{1,2}|\d{4,})$/, decimal: "," },
  { form: /^\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?:[.,]\d{1,2})?$/, decimal: "," },
  { form: /^\d{1,3}(?:['’]\d{3})+(?:[.,]\d{1,2})?$/, decimal: "." },
];

/**
 * Returns what digits say, `null` where they follow no way of writing. A lone comma before three digits
 * parts thousands, a lone point decimals, as on our pages.
 */
export function readDigits(text: string): Digits | null {
  const [, body, exponent = "0"] = /^(.*?)(?:e([-−]?\d{1,2}))?$/.exec(text) ?? [];
  if (body === undefined) return null;
  if (/^0\d/.test(body)) return null;
  const found = FORMS.find(({ form }) => form.test(body));
  if (found === undefined) return null;
  const spaced = /[\u00a0\u2009\u202f'’]/.test(body);
  const point = spaced
    ? Math.max(body.lastIndexOf("."), body.lastIndexOf(","))
    : body.lastIndexOf(found.decimal);
  const hasFraction = point !== -1;
  const fraction = hasFraction ? body.slice(point + 1).replaceAll(/\D/g, "") : "";
  const whole = (hasFraction ? body.slice(0, point) : body).replaceAll(/\D/g, "");
  const power = Number(exponent.replace("−", "-"));
  const step = 10 ** (power - fraction.length);
  const zeros = fraction === "" ? /0*$/.exec(whole.slice(1))?.[0].length ?? 0 : 0;
  return {
    value: Number(`${whole}${fraction === "" ? "" : `.${fraction}`}e${power}`),
    step,
    coarse: step * 10 ** zeros,
  };
}

const SMALL =
  ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen " +
    "sixteen seventeen eighteen nineteen").split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/** What stands behind a number and multiplies it. */
export const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  lakh: 1e5,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  crore: 1e7,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
};

/** What "one" is too seldom a number to be: it is one before these alone. */
const LARGE = "hundred|thousand|million|billion|trillion";

/** The numbers in words, as part of an expression that ignores case. */
export const NUMBER_WORDS = (() => {
  const units = SMALL.slice(2, 10).join("|");
  const small = [
    ...TENS.map((tens) => `${tens}(?:[- ](?:one|${units}))?`),
    ...SMALL.slice(2),
    "zero",
  ].join("|");
  return `(?:(?:${small}) hundred|(?:a|one) (?:${LARGE})|${small})(?: and (?:one|${small}))?`;
})();

/** Returns what words say; `null` where they are not in the order of a number. */
export function readNumberWords(text: string): Digits | null {
  let total = 0;
  let step = 1;
  for (const word of text.toLowerCase().split(/[- ]/)) {
    if (word === "and") continue;
    const tens = TENS.indexOf(word);
    const small = word === "a" ? 1 : SMALL.indexOf(word);
    const scale = word === "hundred" ? 100 : SCALES[word];
    if (tens !== -1) total += 10 * (tens + 2);
    else if (small !== -1) total += small;
    else if (scale !== undefined) {
      total = Math.max(1, total) * scale;
      step = scale;
    } else return null;
    if (scale === undefined) step = 1;
  }
  return { value: total, step, coarse: step };
}
