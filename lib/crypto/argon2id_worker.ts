/**
 * The thread on which passwords are hashed, one after the other.
 *
 * @module
 */
import { argon2id, argon2Verify } from "hash-wasm";
import type { Asked, Told } from "./argon2id.ts";

/** OWASP's choice where one lane is used: 19 MB, two passes. */
const COST = { parallelism: 1, iterations: 2, memorySize: 19_456, hashLength: 32 };
const SALT_BYTES = 16;

/** The worker's end of the port, which TypeScript takes for a window's. */
const port = globalThis as unknown as {
  postMessage(told: Told): void;
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
};

async function answer({ password, stored }: Asked): Promise<string | boolean> {
  if (stored !== null) return await argon2Verify({ password, hash: stored });
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return await argon2id({ ...COST, password, salt, outputType: "encoded" });
}

port.onmessage = async ({ data }) => {
  try {
    port.postMessage({ type: "done", answer: await answer(data) });
  } catch {
    // What failed may name its input: that is not told.
    port.postMessage({ type: "failed" });
  }
};
