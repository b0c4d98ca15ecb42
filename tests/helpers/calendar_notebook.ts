/**
 * Notebooks of a day's revenue with a calendar of events, and a cell that reads both.
 *
 * @module
 */

/** Returns the day so many days after another. */
export function dayAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** A load of a row a day from `first` on, the events cell `calendar`, the kpi `daily`, then the cell. */
export function calendarNotebook(
  { first, amounts, events, cell }: {
    readonly first: string;
    readonly amounts: readonly (number | string)[];
    /** The body of the events cell. */
    readonly events: string;
    /** Its kind and name, and its body. */
    readonly cell: readonly [head: string, body: string];
  },
): string {
  const rows = amounts.map((amount, i) => `  ${dayAfter(first, i)},${amount}`);
  const [head, body] = cell;
  return `
\`\`\`load orders
inline: |
  day,amount
${rows.join("\n")}
\`\`\`

\`\`\`events calendar
${events}
\`\`\`

\`\`\`kpi daily
from: orders
time: day
measures: { revenue: sum(amount) }
\`\`\`

\`\`\`${head}
measure: revenue
${body}
\`\`\`
`;
}
