import { doesNotMatch, rejects } from "node:assert/strict";
import { openServer } from "@/lib/db/server/backend.ts";
import { AppError } from "@/lib/errors.ts";

/** How Postgres is asked for TLS: 8 bytes, of which the last four say so. */
const TLS_REQUEST = 8;

/** A server that has no TLS, as Postgres says it: it keeps all that it is sent. */
function startOpenServer() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heard: string[] = [];
  const serve = async (connection: Deno.TcpConn) => {
    const bytes = new Uint8Array(1000);
    for (let turn = 0;; turn++) {
      const length = await connection.read(bytes);
      if (length === null) return connection.close();
      heard.push(new TextDecoder().decode(bytes.subarray(0, length)));
      if (turn > 0 || length !== TLS_REQUEST) return connection.close();
      await connection.write(new TextEncoder().encode("N"));
    }
  };
  const serving = (async () => {
    for await (const connection of listener) await serve(connection).catch(() => {});
  })();
  return {
    port: listener.addr.port,
    heard,
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

Deno.test("openServer() tells a server without TLS nothing where TLS must be", async () => {
  await using server = startOpenServer();
  const url = `postgres://daybook:planted-password@127.0.0.1:${server.port}/daybook`;
  const backend = openServer({ url, requireTls: true });
  await rejects(
    backend.connect(),
    (error) =>
      error instanceof AppError && /must speak TLS.*DB_REQUIRE_SSL/.test(error.message) &&
      !error.message.includes("planted"),
  );
  await backend.close();
  doesNotMatch(server.heard.join(""), /planted-password|user/);
});
