/**
 * Values as `copy … with (format csv)` reads them.
 *
 * @module
 */

/** Returns a field: nothing is an unquoted empty one, and texts are always in quotes. */
export function copyField(value: number | string | boolean | null): string {
  if (value === null) return "";
  return typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value);
}
