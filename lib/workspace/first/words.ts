/**
 * What the words in a column's name say of it.
 *
 * @module
 */

/** Returns the words of a name in small letters: "orderDate" and "Order Date" are two. */
export function wordsOf(name: string): readonly string[] {
  return name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").toLowerCase()
    .split(/[^\p{L}\p{N}%]+/u).filter((word) => word !== "");
}

const ID_ANYWHERE = set(
  "id ids uuid guid sku zip zipcode postcode plz isbn ean upc iban bic ssn phone tel fax " +
    "latitude longitude lat lon lng hash",
);
const ID_LAST = set("no nr num number code key index rank version seq sequence pk fk");
const CALENDAR = set("year month day week weekday quarter hour minute second dow doy");

/** Whether a name is that of numbers that only tell things apart. */
export function namesIds(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => ID_ANYWHERE.has(word))) return true;
  if (words.length === 1 && CALENDAR.has(words[0])) return true;
  return ID_LAST.has(words.at(-1) ?? "");
}

const AVERAGED = set(
  "price rate ratio percent percentage pct share average avg mean median score rating " +
    "temperature temp age per bounce conversion ctr cpc cpm aov utilization utilisation speed " +
    "latency duration humidity pressure level balance stock inventory headcount capacity density " +
    "probability yield efficiency uptime salary wage % bmi index margin discount",
);
const ADDED = set("total sum count");

/** Whether values of this name make no sense added up: prices, rates, stocks. */
export function namesAverages(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => AVERAGED.has(word)) && !words.some((word) => ADDED.has(word));
}

/** Names of measures that people look at first, the foremost first. */
const MEASURES = list(
  "revenue sales turnover gmv amount net gross income value total visits sessions visitors users " +
    "orders units quantity qty count profit cost spend payments clicks impressions",
);

/** A rank of how likely a name is that of the measure that matters; lower is likelier. */
export function measureRank(name: string): number {
  const ranks = wordsOf(name).map((word) => MEASURES.indexOf(word)).filter((rank) => rank >= 0);
  return ranks.length === 0 ? MEASURES.length : Math.min(...ranks);
}

/** Whether a name is that of a measure that people look at. */
export function namesMeasure(name: string): boolean {
  return measureRank(name) < MEASURES.length;
}

const DIMENSIONS = set(
  "region country market city state area category product segment channel source medium campaign " +
    "type kind store shop brand department team status plan tier device platform language",
);

/** Whether a name is one that figures are often split by. */
export function namesDimension(name: string): boolean {
  return wordsOf(name).some((word) => DIMENSIONS.has(word));
}

/** Names of the column that says what a value measures. */
const METRICS = set("metric metrics measure kpi indicator variable series");
const CURRENCIES = set("currency currencies waehrung devise moneda");

/** What values of a column of this name say of the amounts beside them; `null` for nothing. */
export function apartOf(name: string): "metric" | "currency" | null {
  const words = wordsOf(name);
  if (words.length > 2) return null;
  if (words.some((word) => METRICS.has(word))) return "metric";
  return words.some((word) => CURRENCIES.has(word)) ? "currency" : null;
}

const TIMES = set(
  "date day time ts timestamp datetime month week period created at ordered datum fecha data jour dia " +
    "when",
);
const OTHER_TIMES = set(
  "birth birthday dob due end ends expires expiry updated modified changed deleted closed " +
    "cancelled delivered delivery shipped until valid exported imported loaded last",
);

/** How likely a name is that of the time when it happened: higher is likelier. */
export function timeScore(name: string): number {
  const words = wordsOf(name);
  const has = (wanted: ReadonlySet<string>) => words.some((word) => wanted.has(word));
  return (has(TIMES) ? 1 : 0) - (has(OTHER_TIMES) ? 2 : 0);
}

function list(words: string): readonly string[] {
  return words.split(" ");
}

function set(words: string): ReadonlySet<string> {
  return new Set(list(words));
}
