/**
 * Somebody who signs up and in.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { PASSWORD } from "@/tests/helpers/passwords.ts";

/** How Ada signs up. */
export const ADA = {
  email: "ada@example.com",
  name: "Ada",
  password: PASSWORD,
  invitation: null,
  address: null,
};

/** How she signs in. */
export const SIGN_IN = { email: ADA.email, password: PASSWORD, address: null };

/** Longer than any field may be. */
export const LONG = "x".repeat(10_000);

/** Whether an error has this code, and does not tell the password. */
export function refusedAs(code: string) {
  return (error: unknown) =>
    error instanceof AppError && error.code === code && !error.message.includes(PASSWORD);
}
