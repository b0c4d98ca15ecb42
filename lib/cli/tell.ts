/**
 * Tells of a run while it goes and when it has ended: a line a cell, redrawn
 * on a terminal, plain in a pipe.
 *
 * @module
 */
import { formatDuration, formatNumber } from "@/lib/chart/format.ts";
import { visible } from "@/lib/chart/plain.ts";
import { distinctProblems } from "@/lib/errors.ts";
import type { Plan } from "@/lib/notebook/run/plan.ts";
import type { CellRun, Run, RunEvent } from "@/lib/notebook/run/result.ts";
import { problemsOf } from "@/lib/notebook/run/store.ts";
import type { PipelineArguments } from "./arguments.ts";
import { cut, findingLines } from "./findings.ts";
import { titleOf } from "./notebook_file.ts";
import { problemLines } from "./problem_lines.ts";
import type { Results } from "@/lib/notebook/run/results.ts";

/** Tells a terminal how a run goes, from its plan to its end. */
export interface Teller {
  begin(plan: Plan): void;
  readonly event: (event: RunEvent) => void;
  end(run: Run, results: Results): void;
}

/** Where a teller writes. */
export interface TellerOutput {
  readonly write: (text: string) => void;
  /** Whether lines may be redrawn. */
  readonly terminal: boolean;
  readonly coloured: boolean;
  /** Letters in a line at most; none in a pipe has a limit. */
  readonly width: () => number;
}

const MARKS: Readonly<Record<CellRun["outcome"]["state"], string>> = {
  done: "✓",
  failed: "✗",
  waiting: "·",
  cancelled: "·",
};

/** Progress is redrawn no more often. */
const REDRAW_MILLISECONDS = 100;

/** Makes the teller that the arguments ask for. */
export function createTeller(
  asked: Pick<PipelineArguments, "json" | "quiet" | "notebook" | "out">,
  output: TellerOutput = standardOutput(asked.json),
): Teller {
  const silent = asked.json || asked.quiet;
  const style = styleOf(output.coloured);
  let plan: Plan | null = null;
  let drawn = 0;
  let drawnAt = 0;
  const clear = () => {
    if (drawn > 0) output.write("\r\x1b[2K");
    drawn = 0;
  };
  const say = (text: string) => {
    clear();
    output.write(`${text}\n`);
  };

  return {
    begin(begun) {
      plan = begun;
      if (silent) return;
      const title = titleOf(begun.notebook, asked.notebook);
      say(`${style.strong(visible(title))} ${style.faint(`as of ${begun.setting.asOf}`)}`);
    },

    event(event) {
      if (silent) return;
      switch (event.type) {
        case "started":
        case "progress": {
          const now = performance.now();
          if (!output.terminal || now - drawnAt < REDRAW_MILLISECONDS) return;
          drawnAt = now;
          clear();
          const text = cut(visible(progressText(event)), output.width() - 1);
          output.write(text);
          drawn = text.length;
          return;
        }
        case "ended":
          say(cellLine(event.cell, { style, nameWidth: nameWidthOf(plan), width: output.width() }));
      }
    },

    end(run, results) {
      clear();
      if (asked.json) {
        output.write(`${JSON.stringify(results)}\n`);
        return;
      }
      // Cells that hang on one that is odd may tell the same again.
      const problems = distinctProblems(run.cells.flatMap(problemsOf));
      if (problems.length > 0) {
        if (!asked.quiet) say("");
        for (const problem of problems) problemLines(problem).forEach(say);
      }
      if (asked.quiet) return;
      for (const line of findingLines(run, output.width())) say(line);
      say("");
      say(style.faint(closingLine(run, asked.out)));
    },
  };
}

function progressText(event: Extract<RunEvent, { readonly type: "started" | "progress" }>): string {
  if (event.type === "started") return `… ${event.kind} ${event.cell}`;
  const { rows, share } = event.progress;
  const percent = share === null ? "" : `, ${formatNumber(share, { unit: "%", decimals: 0 })}`;
  return `… ${event.cell}: ${formatNumber(rows)} rows${percent}`;
}

/** Below this width the columns of a cell's line are not padded. */
const NARROW = 64;

function cellLine(
  cell: CellRun,
  { style, nameWidth, width }: {
    readonly style: Style;
    readonly nameWidth: number;
    readonly width: number;
  },
): string {
  const { outcome } = cell;
  const mark = MARKS[outcome.state];
  const pad = width < NARROW ? 0 : 1;
  const name = `${cell.kind} ${cell.name}`.padEnd(pad * nameWidth);
  switch (outcome.state) {
    case "done": {
      const { rows, rejected, relation } = outcome.result;
      const counted = relation === null ? "" : `${formatNumber(rows)} rows`;
      const lost = rejected === 0 ? "" : `  ${formatNumber(rejected)} rejected`;
      const origin = outcome.source === "cache" ? "from cache" : "computed";
      return `${style.good(mark)} ${name}  ${counted.padStart(pad * 16)}  ` +
        `${formatDuration(cell.milliseconds).padStart(pad * 8)}  ${style.faint(origin)}${lost}`;
    }
    case "failed":
      return `${style.bad(mark)} ${name}  failed`;
    case "waiting":
      return `${style.faint(mark)} ${name}  ${style.faint(`did not run: ${outcome.reason}`)}`;
    case "cancelled":
      return `${style.faint(mark)} ${name}  ${style.faint("cancelled")}`;
  }
}

/** How long it took, how much of it was kept from before, and where its files are. */
function closingLine({ cells, cancelled, milliseconds }: Run, out: string | null): string {
  const count = (origin: "computed" | "cache") =>
    cells.filter(({ outcome }) => outcome.state === "done" && outcome.source === origin).length;
  return `${cancelled ? "Cancelled" : "Done"} in ${formatDuration(milliseconds)}: ` +
    `${count("computed")} computed, ${count("cache")} from cache` +
    (out === null || cancelled ? "" : `; files are in ${out}`);
}

function nameWidthOf(plan: Plan | null): number {
  if (plan === null) return 0;
  return Math.max(
    ...[...plan.cells.values()].map(({ name, step }) => name.length + step.kind.length + 1),
  );
}

/** Colour never speaks alone: each has its mark or word. */
interface Style {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

function styleOf(coloured: boolean): Style {
  const wrap = (code: number, end: number) => (text: string) =>
    coloured ? `\x1b[${code}m${text}\x1b[${end}m` : text;
  return { strong: wrap(1, 22), faint: wrap(2, 22), good: wrap(32, 39), bad: wrap(31, 39) };
}

/** With `--json`, standard output is for the JSON alone and nothing else is written. */
function standardOutput(json: boolean): TellerOutput {
  const encoder = new TextEncoder();
  const terminal = !json && Deno.stdout.isTerminal();
  return {
    write(text) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
    },
    terminal,
    coloured: terminal && !Deno.noColor,
    width: () => terminal ? consoleWidth() : Infinity,
  };
}

function consoleWidth(): number {
  try {
    // A terminal that can't tell its width says 0.
    return Deno.consoleSize().columns || Infinity;
  } catch {
    return Infinity;
  }
}
