/**
 * The body of an events cell.
 *
 * @module
 */
import { z } from "zod";
import { isDay } from "@/lib/day.ts";
import { HOLIDAY_TYPES } from "@/lib/stats/calendar/holidays.ts";
import { isPlace, ruleOfPlace } from "./places.ts";

/** What an event means for what is odd: the strongest first. */
export const EFFECTS = ["mute", "explain", "none"] as const;

/** What an event means for what is odd. */
export type Effect = (typeof EFFECTS)[number];

/** More years than this are a mistake. */
const MOST_YEARS = 200;

const place = z.string().refine(isPlace, {
  error: ({ input }) => ruleOfPlace(String(input)) ?? "it must be a country or region",
});

const day = z.string().refine(isDay, {
  error: "it must be a day that there is, written YYYY-MM-DD",
}).meta({ example: "2026-12-24" });

const effect = z.enum(EFFECTS);

const name = z.string().trim().min(1).max(120)
  .refine((text) => !/\p{Cc}/u.test(text), { error: "it must be one line of plain text" });

const event = z.strictObject({
  name: name.meta({ title: "Event", main: true }),
  on: day.optional().meta({ title: "On", main: "alternative", parameter: true }),
  from: day.optional().meta({ title: "From", main: "alternative", parameter: true }),
  until: day.optional().meta({
    title: "Until",
    main: true,
    description: "The last day, which is in",
    parameter: true,
  }),
  effect: effect.optional().meta({ title: "Effect", description: "Left out, that of the cell" }),
}).meta({ example: "{ name: Sale, on: 2026-11-27 }" }).superRefine((one, context) => {
  const refuse = (key: "on" | "from" | "until", message: string) =>
    context.addIssue({ code: "custom", path: one[key] === undefined ? [] : [key], message });
  const { on, from, until } = one;
  if (on === undefined && from === undefined) {
    refuse("on", "it must tell its day with on, or its days with from and until");
  } else if (on !== undefined && (from ?? until) !== undefined) {
    refuse("on", "it must stand without from and until");
  } else if (from !== undefined && until === undefined) {
    refuse("from", "it must go with until, the last day");
  } else if (from !== undefined && until !== undefined && until < from) {
    refuse("until", `it must not be before from, which is ${from}`);
  }
});

const years = z.strictObject({
  first: z.int().min(1900).max(2300).meta({ title: "First" }),
  last: z.int().min(1900).max(2300).meta({ title: "Last" }),
}).superRefine(({ first, last }, context) => {
  if (last >= first && last - first < MOST_YEARS) return;
  context.addIssue({
    code: "custom",
    path: ["last"],
    message: `it must be from first to ${MOST_YEARS - 1} years later`,
  });
});

/** Describes the body. */
export const eventsParameters = z.strictObject({
  holidays: z.union([place.transform((one) => [one]), z.array(place).max(60)]).default([]).meta({
    title: "Holidays of",
    example: "[DE, US-CA]",
    description: "Countries, or regions such as DE-BY",
    suggest: "place",
    parameter: true,
    main: true,
  }),
  types: z.union([
    z.enum(HOLIDAY_TYPES).transform((one) => [one]),
    z.array(z.enum(HOLIDAY_TYPES)).min(1),
  ]).default(["public"]).meta({
    title: "Which holidays",
    example: "[public, school]",
    description: "Public ones are days off",
  }),
  days: z.array(event).max(10_000).default([]).meta({
    title: "Days",
    main: true,
    example: "[{ name: Sale, on: 2026-11-27 }]",
  }),
  effect: effect.default("explain").meta({
    title: "Effect",
    description: "Of what has none of its own: muted days are never odd, explained ones say why",
    main: true,
  }),
  years: years.optional().meta({
    title: "Years of holidays",
    example: "{ first: 2020, last: 2027 }",
    description: "Left out, from 15 years before the run to 3 after",
  }),
});

/** The body, with its defaults. */
export type EventsBody = z.output<typeof eventsParameters>;
