import { isNumeric } from "@/lib/frame/schema.ts";
import { columnField, nullsText } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { CheckField } from "./CheckField.tsx";
import { Chooser } from "./Chooser.tsx";
import { columnDecisions, columnOptions, foundName, unitOf } from "./columns.ts";
import { EPOCHS } from "./decisions.ts";
import { TextField } from "./TextField.tsx";

interface ColumnMoreProps {
  readonly preview: FilePreview;
  readonly name: string;
}

/** What is seldom decided of a column. */
export function ColumnMore({ preview: { facts, options }, name }: ColumnMoreProps) {
  const found = foundName(options, name);
  const own = columnOptions(options, found);
  const type = facts.types[name];
  const tokens = columnDecisions(facts, name).find(({ what }) => what === "null tokens") ?? null;
  const isTime = type === "timestamp" || own.epoch !== undefined;
  return (
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
  );
}
