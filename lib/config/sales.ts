/**
 * The settings of insights of sales files.
 *
 * @module
 */
import { count, oneOf, type Variables } from "./variables.ts";

/** What becomes of cells that a spreadsheet would run. */
export const FORMULAS = ["neutralise", "refuse"] as const;

/** How files of sales are taken. */
export interface SalesConfig {
  readonly formulas: typeof FORMULAS[number];
  /** Requests that a key or an address has a minute. */
  readonly requestsPerMinute: number;
}

/** Reads how files of sales are taken. */
export function readSales(variables: Variables): SalesConfig {
  const rate = count(5, "must be a whole number from 1 to 99999");
  return {
    formulas: variables.read("FORMULAS", oneOf(FORMULAS)) ?? "neutralise",
    requestsPerMinute: variables.read("RATE_LIMIT", rate) ?? 10,
  };
}
