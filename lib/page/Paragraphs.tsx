import type { Span, TextBlock } from "@/lib/chart/block.ts";

/** Plain paragraphs; a number that comes from a cell leads to it. */
export function Paragraphs({ block }: { readonly block: TextBlock }) {
  return (
    <div class="text">
      {block.paragraphs.map((spans, paragraph) => (
        <p key={paragraph}>
          {spans.map((span, index) => <SpanView key={index} span={span} />)}
        </p>
      ))}
    </div>
  );
}

/** A short figure stays on one line. */
function unbroken(text: string): string {
  return text.length <= 24 ? text.replaceAll(" ", "\u00a0") : text;
}

function SpanView({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case "plain":
      return <>{span.text}</>;
    case "strong":
      return <strong>{span.text}</strong>;
    case "code":
      return <code>{span.text}</code>;
    case "figure":
      return <a class="source" href={`#cell-${span.cell}`}>{unbroken(span.text)}</a>;
  }
}
