import { Moment } from "@/lib/page/shell/Moment.tsx";
import type { JobRunView } from "@/lib/workspace/schedules/contract.ts";
import { durationWords, STATE_HINTS, STATES, toldWords } from "./run_words.ts";

/** How a run stands: its sign and word, when, for how long, and what it came to. */
export function RunLine({ run }: { readonly run: JobRunView }) {
  const { state, attempt, milliseconds, told } = run;
  const words = toldWords(told);
  const hint = STATE_HINTS[state];
  return (
    <>
      <RunState run={run} /> <Moment at={momentOf(run)} />
      {attempt > 1 && `, try ${attempt}`}
      {milliseconds !== null && <>, took {durationWords(milliseconds)}</>}
      {words !== "" && <>: {words}</>}
      {hint !== undefined && <span class="hint">{` ${hint}.`}</span>}
    </>
  );
}

/** The sign and the word of a run's state. */
export function RunState({ run: { state } }: { readonly run: Pick<JobRunView, "state"> }) {
  const { sign, word } = STATES[state];
  return (
    <span class={`run-state ${state}`}>
      <span class="sign" aria-hidden="true">{sign}</span> {word}
    </span>
  );
}

/** When it ended; of what has not, when it began or begins. */
function momentOf({ finishedAt, startedAt, startsAt }: JobRunView): string {
  return finishedAt ?? startedAt ?? startsAt;
}
