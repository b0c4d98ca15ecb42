import { formatPeriod } from "@/lib/chart/format.ts";

/** A moment in UTC, to the minute; a script may put it into the reader's own time. */
export function Moment({ at }: { readonly at: string }) {
  const minute = new Date(at).toISOString().slice(0, 16);
  return (
    <time dateTime={at} title={`${minute.replace("T", " ")} UTC`}>
      {formatPeriod(minute, "hour")}
    </time>
  );
}
