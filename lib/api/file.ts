/**
 * Files that programs keep.
 *
 * @module
 */

/** What a file is called, and what it is. */
export interface FileTold {
  /** As people write it; signs that no system takes are replaced. */
  readonly name: string;
  readonly type: string;
}

/** Answers with bytes as they come, once the first have: what is refused is told as it is. */
export async function answerFile(
  bytes: AsyncIterable<Uint8Array<ArrayBuffer>>,
  { name, type }: FileTold,
): Promise<Response> {
  const iterator = bytes[Symbol.asyncIterator]();
  let next = await iterator.next();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      next = await iterator.next();
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, {
    headers: { "Content-Type": type, "Content-Disposition": dispositionOf(name) },
  });
}

/** Returns the header that names a file, as RFC 6266 says: in ASCII, and as it is. */
function dispositionOf(name: string): string {
  // No path, no control characters, nothing that ends the quotes.
  const clean = name.normalize("NFC").replaceAll(/[\p{C}/\\:*?"<>|]+/gu, "-").slice(0, 150);
  const plain = clean.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(/[^ -~]+/g, "-");
  const full = encodeURIComponent(clean.toWellFormed())
    .replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}
