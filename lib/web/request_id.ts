/** An id that a client may give its request. */
const REQUEST_ID = /^[\w-]{1,64}$/;

/** Returns the id of a request that just arrived; its own stays where it may be one. */
export function requestIdOf(request: Request): string {
  const sent = request.headers.get("X-Request-Id") ?? "";
  return REQUEST_ID.test(sent) ? sent : crypto.randomUUID();
}
