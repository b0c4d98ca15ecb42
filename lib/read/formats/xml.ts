/**
 * Parses XML as it streams. There is no document type and so no entity but
 * XML's own five: what could expand or reach out is refused.
 *
 * @module
 */
import { SaxesParser } from "saxes";
import { AppError } from "@/lib/errors.ts";

/** What is called while a part is parsed; names come without their namespace's prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Elements within one another. */
const MAX_DEPTH = 256;

/** Parses one part. @throws BAD_FILE for what is no XML or has a document type */
export class XmlPart {
  readonly #parser: SaxesParser<{ xmlns: false; position: false }>;
  readonly #decoder: TextDecoder;
  readonly #part: string;

  constructor(part: string, handlers: XmlHandlers, encoding = "utf-8") {
    this.#part = part;
    this.#decoder = new TextDecoder(encoding, { fatal: true });
    const parser = new SaxesParser<{ xmlns: false; position: false }>({
      xmlns: false,
      position: false,
    });
    this.#parser = parser;
    let depth = 0;
    parser.on("doctype", () => this.#refuse("be without a document type", "it has one"));
    parser.on("error", (error) => this.#refuse("be XML", error.message));
    parser.on("opentag", ({ name, attributes }) => {
      depth += 1;
      if (depth > MAX_DEPTH) this.#refuse(`be at most ${MAX_DEPTH} deep`, "it is deeper");
      handlers.open(localName(name), attributes);
    });
    parser.on("closetag", ({ name }) => {
      depth -= 1;
      handlers.close?.(localName(name));
    });
    parser.on("text", (text) => handlers.text?.(text));
    parser.on("cdata", (text) => handlers.text?.(text));
  }

  /** Parses the next bytes. */
  write(chunk: Uint8Array): void {
    this.#parser.write(this.#decode(chunk));
  }

  /** Tells that all bytes have come. */
  end(): void {
    this.#parser.write(this.#decode(null));
    this.#parser.close();
  }

  #decode(chunk: Uint8Array | null): string {
    try {
      return chunk === null
        ? this.#decoder.decode()
        : this.#decoder.decode(chunk, { stream: true });
    } catch {
      this.#refuse("be UTF-8", "it has other bytes");
    }
  }

  #refuse(rule: string, value: string): never {
    throw new AppError(
      "BAD_FILE",
      `Cannot read the workbook as its part "${this.#part}" must ${rule}: current value is ${value}`,
    );
  }
}

/** Parses a part from its chunks of bytes. */
export async function parseXml(
  part: string,
  chunks: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
): Promise<void> {
  let xml: XmlPart | null = null;
  for await (const chunk of chunks) {
    xml ??= new XmlPart(part, handlers, encodingOf(chunk));
    xml.write(chunk);
  }
  (xml ?? new XmlPart(part, handlers)).end();
}

function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}
