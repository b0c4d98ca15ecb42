/**
 * The colours of charts, as CSS variables with the light colour as fallback: a page
 * sets the variables, an SVG file carries them, and PNG puts their values in place.
 *
 * The seven series colours keep apart for the three common colour blindnesses and
 * have 3:1 against the paper, text and flags 4.5:1.
 *
 * @module
 */
import type { Block } from "./block.ts";

/** Which of the two palettes is meant. */
export type Theme = "light" | "dark";

type ColourName = "ink" | "muted" | "faint" | "grid" | "paper" | "accent" | "flag" | "rest";

/** The variables of a theme; `series` are the colours of dimension values, in order of assignment. */
interface Palette extends Readonly<Record<ColourName, string>> {
  readonly series: readonly string[];
}

/** Light and dark, each designed for its own paper. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    ink: "#1f1e1b",
    muted: "#6a665e",
    faint: "#a9a49a",
    grid: "#e7e3db",
    paper: "#fdfcf9",
    accent: "#17528f",
    flag: "#b3261e",
    rest: "#8b867c",
    series: ["#17528f", "#c2560c", "#00796b", "#a03f78", "#4a8fc7", "#8a6a00", "#5f5b54"],
  },
  dark: {
    ink: "#ecebe7",
    muted: "#a5a29a",
    faint: "#6f6c66",
    grid: "#302f2d",
    paper: "#171716",
    accent: "#7db6ee",
    flag: "#ff8a80",
    rest: "#8b887f",
    series: ["#7db6ee", "#f2975a", "#45c2ab", "#df8fc0", "#b6dcf9", "#d6b44a", "#b9b6ae"],
  },
};

/** Which of the series colours a dimension value has on this page, from 0. */
export type ColourAssignment = ReadonlyMap<string, number>;

function variable(name: string, fallback: string): string {
  return `var(--chart-${name}, ${fallback})`;
}

const { series: SERIES, ...NAMED } = PALETTES.light;

/** Every named colour as a CSS value. */
export const COLOURS: Readonly<Record<ColourName, string>> = Object.fromEntries(
  Object.entries(NAMED).map(([name, fallback]) => [name, variable(name, fallback)]),
) as Record<ColourName, string>; // the entries are exactly the names of the palette

/** Returns the CSS colour of a dimension value: the accent where none was assigned, a grey for one too many. */
export function seriesColour(name: string | null, assigned: ColourAssignment): string {
  const position = name === null ? undefined : assigned.get(name);
  if (position === undefined) return COLOURS.accent;
  if (position >= SERIES.length) return COLOURS.rest;
  return variable(`series-${position + 1}`, SERIES[position]);
}

/**
 * Gives the dimension values of a page's charts a place each, in order of appearance. A
 * name that stands alone in its chart is told by its label and needs no colour.
 */
export function assignColours(blocks: Iterable<Block>): ColourAssignment {
  const assigned = new Map<string, number>();
  for (const block of blocks) {
    const names = new Set(colouredNames(block));
    if (names.size < 2) continue;
    for (const name of names) {
      if (!assigned.has(name)) assigned.set(name, assigned.size);
    }
  }
  return assigned;
}

function colouredNames(block: Block): readonly string[] {
  switch (block.type) {
    case "line":
    case "area":
      return block.series.flatMap(({ name, style }) =>
        name === null || style === "muted" ? [] : [name]
      );
    case "scatter":
      return block.points.flatMap(({ group }) => group === null ? [] : [group]);
    case "multiples":
    case "bar":
    case "waterfall":
    case "histogram":
    case "heatmap":
    case "number":
    case "table":
    case "text":
    case "problems":
    case "details":
      return [];
  }
}

/** Returns the CSS declarations that set a theme's variables. */
export function themeDeclarations(theme: Theme): string {
  const { series, ...named } = PALETTES[theme];
  return [
    ...Object.entries(named).map(([name, value]) => `--chart-${name}:${value}`),
    ...series.map((value, index) => `--chart-series-${index + 1}:${value}`),
  ].join(";");
}

/** Puts a theme's colours in the place of its variables, for what knows no CSS variables. */
export function resolveColours(svg: string, theme: Theme): string {
  const { series, ...named } = PALETTES[theme];
  const known = new Map(Object.entries(named));
  for (const [index, value] of series.entries()) known.set(`series-${index + 1}`, value);
  return svg.replaceAll(
    /var\(--chart-([a-z0-9-]+), (#[0-9a-f]+)\)/g,
    (_, name: string, fallback: string) => known.get(name) ?? fallback,
  );
}
