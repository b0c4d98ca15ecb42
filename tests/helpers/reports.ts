/**
 * Reports that are drawn as in a workspace where no Chromium is set.
 *
 * @module
 */
import { createReports } from "@/lib/cli/reports.ts";

/** Draws reports; nothing is started or written before the first. */
export const reports = createReports({ chromium: null, temporary: "" });
