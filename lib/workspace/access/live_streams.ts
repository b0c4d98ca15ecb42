/**
 * What somebody follows: it ends when they may not hear of it any more, though nothing happens.
 *
 * What ends access in another process is noticed before the next event is told, and whenever the
 * stream shows that it lives.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

/** What is followed, once it is known that it may be. */
export interface BegunStream {
  readonly answer: () => AsyncIterable<unknown>;
  /** Finds out anew whether it may be. @throws AppError */
  readonly again: () => Promise<void>;
}

/** All that is followed at the moment. */
export interface LiveStreams {
  /** Tells what happens, each only to who may still hear of it. */
  follow(begun: Promise<BegunStream>): AsyncIterable<unknown>;
  /** Ends what may not be followed any more. */
  judge(): Promise<void>;
}

/** Questions after which somebody may be signed out, or see a notebook no more. */
const ENDS: readonly string[] = [
  "owner.signOut",
  "access.logOut",
  "access.refresh",
  "accounts.reset",
  "accounts.changePassword",
  "accounts.endSession",
  "accounts.signOutEverywhere",
  "accounts.revokeKey",
  "accounts.endOpenId",
  "admin.setRole",
  "admin.setDisabled",
  "admin.endSessions",
  "sharing.unshare",
  "sharing.give",
];

/** Whether somebody's access may have ended by a question. */
export function endsAccess(method: string): boolean {
  return ENDS.includes(method);
}

/** Makes it, with nothing that is followed. */
export function createLiveStreams(): LiveStreams {
  const judging = new Set<() => Promise<void>>();

  return {
    follow(begun) {
      return {
        [Symbol.asyncIterator]() {
          const opened = begun.then(({ answer }) => answer()[Symbol.asyncIterator]());
          opened.catch(() => {}); // It is told to who asks for the first event.
          const { promise: refused, reject } = Promise.withResolvers<never>();
          refused.catch(() => {}); // It is told to who asks for the next event.
          const judge = async () => {
            try {
              await (await begun).again();
            } catch (error) {
              // Whatever else went wrong says nothing of who may follow.
              if (error instanceof AppError) reject(error);
            }
          };
          judging.add(judge);
          const leave = async () => {
            judging.delete(judge);
            await (await opened).return?.();
          };
          return {
            async next() {
              try {
                const told = await Promise.race([opened.then((events) => events.next()), refused]);
                if (told.done === true) judging.delete(judge);
                else await (await begun).again();
                return told;
              } catch (error) {
                // What was followed may wait for its next event for ever.
                leave().catch(() => {});
                throw error;
              }
            },
            async return() {
              await leave();
              return { done: true, value: undefined };
            },
          };
        },
      };
    },

    async judge() {
      await Promise.all([...judging].map((one) => one()));
    },
  };
}
