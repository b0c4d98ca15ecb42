/**
 * The hosts whose pages may show a shared notebook in a frame.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";

const MOST_HOSTS = 20;

/** A name or an address in full: no wildcard, and nothing that ends a policy's directive. */
const HOST_NAME = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/;

/**
 * Returns the origins of these hosts, each once, such as "https://wiki.example.org".
 * @throws AppError BAD_PARAMETER
 */
export function parseEmbedHosts(texts: readonly string[]): readonly string[] {
  if (texts.length > MOST_HOSTS) {
    throw new AppError(
      "BAD_PARAMETER",
      `Cannot embed a link as it may name at most ${MOST_HOSTS} hosts: ` +
        `current value is ${texts.length} hosts`,
    );
  }
  return [...new Set(texts.map(parseEmbedHost))];
}

function parseEmbedHost(text: string): string {
  const url = URL.parse(text.trim());
  if (url !== null && isOrigin(url)) return url.origin;
  throw new AppError(
    "BAD_PARAMETER",
    "Cannot embed a link as each host must be written such as https://wiki.example.org, " +
      `without a path: current value is ${JSON.stringify(text)}`,
  );
}

/** Whether a URL is a host and nothing more. */
function isOrigin({ protocol, hostname, origin, href }: URL): boolean {
  const isWeb = protocol === "https:" || protocol === "http:";
  return isWeb && HOST_NAME.test(hostname) && href === `${origin}/`;
}
