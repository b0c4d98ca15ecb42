/** A count with its noun: "1 row", "2 rows"; `many` where the plural has no s alone. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

const numbers = new Intl.NumberFormat("en-US");
