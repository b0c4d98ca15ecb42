import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { openSocket } from "@/lib/db/server/socket.ts";

const PATIENCE = 30_000;

/** A server on loopback, and its port. */
async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  // Whoever connects may be gone before it is greeted.
  const server = createServer((socket) => socket.on("error", () => {}).end("hello"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens at an address, not at a path.
  return { server, port: (server.address() as AddressInfo).port };
}

async function stop(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

Deno.test("openSocket() connects, and tells the name that a certificate has to have", async () => {
  const { server, port } = await listen();
  const socket = await openSocket({ host: ["127.0.0.1"], port: [port] }, PATIENCE);
  assert.equal("host" in socket && socket.host, "127.0.0.1");
  const [bytes] = await once(socket, "data");
  assert.equal(String(bytes), "hello");
  socket.destroy();
  await stop(server);
});

Deno.test("openSocket() goes on to the next address where one does not answer", async () => {
  const gone = await listen();
  await stop(gone.server);
  const { server, port } = await listen();
  const address = { host: ["127.0.0.1", "127.0.0.1"], port: [gone.port, port] };
  const socket = await openSocket(address, PATIENCE);
  assert.equal(socket.remotePort, port);
  socket.destroy();
  await stop(server);
});

Deno.test("openSocket() tells why nobody answered", async () => {
  const { server, port } = await listen();
  await stop(server);
  await assert.rejects(openSocket({ host: ["127.0.0.1"], port: [port] }, PATIENCE), {
    code: "ECONNREFUSED",
  });
});
