import type { ControlProps } from "./control_props.ts";
import { defaultText } from "./texts.ts";
import { DaysControl } from "./DaysControl.tsx";

/** The control of one parameter; its field has the parameter's name, so that a form can send it. */
export function Control(props: ControlProps) {
  const { parameter: { name, declaration, choices }, value, id, set } = props;
  const onChange = (event: Event) => {
    if (event.currentTarget instanceof HTMLInputElement) set(event.currentTarget.value);
  };
  switch (declaration.type) {
    case "date_range":
      return <DaysControl {...props} />;
    case "date":
      return (
        <input
          id={id}
          type="date"
          name={name}
          value={value === "as_of" ? "" : value}
          onChange={onChange}
        />
      );
    case "number":
      return (
        <input
          id={id}
          type="number"
          name={name}
          value={value}
          min={declaration.min}
          max={declaration.max}
          step={declaration.step ?? "any"}
          onChange={onChange}
        />
      );
    case "boolean":
      return (
        <ChoiceControl
          {...props}
          choices={[["true", "Yes"], ["false", "No"]]}
        />
      );
    case "choice":
    case "source":
    case "metric":
    case "measure":
    case "dimension":
      if (choices.length === 0) {
        return <input id={id} name={name} value={value} onChange={onChange} />;
      }
      return (
        <ChoiceControl
          {...props}
          choices={withValue(choices, value, defaultText(declaration))
            .map((choice) => [choice, choice === "all" ? "All" : choice])}
        />
      );
    case "text":
      return <input id={id} name={name} value={value} onChange={onChange} />;
  }
}

/** What is set and what is the default can be chosen, even where the data has neither any more. */
function withValue(choices: readonly string[], value: string, usual: string): readonly string[] {
  return [...new Set([...(usual === "all" ? ["all"] : []), ...choices, value])];
}

interface ChoiceControlProps extends ControlProps {
  readonly choices: readonly (readonly [value: string, title: string])[];
}

function ChoiceControl({ parameter, value, id, set, choices }: ChoiceControlProps) {
  return (
    <select
      id={id}
      name={parameter.name}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    >
      {choices.map(([choice, title]) => (
        <option key={choice} value={choice} selected={choice === value}>{title}</option>
      ))}
    </select>
  );
}
