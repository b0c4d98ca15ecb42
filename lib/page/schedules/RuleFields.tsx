import { CheckField } from "./CheckField.tsx";
import type { Draft, Faults } from "./draft.ts";
import { NumberField } from "./NumberField.tsx";

interface RuleFieldsProps {
  readonly draft: Draft;
  readonly faults: Faults;
}

/** What if it does not end well: tries, limits, and who is told. */
export function RuleFields({ draft, faults }: RuleFieldsProps) {
  const given = { draft, faults };
  return (
    <>
      <fieldset>
        <legend>If it fails</legend>
        <div class="fields row">
          <NumberField
            {...given}
            name="retries"
            label="Try again"
            unit="times"
            hint="0 to 10; then it is given up until it is due next"
          />
          <NumberField
            {...given}
            name="wait"
            label="First after"
            unit="minutes"
            hint="Each further try waits twice as long"
          />
          <NumberField
            {...given}
            name="limit"
            label="One run may take"
            unit="minutes"
            hint="Then it is stopped, and has failed"
          />
        </div>
      </fieldset>
      <fieldset>
        <legend>If Daybook was closed, or stopped</legend>
        <CheckField
          name="catches_up"
          checked={draft.catches_up === "yes"}
          hint="Once, however often it was due. Else those times are missed"
        >
          Catch up on what was due while Daybook was closed
        </CheckField>
        <CheckField
          name="runs_again"
          checked={draft.runs_again === "yes"}
          hint="Else it waits until it is due next"
        >
          Run again what a stop or a crash interrupted
        </CheckField>
      </fieldset>
      <fieldset>
        <legend>Who is told</legend>
        <div class="fields row">
          <NumberField
            {...given}
            name="alert"
            label="Tell somebody after"
            unit="hours"
            hint="If it has not ended well so long after it was due, and once it is given up"
          />
          <div class="field">
            <label for="alert_to">By mail to</label>
            <input
              id="alert_to"
              name="alert_to"
              inputMode="email"
              value={draft.alert_to ?? ""}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              maxLength={254}
              aria-invalid={faults.alert_to === undefined ? undefined : true}
              aria-describedby={faults.alert_to === undefined
                ? "alert_to-hint"
                : "alert_to-hint alert_to-fault"}
            />
            <p class="hint" id="alert_to-hint">
              Empty for the address of the settings, <code>ALERT_EMAIL</code>
            </p>
            {faults.alert_to !== undefined && (
              <p class="fault" id="alert_to-fault" role="alert">{faults.alert_to}</p>
            )}
          </div>
        </div>
      </fieldset>
    </>
  );
}
