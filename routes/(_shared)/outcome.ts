import type { EditOutcome } from "@/lib/workspace/notebooks/revision_view.ts";

/** Answers a program with what came of its edits; a conflict is a 409 with both sides. */
export function outcomeResponse(outcome: EditOutcome): Response {
  switch (outcome.type) {
    case "saved":
      return Response.json(outcome);
    case "conflict":
      return Response.json(outcome, { status: 409 });
  }
}
