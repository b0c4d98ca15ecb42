/**
 * Finds what the columns of a file of sales mean, by their names and types.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { type ColumnType, isNumeric } from "@/lib/frame/schema.ts";
import { wordsOf } from "@/lib/workspace/first/words.ts";
import type { ColumnUse, SalesRole } from "./contract.ts";

/** A column as the file has it. */
export interface FileColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Names of each role, the likeliest first; words that stand among others count less. */
const NAMES: Readonly<Record<SalesRole, readonly string[]>> = {
  order_id: list(
    "order id, order no, order number, order, invoice, invoice no, invoice number, transaction id, transaction, " +
      "receipt, id, bestellnummer, auftragsnummer, rechnungsnummer, commande, numero commande, pedido",
  ),
  order_date: list(
    "order date, date, sale date, sales date, sold on, sold at, purchase date, invoice date, transaction date, " +
      "created at, day, timestamp, time, datum, bestelldatum, verkaufsdatum, rechnungsdatum, tag, " +
      "date commande, fecha, fecha pedido",
  ),
  region: list(
    "region, sales region, area, territory, market, zone, country, state, city, store, shop, location, branch, " +
      "gebiet, land, stadt, filiale, pays, ville, région, región, pais, país, ciudad",
  ),
  category: list(
    "product category, category, product line, product group, product type, department, segment, product, " +
      "item, sku, kategorie, warengruppe, produktgruppe, produkt, artikel, catégorie, produit, categoría, producto",
  ),
  units: list(
    "units sold, units, quantity, quantity sold, qty, pieces, count, items sold, volume, menge, anzahl, stück, " +
      "stückzahl, quantité, cantidad, unidades",
  ),
  unit_price: list(
    "unit price, price per unit, price each, price, item price, einzelpreis, stückpreis, preis, prix unitaire, " +
      "prix, precio unitario, precio",
  ),
  revenue: list(
    "revenue, sales amount, total revenue, total sales, sales, turnover, amount, total amount, total price, " +
      "line total, order total, total, net amount, gross amount, gmv, value, umsatz, betrag, gesamtpreis, " +
      "gesamt, summe, erlös, chiffre affaires, montant, ventes, ingresos, importe, ventas",
  ),
  status: list(
    "status, order status, state of order, fulfilment status, fulfillment status, delivery status, zustand, " +
      "bestellstatus, lieferstatus, statut, estado",
  ),
  customer_id: list(
    "customer id, customer, customer no, customer number, client id, client, buyer, account, kunde, " +
      "kundennummer, cliente, customer name",
  ),
};

/** Where a name fits two roles alike, the first has it. */
const ROLES: readonly SalesRole[] = [
  "order_date",
  "unit_price",
  "revenue",
  "units",
  "status",
  "order_id",
  "customer_id",
  "category",
  "region",
];

const NUMBERS: readonly SalesRole[] = ["units", "unit_price", "revenue"];

/** What stands in for a column that there is not. */
const WITHOUT: Readonly<Record<SalesRole, string>> = {
  order_date: "",
  revenue: "units times unit price",
  unit_price: "not needed beside revenue",
  units: "units are not counted",
  region: "all rows are one region, not given",
  category: "all rows are one category, not given",
  status: "no order counts as cancelled",
  order_id: "rows are not told apart, so repeats stay",
  customer_id: "customers are not counted",
};

/** Returns what each role is taken from. @throws AppError MISSING_COLUMNS */
export function findColumns(columns: readonly FileColumn[]): readonly ColumnUse[] {
  const found = assign(columns);
  const has = (role: SalesRole) => found.has(role);
  const missing = [
    ...(has("order_date") ? [] : ["a date"]),
    ...(has("revenue") || (has("units") && has("unit_price")) ? [] : ["a revenue"]),
  ];
  if (missing.length > 0) throw refuse(missing, columns);
  return ROLES.map((role) => found.get(role) ?? { role, column: null, because: WITHOUT[role] });
}

/** Gives each column to the role that its name tells best, and each role one column. */
function assign(columns: readonly FileColumn[]): ReadonlyMap<SalesRole, ColumnUse> {
  const found = new Map<SalesRole, ColumnUse>();
  const used = new Set<string>();
  const pairs = ROLES.flatMap((role) =>
    columns.flatMap((column) => {
      const rank = rankOf(role, column);
      return rank === null ? [] : [{ role, column: column.name, rank }];
    })
  ).toSorted((a, b) => a.rank - b.rank);
  for (const { role, column } of pairs) {
    if (found.has(role) || used.has(column)) continue;
    used.add(column);
    found.set(role, { role, column, because: "its name" });
  }
  const days = columns.filter(({ name, type }) =>
    !used.has(name) && (type === "date" || type === "timestamp")
  );
  if (!found.has("order_date") && days.length === 1) {
    const [{ name }] = days;
    found.set("order_date", { role: "order_date", column: name, because: "the only one of days" });
  }
  return found;
}

/** Behind all names that a column has wholly. */
const PARTLY = 1000;

/** The place of a name among those of the role, `null` where it is none of them. */
function rankOf(role: SalesRole, { name, type }: FileColumn): number | null {
  if (!fits(role, type)) return null;
  const names = NAMES[role];
  const words = plain(name).split(" ");
  const exact = names.indexOf(words.join(" "));
  if (exact >= 0) return exact;
  const held = names.findIndex((known) => isWithin(known.split(" "), words));
  return held < 0 || isOfAnother(role, words) ? null : PARTLY + held;
}

/** Text may hold what a number or a day was meant to be; the reader is then told so. */
function fits(role: SalesRole, type: ColumnType): boolean {
  if (NUMBERS.includes(role)) return isNumeric(type) || type === "text";
  if (role === "order_date") return ["date", "timestamp", "text"].includes(type);
  return role === "order_id" || role === "customer_id" || type === "text" || type === "integer";
}

/** "Shipping cost total" is no revenue, and a "delivery date" is no day of sale. */
const OTHERS: Readonly<Record<string, string>> = {
  order_date:
    "delivery delivered ship shipped shipping due birth updated modified paid return returned",
  revenue: "cost tax vat discount shipping freight fee profit margin refund target budget",
  unit_price: "cost tax discount",
  units: "returned stock free",
};

function isOfAnother(role: SalesRole, words: readonly string[]): boolean {
  const others = OTHERS[role]?.split(" ") ?? [];
  return words.some((word) => others.includes(word));
}

function isWithin(known: readonly string[], words: readonly string[]): boolean {
  return words.some((_, at) => known.every((word, i) => words[at + i] === word));
}

/** In small letters without accents or a currency, such as "Revenue (USD)". */
function plain(name: string): string {
  const words = wordsOf(name).filter((word) => !/^(?:usd|eur|gbp|chf|in)$/.test(word));
  return words.join(" ").normalize("NFKD").replace(/\p{M}/gu, "");
}

function list(names: string): readonly string[] {
  return names.split(", ").map((name) => name.normalize("NFKD").replace(/\p{M}/gu, ""));
}

function refuse(missing: readonly string[], columns: readonly FileColumn[]): AppError {
  const names = columns.map(({ name }) => name).slice(0, 50).join(", ");
  const message = `Cannot take the file as it must have ${missing.join(" and ")} for each row: ` +
    `current value is ${JSON.stringify(names)}`;
  return new AppError("MISSING_COLUMNS", message, {
    problems: [{
      severity: "error",
      code: "MISSING_COLUMNS",
      message,
      place: { key: "file" },
      remedy: 'Name the columns as in "Order Date, Region, Product Category, Units Sold, ' +
        'Unit Price, Revenue, Status"',
    }],
  });
}
