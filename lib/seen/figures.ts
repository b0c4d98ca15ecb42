/**
 * Figures of a running program, as Prometheus reads them.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text, version 0.0.4).
 * Cost: a map lookup for each observation.
 *
 * @module
 */

/** What `/metrics` answers with. */
export const FIGURES_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** What tells one series of a figure from another. Their values must be few: no path, no id. */
export type Labels = Readonly<Record<string, string>>;

/** One number of a figure. */
export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

/** Seconds in which what is quick, and what is slow, can be told apart. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

interface Counted {
  readonly labels: Labels;
  value: number;
}

interface Timed {
  readonly labels: Labels;
  readonly buckets: number[];
  sum: number;
  count: number;
}

/** Figures by their names; each has one line of help. */
export class Figures {
  readonly #written: (() => Promise<readonly string[]> | readonly string[])[] = [];
  readonly #names: string[] = [];

  /** The names that a query may use: of a histogram its three parts. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Returns what counts up. */
  counter(name: string, help: string): (labels?: Labels, by?: number) => void {
    const series = new Map<string, Counted>();
    this.#add(
      name,
      { help, type: "counter", names: [name] },
      () => [...series.values()].map(({ labels, value }) => line(name, labels, value)),
    );
    return (labels = {}, by = 1) => {
      const known = seriesOf(series, labels, () => ({ labels, value: 0 }));
      known.value += by;
    };
  }

  /** Returns what takes how many seconds something took. */
  histogram(name: string, help: string): (seconds: number, labels?: Labels) => void {
    const series = new Map<string, Timed>();
    const names = [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    this.#add(
      name,
      { help, type: "histogram", names },
      () => [...series.values()].flatMap((timed) => histogramLines(name, timed)),
    );
    return (seconds, labels = {}) => {
      const known = seriesOf(series, labels, () => ({
        labels,
        buckets: BUCKETS.map(() => 0),
        sum: 0,
        count: 0,
      }));
      const bucket = BUCKETS.findIndex((most) => seconds <= most);
      if (bucket !== -1) known.buckets[bucket]++;
      known.sum += seconds;
      known.count++;
    };
  }

  /** Asks for a number, or several, whenever the figures are read; what cannot be had is left out. */
  gauge(
    name: string,
    help: string,
    read: () => Promise<readonly Sample[]> | readonly Sample[],
  ): void {
    this.#add(name, { help, type: "gauge", names: [name] }, async () => {
      const samples = await Promise.try(read).catch(() => []);
      return samples.map(({ labels = {}, value }) => line(name, labels, value));
    });
  }

  /** Writes all figures. */
  async text(): Promise<string> {
    const written = await Promise.all(this.#written.map((write) => write()));
    return written.flat().map((line) => `${line}\n`).join("");
  }

  #add(
    name: string,
    { help, type, names }: {
      readonly help: string;
      readonly type: string;
      readonly names: readonly string[];
    },
    write: () => Promise<readonly string[]> | readonly string[],
  ): void {
    this.#names.push(...names);
    const head = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
    this.#written.push(async () => [...head, ...await write()]);
  }
}

function seriesOf<Series>(
  series: Map<string, Series>,
  labels: Labels,
  make: () => Series,
): Series {
  const key = JSON.stringify(Object.entries(labels));
  const known = series.get(key) ?? make();
  series.set(key, known);
  return known;
}

function histogramLines(name: string, { labels, buckets, sum, count }: Timed): readonly string[] {
  let below = 0;
  const lines = BUCKETS.map((most, index) => {
    below += buckets[index];
    return line(`${name}_bucket`, { ...labels, le: String(most) }, below);
  });
  return [
    ...lines,
    line(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
    line(`${name}_sum`, labels, sum),
    line(`${name}_count`, labels, count),
  ];
}

function line(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
