/**
 * Files that browsers fetch: those of `static/`, and the bundles.
 *
 * A file's address holds the digest of its content, so a browser keeps it for good; one that is
 * asked for without it is asked for again each time, and answered with 304 where it is the same. Text goes
 * by Brotli to whoever takes it, a tenth shorter than by gzip.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";
import { filesBelow, readFile } from "./modules.ts";
import { shortStyle } from "./short_style.ts";

/** Files by their paths. */
export interface Files {
  /** The addresses under which browsers may keep them, by path. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Answers a request for a file; `null` where there is none. */
  answer(request: Request): Response | null;
}

interface KeptFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly digest: string;
  /** The same by Brotli, once it was asked for. */
  shorter: Uint8Array<ArrayBuffer> | null;
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  webmanifest: "application/manifest+json",
  woff2: "font/woff2",
};

const TEXT = /^text\/|^image\/svg|json$|javascript/;

const FOR_GOOD = "public, max-age=31536000, immutable";

/** Where files are, and where browsers find them. */
export interface FilesOptions {
  readonly folder: string;
  /** The path of the folder in addresses, such as `/assets/`. */
  readonly path: string;
  /** Whether names hold digests, so that browsers may keep what they fetch by name. */
  readonly hashed: boolean;
}

/** Reads all files of a folder into memory. */
export async function openFiles({ folder, path: prefix, hashed }: FilesOptions): Promise<Files> {
  const paths = await filesBelow(folder);
  const contents = await Promise.all(paths.map(readFile));
  const kept = new Map<string, KeptFile>();
  const addresses = new Map<string, string>();
  const keep = (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    const address = prefix + path.slice(folder.length + 1);
    const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
    const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, 16);
    kept.set(address, { bytes, type, digest, shorter: null });
    addresses.set(address, `${address}?v=${digest}`);
  };
  // Style sheets come last, as they name the addresses of the others.
  const isStyle = (path: string) => path.endsWith(".css");
  for (const [index, path] of paths.entries()) if (!isStyle(path)) keep(path, contents[index]);
  for (const [index, path] of paths.entries()) {
    if (isStyle(path)) keep(path, forBrowsers(contents[index], addresses));
  }

  return {
    addresses,
    answer(request) {
      const { pathname, searchParams } = new URL(request.url);
      const file = kept.get(pathname);
      if (file === undefined || !["GET", "HEAD"].includes(request.method)) return null;
      const { bytes, type, digest } = file;
      const isText = TEXT.test(type);
      const isShorter = isText && takesBrotli(request);
      const headers = {
        "Cache-Control": hashed || searchParams.get("v") === digest ? FOR_GOOD : "no-cache",
        "ETag": `"${digest}${isShorter ? "-br" : ""}"`,
        "X-Content-Type-Options": "nosniff",
        ...isText ? { "Vary": "Accept-Encoding" } : {},
        ...isShorter ? { "Content-Encoding": "br" } : {},
      };
      if (request.headers.get("If-None-Match")?.includes(digest)) {
        return new Response(null, { status: 304, headers });
      }
      const body = isShorter ? file.shorter ??= byBrotli(bytes) : bytes;
      return new Response(body, { headers: { ...headers, "Content-Type": type } });
    },
  };
}

function takesBrotli({ headers }: Request): boolean {
  const taken = headers.get("Accept-Encoding") ?? "";
  return taken.split(",").some((one) => /^\s*br\s*(;\s*q=(1|0?\.\d*[1-9]\d*).*)?$/.test(one));
}

/** The best quality but the last two, which take ten times as long for a hundredth less. */
function byBrotli(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
  };
  return new Uint8Array(brotliCompressSync(bytes, { params }));
}

/** Shortens a style sheet, and gives the files that it names the addresses under which they may be kept. */
function forBrowsers(
  bytes: Uint8Array<ArrayBuffer>,
  addresses: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const text = shortStyle(new TextDecoder().decode(bytes)).replaceAll(
    /url\("(\/[^")]+)"\)/g,
    (_named, path) => `url("${addresses.get(path) ?? path}")`,
  );
  return new TextEncoder().encode(text);
}
