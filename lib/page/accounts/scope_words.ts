import type { Scope } from "@/lib/auth/roles.ts";
import type { AccountRole } from "@/lib/db/account_tables.ts";

/** What a key with a scope may do. */
export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  "metrics:read": "Read sources, metrics and forecasts",
  "notebooks:read": "Read notebooks and their results",
  "notebooks:run": "Run notebooks",
  "notebooks:write": "Write notebooks",
  "events:write": "Send events",
  "messages:send": "Send summaries by mail",
  "admin": "Do what admins do",
};

/** What a role is called. */
export const ROLE_TITLES: Readonly<Record<AccountRole, string>> = {
  viewer: "Viewer",
  editor: "Editor",
  admin: "Admin",
};

/** What a role may do. */
export const ROLE_WORDS: Readonly<Record<AccountRole, string>> = {
  viewer: "Reads and runs what is shared with them",
  editor: "Makes notebooks, and sends events",
  admin: "Sees every notebook, and looks after accounts",
};
