import type { SecurityEventName } from "@/lib/auth/audit.ts";

/** What an event is called on pages. */
export const EVENT_WORDS: Readonly<Record<SecurityEventName, string>> = {
  signed_up: "Signed up",
  signed_in: "Signed in",
  signed_out: "Signed out",
  account_created: "Account made",
  account_enabled: "Account enabled",
  invited: "Invited",
  invitation_revoked: "Invitation revoked",
  key_created: "Key made",
  key_revoked: "Key revoked",
  reset_requested: "Password reset asked for",
  notebook_shared: "Notebook shared",
  notebook_unshared: "Notebook shared no more",
  notebook_given: "Notebook given away",
  link_made: "Link made",
  link_revoked: "Link revoked",
  link_restored: "Link brought back",
  source_restored: "Source brought back",
  schedule_made: "Schedule made",
  schedule_changed: "Schedule changed",
  schedule_removed: "Schedule removed",
  schedule_restored: "Schedule brought back",
  sign_in_failed: "Sign-in failed",
  sign_in_refused: "Sign-in link refused",
  link_password_wrong: "Wrong password for a link",
  locked_out: "Locked out",
  rate_limit_hit: "Rate limit hit",
  token_refused: "Token refused",
  refresh_reused: "Old refresh token used again",
  key_refused: "Key refused",
  password_changed: "Password changed",
  password_reset: "Password reset",
  role_changed: "Role changed",
  account_disabled: "Account disabled",
  source_removed: "Source removed",
  file_refused: "File refused",
  formula_found: "Formula found",
  path_traversal_tried: "Path traversal tried",
  unhandled_error: "Unhandled error",
};

/** Returns what an event is called; one of an older version by its own name. */
export function eventWords(event: string): string {
  const known = Object.entries(EVENT_WORDS).find(([name]) => name === event);
  return known?.[1] ?? event;
}
