/** The signs there are: each is drawn in lines on a square of 16. */
const PATHS = {
  add: "M8 3v10M3 8h10",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  run: "M5 3.5v9l7.5-4.5z",
  stop: "M4.5 4.5h7v7h-7z",
  undo: "M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "m10 3 3 3-3 3m3-3H6.5a3.5 3.5 0 0 0 0 7H9",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  edit: "m3 13 .6-2.8L11 2.8 13.2 5 5.8 12.4z",
  close: "m4 4 8 8M12 4l-8 8",
  open: "m4 6 4 4 4-4",
} as const;

/** The name of a sign. */
export type IconName = keyof typeof PATHS;

/** A sign that stands beside words, or in a button that is labelled. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} stroke-width={name === "more" ? 2.5 : undefined} />
    </svg>
  );
}
