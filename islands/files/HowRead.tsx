import { optionsAddress } from "@/lib/workspace/files/address.ts";
import type { FilePreview } from "@/lib/workspace/files/contract.ts";
import { Chooser } from "./Chooser.tsx";
import { fileDecisions, quoteDecision } from "./decisions.ts";
import { TextFields } from "./TextFields.tsx";
import { edgeTexts, fileTexts, ZONES } from "./texts.ts";

interface HowReadProps {
  readonly preview: FilePreview;
  /** Whether scripts run, which read anew without being told to. */
  readonly live: boolean;
}

/** What was decided for the whole file, to be decided otherwise. */
export function HowRead({ preview: { facts, options, digest }, live }: HowReadProps) {
  const edges = edgeTexts(facts, options);
  const quote = quoteDecision(facts, options);
  return (
    <section aria-labelledby="how">
      <h2 id="how">How it is read</h2>
      <div class="choosers">
        {fileDecisions(facts, options).map(({ field, title, given, choices, decision }) => (
          <Chooser
            key={field}
            name={field}
            label={title}
            value={given}
            choices={choices}
            evidence={decision?.evidence}
            doubtful={decision?.doubtful}
          />
        ))}
        <TextFields texts={fileTexts(facts, options)} />
      </div>
      <datalist id="zones">
        {ZONES.map((zone) => <option key={zone} value={zone} />)}
      </datalist>
      {quote !== null && (
        <details open={quote.given !== "" || edges.some(({ given }) => given !== "")}>
          <summary>Quotes, lines above and below</summary>
          <div class="choosers">
            <Chooser
              name={quote.field}
              label={quote.title}
              value={quote.given}
              choices={quote.choices}
            />
            <TextFields texts={edges} />
          </div>
        </details>
      )}
      <div class="row">
        {!live && <button type="submit">Read again</button>}
        {optionsAddress(options).size > 0 && (
          <a href={`/upload/${digest}`}>Read as found, without my choices</a>
        )}
      </div>
    </section>
  );
}
