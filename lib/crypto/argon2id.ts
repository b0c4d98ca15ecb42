/**
 * Passwords of accounts as they are stored: argon2id, with its cost and salt beside it.
 *
 * The hash is computed on a thread of its own, since it would stall the event loop for 100 ms. The
 * thread starts when it is asked and ends when nobody waits: what it held of passwords goes with it.
 *
 * Source: RFC 9106; OWASP Password Storage Cheat Sheet (m = 19 MB, t = 2, p = 1).
 * Cost: about 0.2 s with the start of the thread, 19 MB at a time however many ask at once.
 *
 * @module
 */

/** What the thread is asked: to hash where nothing is stored, else to verify. */
export interface Asked {
  readonly id: number;
  readonly password: string;
  readonly stored: string | null;
}

/** What the thread tells. */
export type Told =
  | { readonly type: "done"; readonly id: number; readonly answer: string | boolean }
  | { readonly type: "failed"; readonly id: number };

/** What our own hashes look like; the cost is read from it, and must not be somebody else's choice. */
const STORED =
  /^\$argon2id\$v=19\$m=\d{4,6},t=\d{1,2},p=\d\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{43}$/;

let worker: Worker | null = null;
let last = 0;
const waiting = new Map<number, PromiseWithResolvers<string | boolean>>();

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
  const asked: Asked = { id: ++last, password: password.normalize("NFKC"), stored };
  const waits = Promise.withResolvers<string | boolean>();
  waiting.set(asked.id, waits);
  worker ??= start();
  worker.postMessage(asked);
  return waits.promise;
}

function start(): Worker {
  const made = new Worker(new URL("./argon2id_worker.ts", import.meta.url), { type: "module" });
  made.onmessage = ({ data }: MessageEvent<Told>) => {
    const waits = waiting.get(data.id);
    waiting.delete(data.id);
    if (waiting.size === 0) end();
    if (data.type === "done") waits?.resolve(data.answer);
    else waits?.reject(new Error("A password could not be hashed"));
  };
  made.onerror = (event) => {
    event.preventDefault();
    end();
    for (const waits of waiting.values()) waits.reject(new Error("Passwords cannot be hashed"));
    waiting.clear();
  };
  return made;
}

function end(): void {
  worker?.terminate();
  worker = null;
}
