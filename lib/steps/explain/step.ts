import { defineStep, type Figures, type FigureValue } from "@/lib/steps/step.ts";
import { answerOf, spanWords } from "./answer.ts";
import { checkOutline, explainColumns } from "./columns.ts";
import type { ExplainFacts } from "./facts.ts";
import { explainParameters } from "./parameters.ts";
import { renderExplain } from "./render.ts";
import { runExplain } from "./run.ts";

/** Says which segments of which dimensions moved a measure between two times. */
export const explain = defineStep({
  kind: "explain",
  version: 2,
  title: "Explain",
  takes: "series",
  gives: "table",
  parameters: explainParameters,
  columns: ({ schema }, parameters) => explainColumns(schema, parameters),
  checkOutline,
  run: runExplain,

  summarize: (facts: ExplainFacts, { measure }): Figures => {
    const { spans, whole, unit, dimensions } = facts;
    const put = (title: string, value: FigureValue["value"], own: string | null = null) => ({
      title,
      value,
      unit: own,
    });
    return {
      answer: put("What moved it", answerOf(facts, measure)),
      from: put("Compared", spans === null ? null : spanWords(spans.before, facts)),
      to: put("With", spans === null ? null : spanWords(spans.after, facts)),
      before: put(`${measure} before`, whole.before, unit),
      after: put(`${measure} after`, whole.after, unit),
      change: put("Change", whole.change, unit),
      dimension: put("Most surprising dimension", dimensions[0]?.name ?? null),
      ...Object.fromEntries(
        dimensions.flatMap(({ name, segments: [first] }) =>
          first === undefined ? [] : [
            [`${name}.segment`, put(`Moved most, of ${name}`, first.name)],
            [`${name}.change`, put("What it brought", first.change, unit)],
            [`${name}.share`, put("Its share of the change", first.share, "%")],
          ]
        ),
      ),
    };
  },

  render: renderExplain,
});
