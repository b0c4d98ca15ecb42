/**
 * Passwords of accounts as they are stored: argon2id, with its cost and salt beside it.
 *
 * The hash is computed on a thread of its own, since it would stall the event loop for 100 ms. The
 * thread starts when it is asked and ends when nobody waits: what it held of passwords goes with it.
 *
 * Source: RFC 9106; OWASP Password Storage Cheat Sheet (m = 19 MB, t = 2, p = 1).
 * Cost: about 0.2 s with the start of the thread. One password is hashed at a time, and a thread ends
 * after eight, since what it took (19 MB each) is not given back before: at most about 160 MB.
 *
 * @module
 */

/** What the thread is asked: to hash where nothing is stored, else to verify. */
export interface Asked {
  readonly password: string;
  readonly stored: string | null;
}

/** What the thread tells. */
export type Told =
  | { readonly type: "done"; readonly answer: string | boolean }
  | { readonly type: "failed" };

/** What our own hashes look like; the cost is read from it, and must not be somebody else's choice. */
const STORED =
  /^\$argon2id\$v=19\$m=\d{4,6},t=\d{1,2},p=\d\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{43}$/;

/** So many are hashed on one thread. */
const MOST_HASHES = 8;

interface Waiting {
  readonly asked: Asked;
  readonly answer: PromiseWithResolvers<string | boolean>;
}

let thread: { readonly worker: Worker; hashes: number } | null = null;
let current: Waiting | null = null;
const waiting: Waiting[] = [];

/** Returns what to store of a password; the same password gives another text each time. */
export async function hashArgon2id(password: string): Promise<string> {
  return String(await ask(password, null));
}

/** Whether a password is the one that was stored. Accents that look the same are the same. */
export async function verifyArgon2id(password: string, stored: string): Promise<boolean> {
  if (!STORED.test(stored)) throw new TypeError("No hash of a password");
  // The package hashes no empty text, so none was stored; and it is wrong for everybody alike.
  if (password === "") return false;
  return await ask(password, stored) === true;
}

function ask(password: string, stored: string | null): Promise<string | boolean> {
  const answer = Promise.withResolvers<string | boolean>();
  waiting.push({ asked: { password: password.normalize("NFKC"), stored }, answer });
  if (current === null) goOn();
  return answer.promise;
}

/** Asks for the next that waits, of a thread that is not used up; ends it where nobody waits. */
function goOn(): void {
  current = waiting.shift() ?? null;
  if (current === null || thread?.hashes === MOST_HASHES) end();
  if (current === null) return;
  thread ??= { worker: start(), hashes: 0 };
  thread.hashes++;
  thread.worker.postMessage(current.asked);
}

function start(): Worker {
  const made = new Worker(new URL("./argon2id_worker.ts", import.meta.url), { type: "module" });
  made.onmessage = ({ data }: MessageEvent<Told>) => {
    const answered = current?.answer;
    goOn();
    if (data.type === "done") answered?.resolve(data.answer);
    else answered?.reject(new Error("A password could not be hashed"));
  };
  made.onerror = (event) => {
    event.preventDefault();
    const answered = current?.answer;
    end();
    goOn();
    answered?.reject(new Error("A password could not be hashed"));
  };
  return made;
}

function end(): void {
  thread?.worker.terminate();
  thread = null;
}
