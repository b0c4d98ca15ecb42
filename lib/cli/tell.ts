/**
 * Tells of a run while it goes and when it has ended: a line a cell, redrawn
 * on a terminal, plain in a pipe.
 *
 * @module
 */
import { formatDuration, formatNumber } from "@/lib/chart/format.ts";
import type { Plan } from "@/lib/notebook/plan.ts";
import type { CellRun, Run, RunEvent } from "@/lib/notebook/result.ts";
import { problemsOf } from "@/lib/notebook/store.ts";
import type { PipelineArguments } from "./arguments.ts";
import { findingLines } from "./findings.ts";
import { problemLines } from "./problem_lines.ts";
import type { Results } from "./results.ts";

export interface Teller {
  begin(plan: Plan): void;
  readonly event: (event: RunEvent) => void;
  end(run: Run, plan: Plan, results: Results): void;
}

/** Where a teller writes. */
export interface TellerOutput {
  readonly write: (text: string) => void;
  /** Whether lines may be redrawn and styled. */
  readonly terminal: boolean;
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
  const style = styleOf(output.terminal);
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
      const title = begun.notebook.head.title ?? asked.notebook;
      say(`${style.strong(title)} ${style.faint(`as of ${begun.setting.asOf}`)}`);
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
          const text = progressText(event);
          output.write(text);
          drawn = text.length;
          return;
        }
        case "ended":
          say(cellLine(event.cell, style, widthOf(plan)));
      }
    },

    end(run, ended, results) {
      clear();
      if (asked.json) {
        output.write(`${JSON.stringify(results)}\n`);
        return;
      }
      const problems = run.cells.flatMap(problemsOf);
      if (problems.length > 0) {
        if (!asked.quiet) say("");
        for (const problem of problems) problemLines(problem).forEach(say);
      }
      if (asked.quiet) return;
      for (const line of findingLines(run, ended)) say(line);
      const computed =
        run.cells.filter(({ outcome }) => outcome.state === "done" && outcome.source === "computed")
          .length;
      const cached =
        run.cells.filter(({ outcome }) => outcome.state === "done" && outcome.source === "cache")
          .length;
      say("");
      say(style.faint(
        `${run.cancelled ? "Cancelled" : "Done"} in ${formatDuration(run.milliseconds)}: ` +
          `${computed} computed, ${cached} from cache` +
          (asked.out === null ? "" : `; files are in ${asked.out}`),
      ));
    },
  };
}

function progressText(event: Extract<RunEvent, { readonly type: "started" | "progress" }>): string {
  if (event.type === "started") return `… ${event.kind} ${event.cell}`;
  const { rows, share } = event.progress;
  const percent = share === null ? "" : `, ${formatNumber(share, { unit: "%", decimals: 0 })}`;
  return `… ${event.cell}: ${formatNumber(rows)} rows${percent}`;
}

function cellLine(cell: CellRun, style: Style, width: number): string {
  const { outcome } = cell;
  const mark = MARKS[outcome.state];
  const name = `${cell.kind} ${cell.name}`.padEnd(width);
  switch (outcome.state) {
    case "done": {
      const { rows, rejected, relation } = outcome.result;
      const counted = relation === null ? "" : `${formatNumber(rows)} rows`;
      const lost = rejected === 0 ? "" : `  ${formatNumber(rejected)} rejected`;
      const origin = outcome.source === "cache" ? "from cache" : "computed";
      return `${style.good(mark)} ${name}  ${counted.padStart(16)}  ` +
        `${formatDuration(cell.milliseconds).padStart(8)}  ${style.faint(origin)}${lost}`;
    }
    case "failed":
      return `${style.bad(mark)} ${name}  failed`;
    case "waiting":
      return `${style.faint(mark)} ${name}  ${style.faint(`did not run: ${outcome.reason}`)}`;
    case "cancelled":
      return `${style.faint(mark)} ${name}  ${style.faint("cancelled")}`;
  }
}

function widthOf(plan: Plan | null): number {
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

function styleOf(terminal: boolean): Style {
  const wrap = (code: number, end: number) => (text: string) =>
    terminal && !Deno.noColor ? `\x1b[${code}m${text}\x1b[${end}m` : text;
  return { strong: wrap(1, 22), faint: wrap(2, 22), good: wrap(32, 39), bad: wrap(31, 39) };
}

/** With `--json`, standard output is for the JSON alone and nothing else is written. */
function standardOutput(json: boolean): TellerOutput {
  const encoder = new TextEncoder();
  return {
    write(text) {
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
    },
    terminal: !json && Deno.stdout.isTerminal(),
  };
}
