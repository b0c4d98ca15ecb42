import type { RowChoice } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";

interface RowChooserProps {
  readonly sets: RowChoice;
  readonly place: number;
  /** The form that changes the cell; left out where nobody may. */
  readonly edits: string | undefined;
}

/** Says that a row is what the cell works with, or makes it so. */
export function RowChooser({ sets, place, edits }: RowChooserProps) {
  const { key, values, used, clears } = sets;
  if (place === used) return <>in use</>;
  if (edits === undefined) return null;
  const value = JSON.stringify([
    { type: "set_value", path: [key], value: values[place] },
    { type: "set_value", path: [clears] },
  ]);
  return (
    <button type="submit" class="quiet" form={edits} name="edits" value={value}>
      Use<span class="unseen">{` ${formatNumber(values[place])}`}</span>
    </button>
  );
}
