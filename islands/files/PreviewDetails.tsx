import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { decisionText } from "./decisions.ts";
import { countText } from "./sizes.ts";

/** The first lines as they are in the file, and all that was decided and noticed. */
export function PreviewDetails(
  { preview: { facts, firstLines } }: { readonly preview: FilePreview },
) {
  return (
    <section aria-labelledby="details">
      <h2 id="details">Details</h2>
      {firstLines.length > 0 && (
        <details>
          <summary>The first lines of the file</summary>
          <pre class="scroll" tabIndex={0}>{numbered(firstLines)}</pre>
        </details>
      )}
      <details>
        <summary>All {countText(facts.decisions.length, "decision")}</summary>
        <ul>
          {facts.decisions.map((one, at) => <li key={at}>{decisionText(one)}</li>)}
        </ul>
      </details>
      {facts.warnings.length > 0 && (
        <details open>
          <summary>{countText(facts.warnings.length, "warning")}</summary>
          <ul>
            {facts.warnings.map((warning, at) => <li key={at}>{warning}</li>)}
          </ul>
        </details>
      )}
    </section>
  );
}

function numbered(lines: readonly string[]): string {
  const width = String(lines.length).length;
  return lines.map((line, at) => `${String(at + 1).padStart(width)}  ${line}`).join("\n");
}
