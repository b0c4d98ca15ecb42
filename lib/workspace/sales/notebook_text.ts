/**
 * Makes the notebook of a file of sales: `notebooks/sales.md` with the file's own load, clean and check.
 *
 * @module
 */
import { writeCell } from "@/lib/notebook/file/write_cell.ts";
import { stepOfKind } from "@/lib/steps/registry.ts";
import { reference } from "@/lib/workspace/first/names.ts";
import { briefTemplate } from "./brief_text.ts";
import type { ColumnUse, SalesRole } from "./contract.ts";
import type { FileColumn } from "./columns.ts";

/** What a notebook is made of. */
export interface SalesNotebook {
  /** The text of `notebooks/sales.md`. */
  readonly base: string;
  readonly digest: string;
  readonly fileName: string;
  readonly uses: readonly ColumnUse[];
  readonly columns: readonly FileColumn[];
  /** Whether a model may write the summary, and how often it was asked anew. */
  readonly model: { readonly again: number } | null;
}

/** What marks the notebooks of this interface, beside the beginning of the file's digest. */
const SALES_TAG = "sales insight";

/** The words that an order is cancelled by, in small letters. */
const CANCELLED = [
  "cancelled",
  "canceled",
  "cancel",
  "cancellation",
  "storniert",
  "annulé",
  "annulée",
  "annule",
  "cancelado",
  "cancelada",
];

/** What stands for what a row or the file does not say. */
export const NOT_GIVEN = "Not given";

/** What each role is where the file has no column of it. */
const ABSENT: Readonly<Record<SalesRole, string>> = {
  order_id: "cast(null as text)",
  customer_id: "cast(null as text)",
  order_date: "cast(null as date)",
  region: "cast(null as text)",
  category: "cast(null as text)",
  status: "cast(null as text)",
  units: "cast(null as decimal)",
  unit_price: "cast(null as decimal)",
  revenue: "cast(null as decimal)",
};

/** Returns the tags of a file's notebooks. */
export function tagsOf(digest: string): readonly string[] {
  return [SALES_TAG, digest.slice(0, 12)];
}

/** Returns the text of the notebook. */
export function salesNotebook(asked: SalesNotebook): string {
  const { base, digest, fileName } = asked;
  const head = [
    "---",
    `title: ${JSON.stringify(`Sales: ${fileName}`)}`,
    `description: ${JSON.stringify("What a file of sales comes to, asked for by a program")}`,
    `tags: ${JSON.stringify(tagsOf(digest))}`,
    "---",
    "",
  ].join("\n");
  let text = base.replace(/^---\n[\s\S]*?\n---\n/, () => head);
  for (const cell of cellsOf(asked)) text = withCell(text, cell);
  // Amounts have the unit that the file tells, not that of the sample.
  text = text.replaceAll(/, unit: USD(?=[,\s}])/g, "");
  return asked.model === null ? text : withModel(text, asked.model.again);
}

interface Cell {
  readonly kind: string;
  readonly name: string;
  readonly body: object;
}

function cellsOf({ digest, uses, columns }: SalesNotebook): readonly Cell[] {
  const typeOf = new Map(columns.map(({ name, type }) => [name, type]));
  const taken = uses.flatMap(({ role, column }) => column === null ? [] : [{ role, column }]);
  const has = (role: SalesRole) => taken.some((one) => one.role === role);
  const forced = taken.flatMap(({ role, column }) => {
    if (typeOf.get(column) !== "text") return [];
    if (["units", "unit_price", "revenue"].includes(role)) return [[column, { type: "decimal" }]];
    return role === "order_date" ? [[column, { type: "date" }]] : [];
  });
  const others = columns.filter(({ name }) => !taken.some(({ column }) => column === name))
    .flatMap(({ name }) => isRole(name) ? [[name, `other_${name}`]] : []);
  const renamed = [
    ...others,
    ...taken.flatMap(({ role, column }) => role === column ? [] : [[column, role]]),
  ];
  const absent = uses.flatMap(({ role, column }) => column === null ? [[role, ABSENT[role]]] : []);
  const steps = [
    ...(renamed.length > 0 ? [{ rename: Object.fromEntries(renamed) }] : []),
    ...(absent.length > 0 ? [{ derive: Object.fromEntries(absent) }] : []),
    {
      derive: {
        order_date: "order_date::date",
        region: named("region"),
        category: named("category"),
        status: statusText(),
        revenue: "coalesce(revenue, units * unit_price)",
      },
    },
    { drop_nulls: ["order_date", "revenue"] },
    // With an order's number in it, an exact repeat is the same order twice.
    ...(has("order_id") ? [{ deduplicate: {} }] : []),
  ];
  const load = {
    upload: `sha256:${digest}`,
    ...(forced.length > 0 ? { columns: Object.fromEntries(forced) } : {}),
  };
  const template = briefTemplate(has);
  return [
    { kind: "load", name: "orders", body: load },
    { kind: "clean", name: "tidy", body: { steps } },
    {
      kind: "check",
      name: "sound",
      body: { from: "tidy", not_null: ["order_date", "revenue"], row_count: { min: 1 } },
    },
    ...(template === null ? [] : [{ kind: "summary", name: "brief", body: { template } }]),
  ];
}

function isRole(name: string): boolean {
  return Object.hasOwn(ABSENT, name);
}

/** What a cell of a spreadsheet would take for a formula begins with an apostrophe. */
function named(role: SalesRole): string {
  const text = `trim(${reference(role)}::text)`;
  return `case when coalesce(${text}, '') = '' then '${NOT_GIVEN}' ` +
    `when regexp_like(${reference(role)}::text, '${FORMULA}') ` +
    `and not regexp_like(${text}, '${NUMBER}') then concat('''', ${text}) else ${text} end`;
}

/** How a cell begins that a spreadsheet would run. */
export const FORMULA = "^[=+@\\t\\r-]";

/** What begins so, and is a number all the same. */
export const NUMBER = "^[+-]?[$€£¥]? ?[0-9][0-9., ]*(e[+-]?[0-9]+)?[%$€£¥]?$";

function statusText(): string {
  const words = CANCELLED.map((word) => `'${word}'`).join(", ");
  return `case when lower(trim(status::text)) in (${words}) then 'Cancelled' ` +
    `else concat(upper(left(${named("status")}, 1)), lower(substring(${
      named("status")
    } from 2))) end`;
}

function withCell(text: string, { kind, name, body }: Cell): string {
  const written = writeCell(
    { kind, name, body: JSON.stringify(body) },
    stepOfKind(kind)?.parameters ?? null,
  );
  return text.replace(
    new RegExp(`^\`\`\`${kind} ${name}\\n[\\s\\S]*?^\`\`\`\\n`, "m"),
    () => written,
  );
}

function withModel(text: string, again: number): string {
  return text.replace(
    /^```summary brief\n/m,
    (fence) => `${fence}model: auto\n${again === 0 ? "" : `again: ${again}\n`}`,
  );
}
