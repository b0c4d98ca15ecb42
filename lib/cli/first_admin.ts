/**
 * Before anybody but this machine can reach Daybook there is an admin: of the settings, or from an
 * earlier start.
 *
 * @module
 */
import type { Auth } from "@/lib/auth/auth.ts";
import type { AccessConfig } from "@/lib/config/access.ts";
import { type Setting, SETTINGS, type SettingText } from "@/lib/config/settings.ts";
import { parseEmail, parseNewPassword } from "@/lib/auth/accounts/account_fields.ts";
import { AppError } from "@/lib/errors.ts";

/**
 * Makes the admin of the settings where there is none; returns where to set the password, if that
 * is left to do.
 *
 * @throws AppError BAD_SETTING where others can reach Daybook and nobody administers it
 */
export async function ensureAdmin(
  { administration, resets }: Pick<Auth, "administration" | "resets">,
  { host, isLoopback, admin }: Pick<AccessConfig, "host" | "isLoopback" | "admin">,
): Promise<string | null> {
  if (await administration.hasAdmin()) return null;
  if (admin !== null) {
    const email = parsed("ADMIN_EMAIL", () => parseEmail(admin.email));
    parsed("ADMIN_PASSWORD", () => admin.password && parseNewPassword(admin.password, email));
    const name = admin.email.split("@")[0];
    const made = await administration.create({ ...admin, name, role: "admin", by: null });
    if (admin.password !== null) return null;
    const { token } = await resets.issue({ account: made.id, by: "start" });
    return `/reset-password?token=${token}`;
  }
  if (isLoopback) return null;
  throw badSetting(
    "HOST",
    "Cannot start as an admin must exist before others can reach Daybook: " +
      `current value of HOST is "${host}"`,
    "Set ADMIN_EMAIL and ADMIN_PASSWORD, or start without HOST and make an admin there",
  );
}

/** Returns what a setting says; its refusal names the setting. */
function parsed<Value>(name: Setting, parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { example, made }: SettingText = SETTINGS[name];
    const value = made === undefined ? `such as ${example}` : `as \`${made}\` prints one`;
    throw badSetting(name, error.message, `Set the environment variable ${name}, ${value}`);
  }
}

function badSetting(key: Setting, message: string, remedy: string): AppError {
  const problem = {
    severity: "error",
    code: "BAD_SETTING",
    message,
    place: { key },
    remedy,
  } as const;
  return new AppError("BAD_SETTING", message, { problems: [problem] });
}
