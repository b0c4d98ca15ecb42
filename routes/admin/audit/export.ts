import { askerOf } from "@/routes/(_shared)/account_actions.ts";
import { readAuditAsked } from "@/routes/(_shared)/audit_address.ts";
import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerFile } from "@/routes/(_shared)/result_files.ts";

export const config: PageConfig = { access: "admin" };

/** The audit log as CSV, which no spreadsheet runs. */
export const handler = define.handlers({
  GET: ({ url, state }) =>
    answerFile(
      state.workspace.admin.exportAudit({ by: askerOf(state), ...readAuditAsked(url) }),
      { name: "audit.csv", type: "text/csv; charset=utf-8" },
    ),
});
