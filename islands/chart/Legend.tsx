interface LegendProps {
  /** What can be left out, each with the colour it is drawn in. */
  readonly names: readonly (readonly [name: string, colour: string])[];
  readonly hidden: ReadonlySet<string>;
  readonly disabled: boolean;
  toggle(name: string): void;
}

/** The names of a chart, by which a reader leaves some of them out. */
export function Legend({ names, hidden, disabled, toggle }: LegendProps) {
  return (
    <ul class="legend" aria-label="Shown">
      {names.map(([name, colour]) => (
        <li key={name}>
          <button
            type="button"
            class="quiet"
            disabled={disabled}
            aria-pressed={!hidden.has(name)}
            onClick={() => toggle(name)}
          >
            <span class="swatch" style={{ background: colour }} />
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
