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
    "probability yield efficiency uptime salary wage % bmi index margin discount " +
    "preis einzelpreis stückpreis kurs zins quote anteil prozent durchschnitt mittelwert note bewertung " +
    "temperatur dauer alter bestand lagerbestand rabatt marge gehalt lohn prix taux moyenne precio tasa media",
);
const ADDED = set("total sum count summe gesamt gesamtpreis anzahl somme nombre suma número");
const TAKEN = set("time seconds minutes hours days weeks");

/** Whether values of this name make no sense added up: prices, rates, stocks. */
export function namesAverages(name: string): boolean {
  const words = wordsOf(name);
  // "minutes to reply": how long something took.
  const took = words.includes("to") && words.some((word) => TAKEN.has(word));
  return (took || words.some((word) => AVERAGED.has(word))) &&
    !words.some((word) => ADDED.has(word));
}

/** Names of measures that people look at first, the foremost first. */
const MEASURES = list(
  "revenue umsatz ingresos sales ventes ventas turnover erlös gmv amount betrag net netto gross brutto income " +
    "einnahmen value wert total summe visits besuche sessions visitors besucher users nutzer orders " +
    "bestellungen commandes pedidos units stück quantity menge qty count anzahl profit gewinn cost kosten spend " +
    "ausgaben payments zahlungen clicks klicks impressions",
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
    "type kind store shop brand department team status plan tier device platform language " +
    "land stadt markt filiale produkt kategorie kanal marke abteilung gerät sprache pays ville produit país ciudad",
);

/** Whether a name is one that figures are often split by. */
export function namesDimension(name: string): boolean {
  return wordsOf(name).some((word) => DIMENSIONS.has(word));
}

/** Names of the column that says what a value measures. */
const METRICS = set("metric metrics measure kpi indicator variable series");
const CURRENCIES = set("currency currencies waehrung währung devise moneda");

/** What values of a column of this name say of the amounts beside them; `null` for nothing. */
export function apartOf(name: string): "metric" | "currency" | null {
  const words = wordsOf(name);
  if (words.length > 2) return null;
  if (words.some((word) => METRICS.has(word))) return "metric";
  return words.some((word) => CURRENCIES.has(word)) ? "currency" : null;
}

/** What people do one after the other, each of them fewer; words of a line are as far. */
const STAGES = [
  set("impressions views pageviews"),
  set("clicks"),
  set("visits sessions visitors users"),
  set("leads signups registrations"),
  set("orders purchases transactions bookings conversions"),
];
/** Whole numbers of these are money too; of the others they may count something. */
const AMOUNTS = list("revenue turnover gmv spend cost sales amount");
const SURE_AMOUNTS = 5;
/** Say nothing more of what is counted. */
const ADORNING = set("total sum number num no of count");
/** A file that has these tells its own ratios. */
const RATIOS = set("conversion ctr cvr cpc cpa cpm aov roas");

/** How far what a name counts is along the way from a look to a purchase; 0 where it is not. */
export function stageOf(name: string): number {
  const word = onlyWord(name);
  return word === null ? 0 : STAGES.findIndex((stage) => stage.has(word)) + 1;
}

/** The one word that tells what is in a column, such as "orders" in "Number of orders". */
export function onlyWord(name: string): string | null {
  const words = wordsOf(name).filter((word) => !ADORNING.has(word) && currencyIn(word) === null);
  return words.length === 1 ? words[0] : null;
}

/** How likely a name is that of money, the likeliest 0; `null` for no money. */
export function amountRank(
  name: string,
  { isWhole }: { readonly isWhole: boolean },
): number | null {
  const rank = AMOUNTS.indexOf(onlyWord(name) ?? "");
  return rank < 0 || isWhole && rank >= SURE_AMOUNTS ? null : rank;
}

/** Whether a name is that of a ratio that people know by it. */
export function namesRatio(name: string): boolean {
  return wordsOf(name).some((word) => RATIOS.has(word));
}

/** Currencies whose codes are no words of columns. */
const CODES = set("eur usd gbp chf jpy sek nok dkk pln czk huf aud cad nzd inr brl cny");

/** The currency that a word is the code of, such as "EUR"; or `null`. */
function currencyIn(word: string): string | null {
  return CODES.has(word) ? word.toUpperCase() : null;
}

/** The currency that a name ends in, as "Revenue EUR" does; or `null`. */
export function currencyOf(name: string): string | null {
  const words = wordsOf(name);
  return words.length < 2 ? null : currencyIn(words.at(-1) ?? "");
}

/** Whether all texts are codes of currencies. */
export function areCurrencies(texts: readonly string[]): boolean {
  return texts.length > 1 && texts.every((text) => CODES.has(text.trim().toLowerCase()));
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
