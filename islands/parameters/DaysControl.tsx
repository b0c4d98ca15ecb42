import { useState } from "preact/hooks";
import type { ControlProps } from "./control_props.ts";
import { daysOf, defaultText, RANGES, rangeTitle } from "./texts.ts";

/** A range of days: presets, or two days of one's own. */
export function DaysControl({ parameter, value, id, set }: ControlProps) {
  const { name, declaration } = parameter;
  const days = daysOf(value);
  const [isOwn, setOwn] = useState(days !== null);
  const [from, to] = days ?? ["", ""];
  const presets = [...new Set([defaultText(declaration), ...RANGES, value])]
    .filter((preset) => daysOf(preset) === null);

  function setDays(first: string, last: string) {
    if (first !== "" && last !== "") set(first <= last ? `${first}..${last}` : `${last}..${first}`);
  }

  return (
    <div class="days">
      <select
        id={id}
        name={name}
        value={isOwn ? "custom" : value}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setOwn(chosen === "custom");
          if (chosen !== "custom") set(chosen);
        }}
      >
        {presets.map((preset) => (
          <option key={preset} value={preset} selected={!isOwn && preset === value}>
            {rangeTitle(preset)}
          </option>
        ))}
        <option value="custom" selected={isOwn}>From … to …</option>
      </select>
      <span class={isOwn ? "own-days" : "own-days only-without-script"}>
        <input
          type="date"
          name={`${name}-from`}
          aria-label="First day"
          value={from}
          onChange={(event) => setDays(event.currentTarget.value, to || event.currentTarget.value)}
        />{" "}
        to{" "}
        <input
          type="date"
          name={`${name}-to`}
          aria-label="Last day"
          value={to}
          onChange={(event) =>
            setDays(from || event.currentTarget.value, event.currentTarget.value)}
        />
      </span>
    </div>
  );
}
