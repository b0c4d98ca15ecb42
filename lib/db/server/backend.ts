/**
 * A Postgres server, 15 or later.
 *
 * @module
 */
import type { Socket } from "node:net";
import postgres from "postgres";
import { AppError } from "@/lib/errors.ts";
import { isLoopback } from "@/lib/loopback.ts";
import type { Wire } from "@/lib/db/connection.ts";
import type { Backend } from "@/lib/db/pooled_database.ts";
import { isLost, statementError } from "@/lib/db/statement_error.ts";
import { valueTypes } from "@/lib/db/values.ts";
import { openSocket, type ServerAddress } from "./socket.ts";

/** Few: a notebook runs few cells side by side, and a server has few connections to give. */
const CONNECTIONS = 4;

const OLDEST_VERSION = 150000;

const CONNECT_SECONDS = 10;

type Options = postgres.Options<Record<string, postgres.PostgresType>> & {
  // Not among postgres.js's types.
  readonly socket: (address: ServerAddress) => Promise<Socket>;
};

/**
 * Prepares connections to a server; the first one is opened, and kept.
 *
 * @throws AppError BAD_SETTING when the URL is none or the server is too old, DATABASE_ERROR
 * when it cannot be reached.
 */
export function openServer(
  { url, requireTls }: { readonly url: string; readonly requireTls?: boolean },
): Backend {
  const options = {
    max: 1,
    socket: (address: ServerAddress) => openSocket(address, 1000 * CONNECT_SECONDS),
    ssl: tlsMode(url, requireTls ?? !isLoopback(url)),
    fetch_types: false,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: CONNECT_SECONDS,
    types: valueTypes,
    onnotice() {},
    connection: {
      application_name: "daybook",
      search_path: "daybook",
      TimeZone: "UTC",
      DateStyle: "ISO, YMD",
      IntervalStyle: "iso_8601",
      extra_float_digits: 1,
      bytea_output: "hex",
      jit: false,
      // Ends what runs for a program that was killed.
      client_connection_check_interval: 1000,
    },
  } as Options; // jit and the like are no settings that its types know
  return new ServerBackend(url, options);
}

class ServerBackend implements Backend {
  readonly kind = "server";
  readonly size = CONNECTIONS;
  readonly #url: string;
  readonly #options: Options;
  readonly #control: postgres.Sql;
  readonly #listening: postgres.Sql;

  constructor(url: string, options: Options) {
    this.#url = url;
    this.#options = options;
    // Both connect when they are first used.
    this.#control = postgres(url, { ...options, idle_timeout: 10 });
    this.#listening = postgres(url, options);
  }

  async connect(): Promise<Wire> {
    let lost = false;
    let opened: Socket | null = null;
    const onclose = () => {
      lost = true;
    };
    let isGreeted = false;
    // postgres.js would connect anew, and a commit there is one of nothing that Postgres does not refuse.
    const socket: Options["socket"] = async (address) => {
      if (isGreeted) throw Object.assign(new Error("It was lost"), { code: "CONNECTION_CLOSED" });
      return opened = await this.#options.socket(address);
    };
    const sql = postgres(this.#url, { ...this.#options, onclose, socket } as Options); // see Options
    const pid = await this.#greet(sql);
    isGreeted = true;
    const drop = () => {
      lost = true;
      sql.end({ timeout: 0 });
      // The server may be sending a row without end, which nobody reads.
      opened?.destroy();
    };
    const wire: Wire = {
      sql,
      // Whom nobody can stop is left alone: its connection is used no more.
      stop: () => this.#control`select pg_cancel_backend(${pid})`.then(() => {}, drop),
      drop,
      housekeeping: null,
      // Counts below TLS, where there is some.
      get received() {
        return opened?.bytesRead ?? 0;
      },
      get lost() {
        return lost;
      },
      close: () => sql.end({ timeout: 1 }),
    };
    return wire;
  }

  async listen(
    channel: string,
    handler: (payload: string) => void,
  ): Promise<() => Promise<void>> {
    const { unlisten } = await this.#listening.listen(channel, handler);
    return async () => {
      await unlisten();
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.#control.end({ timeout: 1 }), this.#listening.end({ timeout: 1 })]);
  }

  /** Returns the number of the server's process behind a new connection. */
  async #greet(sql: postgres.Sql): Promise<number> {
    try {
      const [{ pid, version }] = await sql`
        select pg_backend_pid() as pid, current_setting('server_version_num')::int4 as version`;
      if (version >= OLDEST_VERSION) return pid;
      throw new AppError(
        "BAD_SETTING",
        `Cannot use the server as it must be Postgres 15 or later: current value is ${
          Math.floor(version / 10000)
        }`,
      );
    } catch (error) {
      await sql.end({ timeout: 0 });
      throw connectError(error, { tls: this.#options.ssl });
    }
  }
}

/** A URL may ask for more than the settings do (`sslmode=verify-full`), never for less. */
function tlsMode(url: string, required: boolean): Options["ssl"] {
  const wanted = URL.parse(url)?.searchParams.get("sslmode") ?? null;
  if (wanted === "verify-full" || wanted === "verify-ca") return "verify-full";
  if (required || wanted === "require") return "require";
  return wanted === "disable" ? false : "prefer";
}

/** Never shows the URL: it holds a password. */
function connectError(error: unknown, { tls }: { readonly tls: Options["ssl"] }): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // Such a server says no, and hangs up on whoever begins all the same.
  if (code === "ECONNRESET" && tls !== false && tls !== "prefer") {
    return new AppError(
      "DATABASE_ERROR",
      "Cannot connect to the database server as it must speak TLS, unless DB_REQUIRE_SSL is false: " +
        "it broke off",
      { cause: error },
    );
  }
  if (isLost(error) || ["ECONNREFUSED", "ENOTFOUND", "CONNECT_TIMEOUT"].includes(code)) {
    return new AppError(
      "DATABASE_ERROR",
      `Cannot connect to the database server as it must answer: current value is ${code}`,
      { cause: error },
    );
  }
  return statementError(error);
}
