import type { Problem } from "@/lib/errors.ts";
import { Notice } from "@/lib/page/shell/Notice.tsx";

/** Why something that was sent was not taken. */
export interface RefusalTold {
  readonly message: string;
  /** What to do about it; `null` where the message says it. */
  readonly remedy: string | null;
  /** What else is wrong, row by row. */
  readonly problems: readonly Problem[];
}

/** Tells a refusal, and what to do about it. */
export function RefusalNotice({ message, remedy, problems }: RefusalTold) {
  return (
    <Notice tone="error">
      {message}
      {remedy !== null && <p>{remedy}</p>}
      {problems.length > 0 && (
        <ul>
          {problems.map(({ message, place }) => (
            <li>{place.line === undefined ? "" : `Line ${place.line}: `}{message}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
