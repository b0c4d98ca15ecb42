/**
 * Sockets to a Postgres server that send what is written at once.
 *
 * Else the last bytes of a copy, which are written apart, wait until the server has acknowledged those
 * before them, and it takes 40 ms over that: Nagle's algorithm and delayed acknowledgements.
 *
 * @module
 */
import { connect, type Socket } from "node:net";

/** Where a server may be, as postgres.js reads it from the URL and the environment. */
export interface ServerAddress {
  /** One or more, tried in turn; each has the port of its place. */
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** A socket in the file system, which needs none of this. */
  readonly path?: string | null;
}

/**
 * Connects to the first address that answers; waits so long for each.
 *
 * @throws Error as `node:net`, or with code CONNECT_TIMEOUT
 */
export async function openSocket(
  { host, port, path }: ServerAddress,
  timeoutMilliseconds: number,
): Promise<Socket> {
  if (path) return await opened(connect(path), timeoutMilliseconds);
  let failure: unknown = null;
  for (const [i, name] of host.entries()) {
    try {
      const socket = connect({ host: name, port: port[i] ?? port[0], noDelay: true });
      // postgres.js checks the server's certificate against this name.
      return Object.assign(await opened(socket, timeoutMilliseconds), { host: name });
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

async function opened(socket: Socket, timeoutMilliseconds: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    reject(Object.assign(new Error("The server does not answer"), { code: "CONNECT_TIMEOUT" }));
  }, timeoutMilliseconds);
  socket.once("connect", resolve);
  socket.once("error", reject);
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.off("error", reject);
  }
}
