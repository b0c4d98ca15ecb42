/**
 * How many requests may come, counted where they arrive: the engine is told of them now and then.
 *
 * A request counts for the account that it shows, those of browsers apart from those of programs, or
 * else for the address that it comes from. Whom a credential stands for is known from the first time
 * that it was found: until then it counts for its address, so that guessing is no way around.
 *
 * @module
 */
import { networkOf } from "@/lib/auth/limits/network.ts";
import { Recent } from "@/lib/auth/limits/recent.ts";
import { createSharedAllowance } from "@/lib/auth/limits/shared_allowance.ts";
import { hashSecret } from "@/lib/crypto/secret.ts";
import { AppError } from "@/lib/errors.ts";
import type { Access, Credential, Who } from "./contract.ts";
import type { RequestKind, RequestRates } from "./request_rates.ts";

/** A request that has just arrived. */
export interface Arrived {
  readonly kind: RequestKind;
  /** What it shows of who sends it. */
  readonly credential: Credential | null;
  readonly address: string;
}

/** Counts the requests of one process. */
export interface RequestLimits {
  /** @throws AppError TOO_OFTEN */
  count(request: Arrived): void;
  /** Learns who was found behind a credential; `null` where nobody was. */
  learn(credential: Credential, who: Pick<Who, "by"> | null): void;
}

/** What counting needs. */
export interface RequestLimitsOptions {
  readonly rates: RequestRates;
  /** Tells the engine. */
  readonly tell: Access["countRequests"];
  readonly now?: () => number;
  /** Does something in a while. */
  readonly later?: (work: () => void) => void;
}

const TELL_MILLISECONDS = 1000;

/** Of twice as many credentials those that were shown longest ago are forgotten. */
const MOST_CREDENTIALS = 10_000;

/** Makes what counts. */
export function createRequestLimits(
  { rates, tell, now = Date.now, later = inAWhile }: RequestLimitsOptions,
): RequestLimits {
  const allowance = createSharedAllowance(now);
  /** The key under which the requests of a credential count, by its hash. */
  const keys = new Recent<string>(MOST_CREDENTIALS);
  let isTelling = false;

  async function tellAll(): Promise<void> {
    const told = allowance.tell();
    try {
      const fullAt = await tell({ told });
      for (const [index, one] of told.entries()) allowance.hear(one, fullAt[index]);
    } catch {
      // The engine stops, or the database is away: what was let through is told later.
      allowance.untell(told);
    }
    isTelling = false;
    if (allowance.isDue()) tellLater();
  }

  function tellLater(): void {
    if (isTelling) return;
    isTelling = true;
    later(tellAll);
  }

  return {
    count({ kind, credential, address }) {
      const known = credential === null ? undefined : keys.get(hashOf(credential));
      const taken = allowance.take(rates[kind], known ?? `address ${networkOf(address)}`);
      if (allowance.isDue()) tellLater();
      if (taken.type === "allowed") return;
      const { size } = rates[kind];
      throw new AppError(
        "TOO_OFTEN",
        `Cannot answer as ${size} requests a minute may come: try again in a while`,
        { retryAfterSeconds: taken.retryAfterSeconds },
      );
    },
    learn(credential, who) {
      const hash = hashOf(credential);
      if (who === null) return void keys.delete(hash);
      const by = who.by.type === "owner" ? "owner" : who.by.id;
      keys.set(hash, `${credential.type === "session" ? "browser" : "program"} ${by}`);
    },
  };
}

/** A secret is not kept longer than its request. */
function hashOf(credential: Credential): string {
  switch (credential.type) {
    case "session":
      return hashSecret(`session ${credential.session}`);
    case "bearer":
      return hashSecret(`bearer ${credential.token}`);
    case "key":
      return hashSecret(`key ${credential.key}`);
  }
}

function inAWhile(work: () => void): void {
  setTimeout(work, TELL_MILLISECONDS);
}
