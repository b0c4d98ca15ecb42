import { Notice } from "@/lib/page/shell/Notice.tsx";
import { type Fields, HiddenFields } from "@/lib/page/shell/Action.tsx";
import type { DuePreview } from "@/islands/schedule/due_preview.ts";
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";
import type { Changed, Draft, Faults } from "./draft.ts";
import { ConflictNotice } from "./ConflictNotice.tsx";
import { type LetterView, NotebookFields } from "./NotebookFields.tsx";
import { RuleFields } from "./RuleFields.tsx";
import type { Often } from "./usual_times.ts";
import { WhenFields } from "./WhenFields.tsx";

/** What the form of a schedule shows. */
export interface ScheduleFormProps {
  readonly address: string;
  readonly draft: Draft;
  readonly faults: Faults;
  /** Why all of it was refused; `null` where it was not. */
  readonly refusal: string | null;
  /** What somebody else has changed; `null` where nobody has. */
  readonly changes: readonly Changed[] | null;
  readonly preview: DuePreview;
  /** `null` of the workspace's own. */
  readonly notebook: {
    readonly parameters: readonly ParameterView[];
    readonly letters: readonly LetterView[];
  } | null;
  /** What is changed: its revision, and how it was seen; `null` where it is made. */
  readonly changed: { readonly revision: number; readonly seen: Draft } | null;
  readonly usual: { readonly often: Often; readonly at: string } | null;
  readonly proposesZone?: boolean;
}

/** The form that makes a schedule, or changes one. */
export function ScheduleForm(props: ScheduleFormProps) {
  const { address, draft, faults, refusal, changes, preview, notebook, changed, usual } = props;
  const fields: Fields = changed === null
    ? {}
    : { revision: changed.revision, seen: new URLSearchParams(changed.seen).toString() };
  return (
    <form method="post" action={`${address}#settings`} class="schedule-form">
      {/* Enter presses the first button there is. */}
      <button type="submit" name="do" value="save" class="unseen" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <HiddenFields fields={fields} />
      {refusal !== null && <Notice tone="error">{refusal}</Notice>}
      {changes !== null && <ConflictNotice changes={changes} />}
      <WhenFields
        draft={draft}
        preview={preview}
        usual={usual}
        proposesZone={props.proposesZone}
      />
      {notebook !== null && <NotebookFields draft={draft} {...notebook} />}
      {changed === null
        ? (
          <details class="more" open={Object.keys(faults).length > 0}>
            <summary>If it fails, and who is told</summary>
            <RuleFields draft={draft} faults={faults} />
          </details>
        )
        : <RuleFields draft={draft} faults={faults} />}
      <button type="submit" name="do" value="save" class="primary">
        {changed === null ? "Schedule it" : "Save"}
      </button>
    </form>
  );
}
