/** A count with its noun: "1 row", "1,200 rows". */
export function plural(count: number, noun: string): string {
  return `${numbers.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const numbers = new Intl.NumberFormat("en-US");
