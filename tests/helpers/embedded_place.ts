/**
 * A data directory for a test of the embedded database alone.
 *
 * @module
 */

/** A data directory that nobody else uses, and that goes away. */
export interface EmbeddedPlace extends AsyncDisposable {
  readonly config: { readonly dataDirectory: string };
}

/** Makes a data directory of its own. */
export async function makeEmbeddedPlace(): Promise<EmbeddedPlace> {
  const dataDirectory = await Deno.makeTempDir({ prefix: "daybook-test-" });
  return {
    config: { dataDirectory },
    [Symbol.asyncDispose]: () => Deno.remove(dataDirectory, { recursive: true }),
  };
}
