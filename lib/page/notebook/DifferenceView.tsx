import type { LineDifference } from "@/lib/workspace/notebooks/revision_view.ts";

/** So many lines around a change tell where it is. */
const AROUND = 3;

const SIGNS = { same: " ", removed: "−", added: "+" } as const;
const WORDS = { same: null, removed: "removed: ", added: "added: " } as const;

/** Two texts line by line: what is gone, what is new, and a little of what is around. */
export function DifferenceView({ lines }: { readonly lines: readonly LineDifference[] }) {
  if (lines.every(({ type }) => type === "same")) {
    return <p class="empty">The two texts are the same.</p>;
  }
  return (
    <div class="difference" role="region" aria-label="Lines that differ" tabIndex={0}>
      {stretches(lines).map((item, index) =>
        typeof item === "number"
          ? <p key={index} class="skipped">{item === 1 ? "1 line alike" : `${item} lines alike`}</p>
          : (
            <p key={index} class={item.type}>
              <span aria-hidden="true">{SIGNS[item.type]}</span>
              {WORDS[item.type] !== null && <span class="unseen">{WORDS[item.type]}</span>}
              <code>{item.text === "" ? " " : item.text}</code>
            </p>
          )
      )}
    </div>
  );
}

/** Returns the lines to show, and a count where lines that are alike were left out. */
function stretches(lines: readonly LineDifference[]): readonly (LineDifference | number)[] {
  const changed = lines.flatMap(({ type }, index) => type === "same" ? [] : [index]);
  const items: (LineDifference | number)[] = [];
  for (const [index, line] of lines.entries()) {
    if (changed.some((at) => Math.abs(at - index) <= AROUND)) {
      items.push(line);
      continue;
    }
    const last = items.at(-1);
    if (typeof last === "number") items[items.length - 1] = last + 1;
    else items.push(1);
  }
  return items;
}
