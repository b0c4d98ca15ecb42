/**
 * The parts of Observable Plot that charts are made of: bundlers leave out the others. Loaded by the
 * first chart and not before, here and in a browser: it takes longer than the rest of a small run.
 *
 * @module
 */
import {
  areaY,
  axisX,
  axisY,
  barX,
  barY,
  cell,
  dot,
  gridY,
  lineY,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";

/** What figures draw with. */
export const PLOT = {
  areaY,
  axisX,
  axisY,
  barX,
  barY,
  cell,
  dot,
  gridY,
  lineY,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
};
