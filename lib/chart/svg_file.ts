/**
 * A chart as a file of its own: it brings its colours, light and dark, and its paper.
 *
 * @module
 */
import { COLOURS, resolveColours, type Theme, themeDeclarations } from "./theme.ts";

const STYLE = `<style>:root{${themeDeclarations("light")}}` +
  `@media (prefers-color-scheme:dark){:root{${themeDeclarations("dark")}}}</style>`;

/** Paper around a chart, in pixels. */
const MARGIN = 20;

/** Lays a chart on a sheet of paper that is a little larger. */
function onPaper(svg: string, style: string): string {
  return svg.replace(
    /viewBox="0 0 (\d+) (\d+)" width="\d+" height="\d+"/,
    (_, inner: string, tall: string) => {
      const width = Number(inner) + 2 * MARGIN;
      const height = Number(tall) + 2 * MARGIN;
      return `viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" width="${width}" height="${height}"`;
    },
  ).replace(
    "</title>",
    () =>
      `</title>${style}<rect x="${-MARGIN}" y="${-MARGIN}" width="100%" height="100%" ` +
      `fill="${COLOURS.paper}"/>`,
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
