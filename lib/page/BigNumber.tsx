import type { NumberBlock } from "@/lib/chart/block.ts";
import { numberWords } from "@/lib/chart/number.ts";
import { sparkSvg } from "@/lib/chart/sparkline.ts";

/** Words for the colour of a change, for those who do not see it. */
const NEWS = { good: "better", bad: "worse", none: null } as const;

/** A value with its unit, how it moved and from what, and its course. */
export function BigNumber({ block }: { readonly block: NumberBlock }) {
  const words = numberWords(block);
  const news = NEWS[words.news];
  return (
    <div class="number">
      <p class="name">{block.title}</p>
      <p class="value">{words.value}</p>
      {words.change !== null && (
        <p class="change">
          <strong class={words.news}>{words.change}</strong>
          {news !== null && <span class="unseen">, {news}</span>} {words.base}
        </p>
      )}
      {/* The sparkline is drawn from numbers alone. */}
      <div dangerouslySetInnerHTML={{ __html: sparkSvg(block.history) }} />
    </div>
  );
}
