/**
 * A chart as a file of its own: it brings its colours, light and dark, and its paper.
 *
 * @module
 */
import { COLOURS, resolveColours, type Theme, themeDeclarations } from "./theme.ts";

const STYLE = `<style>:root{${themeDeclarations("light")}}` +
  `@media (prefers-color-scheme:dark){:root{${themeDeclarations("dark")}}}</style>`;

/** Paper around a chart, in pixels, and for its title above it. */
const MARGIN = 20;
const TITLE = 28;

/** Lays a chart on a sheet of paper that is a little larger, under its title. */
function onPaper(svg: string, style: string): string {
  return svg.replace(
    /viewBox="0 0 (\d+) (\d+)" width="\d+" height="\d+"/,
    (_, inner: string, tall: string) => {
      const width = Number(inner) + 2 * MARGIN;
      const height = Number(tall) + 2 * MARGIN + TITLE;
      return `viewBox="${-MARGIN} ${
        -MARGIN - TITLE
      } ${width} ${height}" width="${width}" height="${height}"`;
    },
  ).replace(
    /<title>([^<]*)<\/title>/,
    (title, words: string) =>
      `${title}${style}<rect x="${-MARGIN}" y="${-MARGIN - TITLE}" width="100%" height="100%" ` +
      `fill="${COLOURS.paper}"/>` +
      `<text x="0" y="${-TITLE / 2}" text-anchor="start" font-weight="600">${words}</text>`,
  );
}

/** Makes a file of a drawn chart that follows its reader's preference for light or dark. */
export function svgFile(svg: string): string {
  return onPaper(svg, STYLE);
}

/** Makes a file of a drawn chart in one theme, without CSS: for programs that know none. */
export function plainSvg(svg: string, theme: Theme): string {
  return resolveColours(onPaper(svg, ""), theme);
}

/** The same without title and margin, for a page on the same paper that has words above it. */
export function bareSvg(svg: string, theme: Theme): string {
  const paper = `<rect width="100%" height="100%" fill="${COLOURS.paper}"/>`;
  return resolveColours(svg.replace("</title>", () => `</title>${paper}`), theme);
}
