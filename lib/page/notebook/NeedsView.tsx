import type { Problem } from "@/lib/errors.ts";
import { type NotebookPlace, openAddress } from "./place.ts";

interface NeedsViewProps {
  readonly cell: string;
  readonly problems: readonly Problem[];
  readonly place: NotebookPlace;
}

/** What a cell that was just added still needs: nothing is wrong with it. */
export function NeedsView({ cell, problems, place }: NeedsViewProps) {
  const needs = problems.map(({ remedy, message }) => remedy ?? message);
  return (
    <p class="note">
      {needs.join(". ")}
      {place.editable && (
        <>
          {". "}
          <a href={openAddress(place, { type: "cell", cell })}>Set it up</a>
        </>
      )}
    </p>
  );
}
