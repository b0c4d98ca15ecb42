/**
 * Shows a check: how it went, and each rule, open where one failed.
 *
 * @module
 */
import type { Block, TableBlock } from "@/lib/chart/block.ts";
import { formatNumber } from "@/lib/chart/format.ts";
import { plural } from "@/lib/read/plural.ts";
import { type CheckFacts, failedRules } from "./facts.ts";

export function renderCheck(facts: CheckFacts): readonly Block[] {
  const { rules, rows } = facts;
  const failed = failedRules(facts).length;
  const of = plural(rows, "row");
  const told = failed === 0
    ? `${rules.length === 1 ? "The rule" : `All ${plural(rules.length, "rule")}`} passed for ${of}.`
    : `${formatNumber(failed)} of ${plural(rules.length, "rule")} failed for ${of}.`;
  return [
    { type: "text", paragraphs: [[{ kind: "plain", text: told }]] },
    failed === 0
      ? { type: "details", summary: "What was asked", badge: null, blocks: [ruleTable(rules)] }
      // What failed is what a reader should look at.
      : ruleTable(rules),
  ];
}

function ruleTable(rules: CheckFacts["rules"]): TableBlock {
  return {
    type: "table",
    title: "Rules",
    columns: [
      { name: "rule", type: "text", unit: null },
      { name: "passed", type: "boolean", unit: null },
      { name: "rows that fail", type: "integer", unit: null },
      { name: "found", type: "text", unit: null },
    ],
    rows: rules.toSorted((a, b) => Number(a.passed) - Number(b.passed))
      .map(({ demand, passed, failing, actual }) => [demand, passed, failing, actual]),
    total: rules.length,
  };
}
