/**
 * Signing in at another place: begun, and ended in the browser that began it.
 *
 * @module
 */
import { keepAttempt, useAttempt } from "@/lib/auth/oidc/attempts.ts";
import { matchAccount, type Matched } from "@/lib/auth/oidc/match_account.ts";
import type { OpenId, OpenIdPerson } from "@/lib/auth/oidc/open_id.ts";
import type { Rate } from "@/lib/auth/limits/rate_limit.ts";
import { AppError } from "@/lib/errors.ts";
import type { Accounts } from "./contract.ts";
import type { PeopleServices } from "./services.ts";

/** Where the other place sends browsers back to. */
const BACK_PATH = "/sign-in/openid/back";

const BEGINNINGS: Rate = { name: "openid", size: 20, refillMilliseconds: 10_000 };

/** Begins one. @throws AppError TOO_OFTEN, OUTSIDE_FAILED */
export async function beginOpenId(
  { auth, openId, database, publicUrl, now }: PeopleServices,
  { origin, next, address }: Parameters<Accounts["beginOpenId"]>[0],
): ReturnType<Accounts["beginOpenId"]> {
  if (openId === null) return null;
  const taken = await auth.limits.take(BEGINNINGS, address ?? "");
  if (taken.type === "refused") {
    const { retryAfterSeconds } = taken;
    throw new AppError("TOO_OFTEN", "Cannot sign in so often", { retryAfterSeconds });
  }
  const { location, secrets } = await openId.begin({
    redirect: `${publicUrl ?? origin}${BACK_PATH}`,
  });
  await keepAttempt(database, { secrets, next }, now());
  return { location, state: secrets.state };
}

/** Ends one. @throws AppError NOT_GRANTED, OUTSIDE_FAILED */
export async function endOpenId(
  services: PeopleServices,
  { url, state, userAgent, address }: Parameters<Accounts["endOpenId"]>[0],
): ReturnType<Accounts["endOpenId"]> {
  const { auth, openId, database, publicUrl, now } = services;
  const { audit, sessions } = auth;
  const { origin, search } = new URL(url);
  const attempt = openId === null ? null : await useAttempt(database, state, now());
  if (openId === null || attempt === null) {
    throw new AppError("NOT_GRANTED", "Cannot sign in as it must have begun in this browser");
  }
  const refuse = async (reason: string) => {
    await audit.note({ event: "sign_in_failed", account: null, address, details: { reason } });
  };
  const person = await openId.end({
    url: `${publicUrl ?? origin}${BACK_PATH}${search}`,
    secrets: attempt.secrets,
  }).catch(async (error) => {
    await refuse("openid");
    throw error;
  });
  if (person === null) {
    await refuse("openid address not verified");
    throw new AppError("NOT_GRANTED", "Cannot sign in as the address must be shown to be yours");
  }
  const { account, isNew } = await match(services, openId, person).catch(async (error) => {
    await refuse("openid account");
    throw error;
  });
  sessions.forget();
  if (isNew) await audit.note({ event: "signed_up", account, address });
  const begun = await sessions.start(userAgent, { account, passwordOf: null });
  await audit.note({ event: "signed_in", account, address, details: { by: "openid" } });
  return { begun, next: attempt.next };
}

function match(
  { database, signUps, now }: PeopleServices,
  { domains }: OpenId,
  person: OpenIdPerson,
): Promise<Matched> {
  return matchAccount(database, person, { domains, signUps, now: now() });
}
