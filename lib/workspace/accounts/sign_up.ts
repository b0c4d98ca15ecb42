/**
 * Signing up, with the letters that go to the address.
 *
 * Where there is mail, whoever signs up is told the same of every address, and finds out no more by signing in:
 * an address that was new gets a link to set a password, one that has an account is told that somebody tried.
 *
 * @module
 */
import type { SignedUp, SignUp } from "@/lib/auth/accounts/sign_up.ts";
import { sendLetter } from "./letters.ts";
import type { PeopleServices } from "./services.ts";

/** Signs up; nobody waits for the letter, as the time it takes would tell which one it is. */
export async function signUpByMail(
  services: PeopleServices,
  typed: Omit<SignUp, "byMail"> & { readonly origin: string },
): Promise<SignedUp> {
  const { auth, mailer, log } = services;
  const signedUp = await auth.accounts.signUp({ ...typed, byMail: mailer.from !== null });
  switch (signedUp.type) {
    case "created":
      break;
    case "known":
      sendLetter(services, {
        to: signedUp.email,
        subject: "You have an account already",
        words: [
          "Somebody, perhaps you, tried to sign up to Daybook with this address. It has an account " +
          "already: sign in with it, or set another password where you forgot it.",
          "If it was not you, there is nothing to do.",
        ],
        link: null,
      });
      break;
    case "waiting":
      sendLink(services, { ...typed, email: signedUp.email })
        .catch((error) => log.error("mail.failed", { error }));
  }
  return signedUp;
}

async function sendLink(
  services: PeopleServices,
  { email, address, origin }: Pick<SignUp, "email" | "address"> & { readonly origin: string },
): Promise<void> {
  const made = await services.auth.resets.request({ email, address });
  if (made === null) return;
  await sendLetter(services, {
    to: made.email,
    subject: "Set a password for Daybook",
    words: [
      "Somebody, perhaps you, signed up to Daybook with this address. This link sets your password, once, " +
      "within 30 minutes; later, ask for another one where you sign in.",
      "If it was not you, there is nothing to do: nobody can sign in.",
    ],
    link: `${services.publicUrl ?? origin}/reset-password?token=${made.token}`,
  });
}
