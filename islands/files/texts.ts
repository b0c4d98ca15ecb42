/**
 * Which of the reader's decisions are typed in.
 *
 * @module
 */
import type { FileFacts } from "@/lib/read/facts.ts";
import type { ReadOptions } from "@/lib/read/options.ts";
import { nullsText } from "@/lib/workspace/files/address.ts";
import { isDelimited } from "./decisions.ts";

/** A decision for the whole file that is typed in. */
export interface FileText {
  readonly field: "nulls" | "zone" | "skip" | "footer" | "records";
  readonly title: string;
  readonly given: string;
  readonly placeholder: string;
  readonly hint?: string;
  readonly type?: "number";
}

/** Returns what may be typed in for a file of its format. */
export function fileTexts(facts: FileFacts, options: ReadOptions): readonly FileText[] {
  const hasTimes = Object.values(facts.types).includes("timestamp") || options.zone !== undefined;
  const records = facts.decisions.find(({ what }) => what === "records");
  return [
    {
      field: "nulls",
      title: "Texts that mean nothing",
      given: nullsText(options.nulls ?? []),
      placeholder: "such as unknown, k. A.",
      hint: "Beside those that are known, such as NULL and n/a; parted by commas",
    },
    ...(hasTimes
      ? [
        {
          field: "zone",
          title: "Times are those of",
          given: options.zone ?? "",
          placeholder: "UTC",
          hint: "A time zone such as Europe/Berlin, for times without an offset; shown in UTC",
        } as const,
      ]
      : []),
    ...(facts.format === "json"
      ? [
        {
          field: "records",
          title: "Rows are at",
          given: options.records ?? "",
          placeholder: records?.chosen ?? "such as data.items",
          hint: records?.evidence,
        } as const,
      ]
      : []),
  ];
}

/** Returns what is seldom typed in: how much of a text file is no table. */
export function edgeTexts(facts: FileFacts, options: ReadOptions): readonly FileText[] {
  if (!isDelimited(facts)) return [];
  const preamble = facts.decisions.find(({ what }) => what === "preamble");
  return [
    {
      field: "skip",
      title: "Lines to leave out at the start",
      given: String(options.skip ?? ""),
      placeholder: "as found",
      hint: preamble === undefined ? undefined : `Found: ${preamble.chosen}, ${preamble.evidence}`,
      type: "number",
    },
    {
      field: "footer",
      title: "Rows to leave out at the end",
      given: String(options.footer ?? ""),
      placeholder: "as found",
      type: "number",
    },
  ];
}

/** Time zones that are offered; any other may be typed. */
export const ZONES = [
  ...["UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Athens"],
  ...["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"],
  ...["America/Sao_Paulo", "Africa/Johannesburg", "Asia/Dubai", "Asia/Kolkata", "Asia/Singapore"],
  ...["Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"],
];
