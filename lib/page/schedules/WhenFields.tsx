import DueTimes from "@/islands/DueTimes.tsx";
import type { DuePreview } from "@/islands/schedule/due_preview.ts";
import type { Draft } from "./draft.ts";
import { type Often, USUAL } from "./usual_times.ts";

interface WhenFieldsProps {
  readonly draft: Draft;
  readonly preview: DuePreview;
  /** Which usual time is chosen, and its time of day; `null` where the cron line alone is offered. */
  readonly usual: { readonly often: Often; readonly at: string } | null;
  readonly proposesZone?: boolean;
}

/** When something is due: usual times, a cron line, a zone, and what that comes to. */
export function WhenFields({ draft, preview, usual, proposesZone = false }: WhenFieldsProps) {
  const refused = preview.type === "refused" ? preview.field : null;
  return (
    <fieldset class="when-fields">
      <legend>When</legend>
      {usual !== null && <UsualFields {...usual} />}
      <div class="fields row">
        <div class="field">
          <label for="cron">Cron line</label>
          <input
            id="cron"
            name="cron"
            class="mono"
            value={draft.cron ?? ""}
            required={usual === null}
            maxLength={100}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={refused === "cron" ? true : undefined}
            aria-describedby={refused === "cron" ? "cron-hint cron-fault" : "cron-hint"}
          />
          <p class="hint" id="cron-hint">
            Minute, hour, day of the month, month, weekday: <code>0 6 * * 1-5</code>
          </p>
        </div>
        <div class="field">
          <label for="zone">Time zone</label>
          <input
            id="zone"
            name="zone"
            list="zones"
            value={draft.zone ?? ""}
            required
            maxLength={64}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={refused === "zone" ? true : undefined}
            aria-describedby={refused === "zone" ? "zone-hint zone-fault" : "zone-hint"}
          />
          <p class="hint" id="zone-hint">Its clocks count, in summer and in winter</p>
          <datalist id="zones">
            {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      </div>
      <DueTimes preview={preview} proposesZone={proposesZone} />
      <button type="submit" name="do" value="check" class="check" formNoValidate>
        Check
      </button>
    </fieldset>
  );
}

function UsualFields({ often, at }: { readonly often: Often; readonly at: string }) {
  return (
    <>
      <div class="usual" role="radiogroup" aria-label="How often">
        {USUAL.map(([value, words]) => (
          <label key={value} class="choice">
            <input type="radio" name="often" value={value} checked={value === often} />
            {words}
          </label>
        ))}
      </div>
      <div class="field time-of-day">
        <label for="at">At</label>
        <input id="at" type="time" name="at" value={at} />
      </div>
    </>
  );
}
