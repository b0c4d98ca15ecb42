import { COLUMN_TYPES, isNumeric } from "@/lib/frame/schema.ts";
import { columnField, nullsText } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { CheckField } from "./CheckField.tsx";
import { Chooser } from "./Chooser.tsx";
import { columnDecisions, columnOptions, foundName, unitOf } from "./columns.ts";
import { DATE_ORDERS, EPOCHS } from "./decisions.ts";
import { countText } from "./sizes.ts";
import { TextField } from "./TextField.tsx";
import { TypedInput } from "./TypedInput.tsx";

interface ColumnHeadProps {
  readonly preview: FilePreview;
  readonly name: string;
  /** Between which values its own are; `null` where it has none, or texts. */
  readonly range: string | null;
}

/** A column's name, and what may be decided of it. */
export function ColumnHead({ preview: { facts, options }, name, range }: ColumnHeadProps) {
  const found = foundName(options, name);
  const own = columnOptions(options, found);
  const type = facts.types[name];
  const decided = columnDecisions(facts, name);
  const doubtful = (what: string) => decided.some((one) => one.what === what && one.doubtful);
  const order = decided.find(({ what }) => what === "date order") ?? null;
  const sign = decided.find(({ what }) => what === "decimal sign") ?? null;
  const tokens = decided.find(({ what }) => what === "null tokens") ?? null;
  const nulls = facts.nulls[name] ?? 0;
  const isTime = type === "timestamp" || own.epoch !== undefined;
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
      <span class="unit">{range}</span>
      <span class="unit">
        {[unitOf(facts, name), nulls === 0 ? null : countText(nulls, "empty cell")]
          .filter((part) => part !== null).join(", ")}
      </span>
      <details class="column-more" open={own.nulls !== undefined || own.unit !== undefined}>
        <summary>
          More<span class="unseen">of {name}</span>
        </summary>
        <TextField
          name={columnField("nulls", found)}
          label="Means nothing"
          value={nullsText(own.nulls ?? [])}
          placeholder={tokens?.chosen ?? "such as unknown, 999"}
          hint="Instead of those found; two quotes for none"
        />
        {(isNumeric(type) || own.unit !== undefined) && (
          <TextField
            name={columnField("unit", found)}
            label="Unit"
            value={own.unit ?? ""}
            placeholder={unitOf(facts, name) ?? "such as EUR"}
          />
        )}
        {(type === "integer" || isTime) && (
          <Chooser
            name={columnField("epoch", found)}
            label="Counts since 1970"
            value={own.epoch ?? ""}
            choices={EPOCHS}
          />
        )}
        <CheckField
          name={columnField("leave_out", found)}
          label="Leave it out"
          checked={false}
        />
      </details>
    </div>
  );
}
