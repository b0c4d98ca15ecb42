/**
 * What every control of a parameter is given.
 *
 * @module
 */
import type { ParameterView } from "@/lib/workspace/notebooks/notebook_view.ts";

/** The parameter, and how its value is told. */
export interface ControlProps {
  readonly parameter: ParameterView;
  readonly value: string;
  readonly id: string;
  /** Takes a value that is complete. */
  readonly set: (value: string) => void;
}
