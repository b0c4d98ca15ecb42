import { formatMoment } from "@/lib/chart/format.ts";

interface MomentProps {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Whether it is always told to the minute, never as "3 min ago". */
  readonly exact?: boolean;
}

/** A moment in UTC, to the minute; the script of the page puts it into the reader's own time. */
export function Moment({ at, exact = false }: MomentProps) {
  const moment = new Date(at).toISOString();
  return (
    <time dateTime={moment} data-moment={exact ? "exact" : ""}>
      {formatMoment(moment, "UTC")} UTC
    </time>
  );
}
