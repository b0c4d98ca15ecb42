import type { Edit } from "@/lib/notebook/edit/edit.ts";
import type { YamlMapping } from "@/lib/notebook/file/yaml.ts";

interface VerdictButtonsProps {
  /** The form of the cell that they send. */
  readonly form: string;
  /** The start of the period, and what people call it. */
  readonly period: string;
  readonly name: string;
  readonly segment: readonly (string | null)[];
  /** What was said already; `null` where nothing was. */
  readonly said: Verdict | null;
}

type Verdict = "real" | "not";
type PutItem = Omit<Extract<Edit, { type: "put_item" }>, "cell">;

const VERDICTS = [["real", "Real"], ["not", "Not odd"]] as const;

/** Says of a period whether it is odd indeed, kept in the notebook; pressed again, nothing is said. */
export function VerdictButtons({ form, period, name, segment, said }: VerdictButtonsProps) {
  return (
    <div class="verdicts">
      {VERDICTS.map(([label, words]) => (
        <button
          key={label}
          // By it the focus finds the button again, in the list that the period goes to.
          id={["said", form, ...segment, period, label].map(idPart).join(":")}
          type="submit"
          class="quiet"
          form={form}
          name="edits"
          value={JSON.stringify([editOf({ period, segment }, said === label ? null : label)])}
          aria-pressed={said === label ? "true" : "false"}
        >
          {words}
          <span class="unseen">: {name}</span>
        </button>
      ))}
    </div>
  );
}

/** Ids have no spaces. */
function idPart(text: string | null): string {
  return text === null ? "" : encodeURIComponent(text.toWellFormed());
}

function editOf(
  { period, segment }: Pick<VerdictButtonsProps, "period" | "segment">,
  label: Verdict | null,
): PutItem {
  const item: YamlMapping = segment.length === 0 ? { period, label } : { period, segment, label };
  return {
    type: "put_item",
    path: ["labels"],
    match: { period, segment },
    item: label === null ? null : item,
  };
}
