/**
 * Notebooks whose last cell detects what is odd.
 *
 * @module
 */

/** North goes 10, 12, 14, 20; South stays at 5, with a day without rows. */
export function detectNotebook(detect: string): string {
  return `
\`\`\`load orders
inline: |
  day,region,amount
  2026-01-01,North,10
  2026-01-02,North,12
  2026-01-03,North,14
  2026-01-04,North,20
  2026-01-01,South,5
  2026-01-02,South,5
  2026-01-04,South,5
\`\`\`

\`\`\`kpi daily
time: day
by: [region]
measures:
  revenue: { value: sum(amount), unit: EUR }
  average: avg(amount)
\`\`\`

\`\`\`detect odd
window: 3
${detect.includes("method:") ? detect : `${detect}\nmethod: rolling_z`}
\`\`\`
`;
}

/** 60 days of 10, 12 and 14 in turn, with some of them changed. */
export function oddDays(detect: string, changed: Readonly<Record<number, number>> = {}): string {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
    return `  ${day},North,${changed[i] ?? [10, 12, 14][i % 3]}`;
  });
  return detectNotebook(detect).replace(/ {2}2026(.|\n)*?\n```/, `${rows.join("\n")}\n\`\`\``);
}
