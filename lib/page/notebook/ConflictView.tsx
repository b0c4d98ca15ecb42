import { HiddenFields } from "@/lib/page/shell/Action.tsx";
import type { LineDifference } from "@/lib/workspace/notebooks/revision_view.ts";
import { DifferenceView } from "./DifferenceView.tsx";

interface ConflictViewProps {
  readonly differences: readonly LineDifference[];
  /** The page as it is now. */
  readonly address: string;
  /** The form that was refused, with the revision that there is now. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Somebody saved first: what differs, and the choice between theirs and one's own. */
export function ConflictView({ differences, address, fields }: ConflictViewProps) {
  return (
    <section class="conflict" aria-labelledby="conflict">
      <h2 id="conflict">Somebody saved this notebook while you were editing</h2>
      <p class="lead">
        Nothing was overwritten. These lines are what they changed; your change has not been saved.
      </p>
      <DifferenceView lines={differences} />
      <div class="row">
        <form method="post" action={address} class="inline">
          <HiddenFields fields={fields} />
          <button type="submit" class="primary">Save mine on top of theirs</button>
        </form>
        <a class="button" href={address}>Keep theirs, drop mine</a>
      </div>
      {fields.text !== undefined && (
        <div class="field">
          <label for="mine">What you wrote</label>
          <textarea
            id="mine"
            class="code"
            readOnly
            rows={Math.min(16, fields.text.split("\n").length + 1)}
          >
            {fields.text}
          </textarea>
        </div>
      )}
    </section>
  );
}
