import { Control } from "@/islands/parameters/Control.tsx";
import { parameterTitle } from "@/islands/parameters/texts.ts";
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";
import { CheckField } from "./CheckField.tsx";
import { type Draft, PARAMETER } from "./draft.ts";

/** A summary that goes out, and to whom. */
export interface LetterView {
  readonly cell: string;
  readonly recipients: readonly string[];
  /** Why it would not go out as things are; `null` where it would. */
  readonly hindrance: string | null;
}

interface NotebookFieldsProps {
  readonly draft: Draft;
  /** As the form has them. */
  readonly parameters: readonly ParameterView[];
  readonly letters: readonly LetterView[];
}

/** What a notebook is run with, and whether its letters go out. */
export function NotebookFields({ draft, parameters, letters }: NotebookFieldsProps) {
  return (
    <>
      {parameters.length > 0 && (
        <fieldset>
          <legend>With these parameters</legend>
          <div class="fields row">
            {parameters.map((parameter) => {
              const name = `${PARAMETER}${parameter.name}`;
              return (
                <div class="field" key={name}>
                  <label for={name}>{parameterTitle(parameter)}</label>
                  <Control
                    parameter={{ ...parameter, name }}
                    value={parameter.value}
                    id={name}
                    set={nothing}
                  />
                  {parameter.problem !== null && (
                    <p class="fault" role="alert">{parameter.problem}</p>
                  )}
                </div>
              );
            })}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>Letters</legend>
        <CheckField
          name="sends"
          checked={draft.sends === "yes"}
          hint="Each time it has run well, to those whom the summaries name"
        >
          Send the letters of its summaries
        </CheckField>
        {letters.length === 0
          ? <p class="hint">None of its cells is a summary, so there is nothing to send yet.</p>
          : (
            <ul class="letters">
              {letters.map((letter) => (
                <li key={letter.cell}>
                  <strong>{letter.cell}</strong> {letter.recipients.length === 0
                    ? "goes to nobody: the cell does not say whom it is for"
                    : `goes to ${letter.recipients.join(", ")}`}
                  {letter.hindrance !== null && <span class="hint">{` (${letter.hindrance})`}
                  </span>}
                </li>
              ))}
            </ul>
          )}
      </fieldset>
    </>
  );
}

/** The form sends them; nothing follows each change. */
function nothing(): void {}
