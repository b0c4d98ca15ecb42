import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { countText } from "./sizes.ts";

interface RejectedListProps {
  readonly preview: FilePreview;
  /** Where all of them can be had. */
  readonly address: string;
}

/** What does not fit, with line and reason. */
export function RejectedList({ preview: { facts, rejected }, address }: RejectedListProps) {
  if (facts.rejected === 0) {
    return <p class="muted">Every value fits: nothing is rejected.</p>;
  }
  return (
    <div class="table">
      <div class="scroll" role="region" aria-label="Rejected values" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="figure">Line</th>
              <th scope="col">Column</th>
              <th scope="col">Value</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {rejected.map(({ line, column, value, reason }, at) => (
              <tr key={at}>
                <td class="figure">{line}</td>
                <td>{column ?? <span class="muted">whole row</span>}</td>
                <td class="words">
                  <code>{value}</code>
                </td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        {rejected.length < facts.rejected && (
          <>The first {rejected.length} of {facts.rejected}.{" "}</>
        )}
        <a href={address}>Download {countText(facts.rejected, "rejection")} as CSV</a>
      </p>
    </div>
  );
}
