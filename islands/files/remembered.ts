/**
 * Which uploads were begun in this browser, so that the same file goes on where it was broken off
 * even after the page was closed.
 *
 * @module
 */
const PREFIX = "daybook-upload:";

/** The upload of this file that was begun, or `null`. */
export function knownUpload(file: File): string | null {
  return read(() => localStorage.getItem(keyOf(file)));
}

/** Keeps that the upload of this file was begun. */
export function rememberUpload(file: File, id: string): void {
  read(() => localStorage.setItem(keyOf(file), id));
}

/** Lets the next upload of this file begin anew. */
export function forgetUpload(file: File): void {
  read(() => localStorage.removeItem(keyOf(file)));
}

function keyOf({ name, size, lastModified }: File): string {
  return `${PREFIX}${lastModified}:${size}:${name}`;
}

/** A browser may keep nothing: then an upload begins anew. */
function read<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
