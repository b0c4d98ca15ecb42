/**
 * Stands before the engine: finds out for every question who asks, and whether they may have what
 * they ask for.
 *
 * Who that is, is told to the engine here and nowhere else: what a question says of it is replaced.
 *
 * @module
 */
import { authorize, demand } from "@/lib/auth/access.ts";
import type { Audit } from "@/lib/auth/audit.ts";
import type { Database } from "@/lib/db/database.ts";
import { AppError } from "@/lib/errors.ts";
import type { Workspace } from "@/lib/workspace/contract.ts";
import { everyMethod, type Shape } from "@/lib/workspace/shapes.ts";
import type { Access, Who } from "./contract.ts";
import { type BegunStream, createLiveStreams, endsAccess } from "./live_streams.ts";
import { fitAnswer, fitAsked, fitOnlooker } from "./own_things.ts";
import { type Rule, RULES } from "./rules.ts";
import { createSeenKeys } from "./seen_keys.ts";
import { type Shown, SHOWS } from "./showing.ts";
import { demandThing, opensNotebook, type Thing } from "./things.ts";
import { createEventNotes } from "./event_notes.ts";

/** What the guard stands on. */
export interface GuardServices {
  readonly database: Database;
  /** Finds out who asks. */
  readonly access: Access;
  /** Keeps what matters for security. */
  readonly audit: Pick<Audit, "note">;
  /**
   * Where links lead that are sent to people, whatever a request says of it; absent, or `null`, for
   * where it came from.
   */
  readonly linkOrigin?: () => Promise<string | null>;
}

/** Questions whose browser is sent on and comes back, which it can to where it is alone. */
const COMES_BACK = ["accounts.beginOpenId", "accounts.endOpenId"];

/** Under this and its id it is remembered what a notebook has shown. */
const NOTEBOOK = "notebook ";

/** Who asks, and whether they may only look at what they ask for. */
interface Judged {
  readonly who: Who;
  readonly looksOnly: boolean;
}

// deno-lint-ignore no-explicit-any -- rules.ts and the contract say what each takes
type Any = any;
type Method = (asked: Any, ...rest: Any[]) => Any;

/** Returns a workspace that answers only who may ask. */
export function guardWorkspace(
  workspace: Workspace,
  { database, access, audit, linkOrigin = () => Promise.resolve(null) }: GuardServices,
): Workspace {
  const parts = workspace as unknown as Record<string, Record<string, Method>>; // by name
  // Methods are told by name here, and each rule takes what its method is asked.
  const rules = RULES as unknown as Record<string, Record<string, Rule<Any> | undefined>>;
  const seen = createSeenKeys();
  const events = createEventNotes(audit);
  const live = createLiveStreams();

  /** Returns who asks, with whether they only look; `null` where nobody need be known. @throws AppError */
  async function judge(method: string, rule: Rule<Any>, asked: Any): Promise<Judged | null> {
    // As `showing` writes it; whom it stands for is looked up.
    const { [SHOWS]: shown = null } = asked as { readonly [SHOWS]?: Shown | null };
    if (rule.access === "everyone") {
      if (!("by" in asked)) return null;
      throw new AppError("NOT_GRANTED", `Cannot answer "${method}" as nobody is known to ask`);
    }
    const thing = rule.of?.(asked) ?? null;
    if (shown?.type === "link") {
      const { token } = shown;
      const isSeen = thing?.type === "result" && seen.has(`link ${token}`, thing.key);
      // It may have ended since it was opened.
      if (isSeen && await opensNotebook(database, { token, now: new Date() })) return null;
      throw new AppError("NOT_SIGNED_IN", `Cannot answer "${method}" as a link does not open it`);
    }
    const who = shown === null ? null : await access.who({ credential: shown, address: null });
    authorize(rule.access, who);
    const known = demand(who);
    const looksOnly = thing !== null && await onlyLooks(known, thing);
    // What else it takes may tell of what is asked for: nobody learns that of what they may not see.
    const also = await rule.also?.(asked, database) ?? null;
    if (also !== null) authorize(also, who);
    return { who: known, looksOnly };
  }

  /** Refuses what is not somebody's; returns whether they may only look at it. @throws AppError */
  async function onlyLooks(who: Who, thing: Thing): Promise<boolean> {
    try {
      return (await demandThing(database, who, thing)).looksOnly;
    } catch (error) {
      if (thing.type === "result" && await showsIt(who, thing.key)) return true;
      throw error;
    }
  }

  /** Whether a notebook that somebody may see has shown a result that is not in the database yet. */
  async function showsIt(who: Who, key: string): Promise<boolean> {
    for (const name of seen.whoSaw(key)) {
      if (!name.startsWith(NOTEBOOK)) continue;
      const id = name.slice(NOTEBOOK.length);
      const found = await demandThing(database, who, { type: "notebook", id, right: "view" })
        .catch(() => null);
      if (found !== null) return true;
    }
    return false;
  }

  /** Answers a question, once it is known who asks. */
  async function begin(subject: string, name: string, asked: Any, rest: readonly Any[]) {
    const method = `${subject}.${name}`;
    const rule = rules[subject]?.[name];
    if (rule === undefined) {
      throw new AppError("NOT_GRANTED", `Cannot answer "${method}" as it must have a rule`);
    }
    const judged = await judge(method, rule, asked);
    const who = judged?.who ?? null;
    const { [SHOWS]: shown, ...plain } = asked;
    const fitted = who === null ? plain : fitAsked(method, plain, who);
    const leads = "origin" in fitted && !COMES_BACK.includes(method) ? await linkOrigin() : null;
    const led = leads === null ? fitted : { ...fitted, origin: leads };
    const told = judged?.looksOnly === true ? fitOnlooker(method, led) : led;
    return {
      who,
      shown,
      method,
      answer: () => parts[subject][name](told, ...rest),
      again: async () => void await judge(method, rule, asked),
    };
  }

  async function value(subject: string, name: string, asked: Any, rest: readonly Any[]) {
    const { who, shown, method, answer } = await begin(subject, name, asked, rest);
    const answered = await events.watch(method, { who, work: answer });
    // Nobody waits for it: what is wrong with a stream is told to who follows it.
    if (endsAccess(method)) live.judge();
    if (shown?.type === "link") seen.learn(`link ${shown.token}`, answered);
    if (who === null) return answered;
    if (subject === "notebooks" && typeof asked.id === "string") {
      seen.learn(`${NOTEBOOK}${asked.id}`, answered);
    }
    return await fitAnswer(database, { method, answered, who });
  }

  function guarded(subject: string, name: string, shape: Shape): Method {
    return shape === "value" || shape === "takes_bytes"
      ? (asked, ...rest) => value(subject, name, asked, rest)
      : (asked, ...rest) => {
        const begun = begin(subject, name, asked, rest);
        return shape === "values" ? live.follow(begun) : stream(begun);
      };
  }

  return Object.fromEntries(
    everyMethod().map(([subject, methods]) => [
      subject,
      Object.fromEntries(methods.map(([name, shape]) => [name, guarded(subject, name, shape)])),
    ]),
  ) as unknown as Workspace; // every method of the contract, as shapes.ts has all
}

/** Streams what is answered once it may be; whoever leaves before that is not kept waiting. */
function stream(begun: Promise<BegunStream>): AsyncIterable<unknown> {
  return {
    [Symbol.asyncIterator]() {
      const opened = begun.then(({ answer }) => answer()[Symbol.asyncIterator]());
      opened.catch(() => {}); // It is told to who asks for the first part.
      return {
        next: async () => await (await opened).next(),
        async return() {
          await (await opened).return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
