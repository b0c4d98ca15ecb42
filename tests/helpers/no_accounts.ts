import type { Accounts } from "@/lib/workspace/accounts/contract.ts";

/** What pages ask of accounts where nobody has one: for tests of other things. */
export const NO_ACCOUNTS = {
  ways: () =>
    Promise.resolve({ signUps: "closed", openId: null, mail: false, accounts: false } as const),
} as unknown as Accounts; // nothing else is asked
