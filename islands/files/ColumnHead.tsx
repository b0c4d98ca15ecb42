import { COLUMN_TYPES } from "@/lib/frame/schema.ts";
import { columnField } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { Chooser } from "./Chooser.tsx";
import { columnDecisions, columnOptions, foundName, unitOf } from "./columns.ts";
import { DATE_ORDERS } from "./decisions.ts";
import { countText } from "./sizes.ts";
import { TypedInput } from "./TypedInput.tsx";

interface ColumnHeadProps {
  readonly preview: FilePreview;
  readonly name: string;
  /** Between which values its own are; `null` where it has none, or texts. */
  readonly range: string | null;
}

/** A column's name, and what is decided of it as a rule. */
export function ColumnHead({ preview: { facts, options }, name, range }: ColumnHeadProps) {
  const found = foundName(options, name);
  const own = columnOptions(options, found);
  const type = facts.types[name];
  const decided = columnDecisions(facts, name);
  const doubtful = (what: string) => decided.some((one) => one.what === what && one.doubtful);
  const order = decided.find(({ what }) => what === "date order") ?? null;
  const sign = decided.find(({ what }) => what === "decimal sign") ?? null;
  const nulls = facts.nulls[name] ?? 0;
  const about = [unitOf(facts, name), nulls === 0 ? null : countText(nulls, "empty cell")]
    .filter((part) => part !== null).join(", ");
  return (
    <div class="column-head">
      <TypedInput
        class="column-name"
        name={columnField("name", found)}
        aria-label={`Name of ${found}`}
        title={name}
        value={name}
        placeholder={found}
      />
      <Chooser
        name={columnField("type", found)}
        label={`Type of ${name}`}
        value={own.type ?? ""}
        choices={[
          { value: "", title: own.type === undefined ? type : "as found" },
          ...COLUMN_TYPES.map((value) => ({ value, title: value })),
        ]}
        doubtful={doubtful("type")}
      />
      {(order !== null || own.date_order !== undefined) && (
        <Chooser
          name={columnField("date_order", found)}
          label={`Order of day and month in ${name}`}
          value={own.date_order ?? ""}
          choices={[
            {
              value: "",
              title: own.date_order === undefined
                ? DATE_ORDERS[order?.chosen ?? ""] ?? order?.chosen ?? ""
                : "as found",
            },
            ...Object.entries(DATE_ORDERS).map(([value, title]) => ({ value, title })),
          ]}
          doubtful={doubtful("date order")}
        />
      )}
      {(sign !== null || own.decimal !== undefined) && (
        <Chooser
          name={columnField("decimal", found)}
          label={`Decimal sign of ${name}`}
          value={own.decimal ?? ""}
          choices={[
            { value: "", title: own.decimal === undefined ? `1${sign?.chosen}5` : "as found" },
            { value: ".", title: "1.5" },
            { value: ",", title: "1,5" },
          ]}
          doubtful={doubtful("decimal sign")}
        />
      )}
      {[range, about].map((line) =>
        line !== null && line !== "" && <span key={line} class="unit">{line}</span>
      )}
    </div>
  );
}
