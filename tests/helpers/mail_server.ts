/** A real SMTP server on loopback, which keeps what it takes, read as a mail program reads it. */
import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** What arrived. */
export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over TLS. */
  readonly secure: boolean;
  readonly user: string | null;
  readonly raw: string;
  readonly mail: Awaited<ReturnType<typeof simpleParser>>;
}

/** A server that runs. */
export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly arrived: Arrived[];
}

/** Starts a server; whatever is left out takes all letters without TLS and without a password. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onData(stream, session, done) {
      (async () => {
        const raw: Uint8Array[] = [];
        for await (const piece of stream) raw.push(piece);
        const text = new TextDecoder().decode(await new Blob(raw as BlobPart[]).arrayBuffer());
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: typeof session.user === "string" ? session.user : null,
          raw: text,
          mail: await simpleParser(text),
        });
      })().then(() => done(), done);
    },
    ...options,
  });
  // A client that leaves in the middle is what some tests are about.
  server.on("error", () => {});
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, "127.0.0.1", () => {
      const address = listening.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A server that speaks line by line as it is told: each line that it gets has the next answer; `null` cuts off. */
export function startTalkingServer(answers: readonly (string | null)[]) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heard: string[] = [];
  const connections = new Set<Deno.TcpConn>();
  const talk = async (connection: Deno.TcpConn) => {
    let turn = 0;
    /** Says the next answer; returns whether to go on. */
    const say = async () => {
      const answer = answers[turn++];
      if (answer === undefined) return true;
      if (answer === null) return false;
      await connection.write(new TextEncoder().encode(`${answer}\r\n`));
      return true;
    };
    if (await say()) {
      let rest = "";
      let isData = false;
      const chunk = new Uint8Array(64_000);
      reading: for (;;) {
        const count = await connection.read(chunk);
        if (count === null) break;
        rest += new TextDecoder().decode(chunk.subarray(0, count));
        const lines = rest.split("\r\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (isData && line !== ".") continue;
          isData = line === "DATA";
          heard.push(line);
          if (!await say()) break reading;
        }
      }
    }
    connection.close();
  };
  const serving = (async () => {
    for await (const connection of listener) {
      connections.add(connection);
      talk(connection).catch(() => {}).finally(() => connections.delete(connection));
    }
  })();
  return {
    port: listener.addr.port,
    url: `smtp://127.0.0.1:${listener.addr.port}`,
    heard,
    [Symbol.asyncDispose]: async () => {
      for (const connection of connections) {
        try {
          connection.close();
        } catch {
          // It was closed meanwhile.
        }
      }
      listener.close();
      await serving.catch(() => {});
    },
  };
}
