import type { ParameterView } from "@/lib/workspace/notebooks/contract.ts";
import { parameterTitle } from "./parameter_title.ts";

interface ReaderControlsProps {
  /** Those that the reader may set. */
  readonly parameters: readonly ParameterView[];
  /** The page without its query. */
  readonly address: string;
}

const RANGES = ["last 7 days", "last 28 days", "last 90 days", "last 12 months", "all"];

/** What a reader may set, as a form that leads to an address: a link to it is this state. */
export function ReaderControls({ parameters, address }: ReaderControlsProps) {
  if (parameters.length === 0) return null;
  return (
    <form class="reader-controls" action={address} aria-label="What is shown">
      {parameters.map((parameter) => <Control key={parameter.name} parameter={parameter} />)}
      <button type="submit" class="primary">Show</button>
    </form>
  );
}

function Control({ parameter }: { readonly parameter: ParameterView }) {
  const { name, problem } = parameter;
  return (
    <div class="field">
      <label for={`set-${name}`}>{parameterTitle(parameter)}</label>
      <Input parameter={parameter} />
      {problem !== null && <p class="fault" id={`fault-${name}`}>{problem}</p>}
    </div>
  );
}

function Input({ parameter }: { readonly parameter: ParameterView }) {
  const { name, declaration, value, choices, problem } = parameter;
  const shared = {
    id: `set-${name}`,
    name,
    "aria-invalid": problem === null ? undefined : true,
    "aria-describedby": problem === null ? undefined : `fault-${name}`,
  } as const;
  switch (declaration.type) {
    case "boolean":
      return (
        <select {...shared}>
          <option value="true" selected={value === "true"}>Yes</option>
          <option value="false" selected={value !== "true"}>No</option>
        </select>
      );
    case "number":
      return (
        <input
          {...shared}
          type="number"
          inputMode="decimal"
          min={declaration.min}
          max={declaration.max}
          step={declaration.step ?? "any"}
          value={value}
          required
        />
      );
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(value)
        ? <input {...shared} type="date" value={value} required />
        : <input {...shared} value={value} placeholder="2026-01-31" required />;
    case "date_range":
      return (
        <>
          <input {...shared} value={value} list={`ranges-${name}`} required />
          <datalist id={`ranges-${name}`}>
            {RANGES.map((range) => <option key={range} value={range} />)}
          </datalist>
        </>
      );
    case "text":
      return <input {...shared} value={value} />;
    case "choice":
    case "source":
    case "metric":
    case "measure":
    case "dimension": {
      const offered = [...new Set([declaration.default, ...choices, value])];
      return (
        <select {...shared}>
          {offered.map((choice) => (
            <option key={choice} value={choice} selected={choice === value}>
              {choice === "all" ? "All" : choice}
            </option>
          ))}
        </select>
      );
    }
  }
}
