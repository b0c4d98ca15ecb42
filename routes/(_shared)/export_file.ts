/**
 * A notebook as a file to keep.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import type { NotebookFormat } from "@/lib/workspace/notebooks/notebook_view.ts";
import { readAddress } from "./address.ts";
import type { State } from "./define.ts";
import { answerFile } from "./result_files.ts";

/** The media type of each format, and who may ask for it. */
const FORMATS: Readonly<Record<NotebookFormat, string>> = {
  md: "text/markdown; charset=utf-8",
  html: "text/html; charset=utf-8",
  pdf: "application/pdf",
  json: "application/json",
};

/** More letters of a title than these make no better name. */
const MOST_LETTERS = 80;

interface Asked {
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly state: State;
}

/** Answers with the notebook of an address as a file. @throws AppError BAD_PARAMETER */
export async function answerNotebook({ url, params, state }: Asked): Promise<Response> {
  const format = formatOf(params.format);
  const { notebooks } = state.workspace;
  const asked = { id: params.notebook, parameters: readAddress(url).parameters };
  const { title } = await notebooks.open(asked);
  return await answerNamed(notebooks.export({ ...asked, format }), { title, format });
}

/** Answers with bytes as a file that is called by a title. */
export async function answerNamed(
  bytes: AsyncIterable<Uint8Array>,
  { title, format }: { readonly title: string; readonly format: NotebookFormat },
): Promise<Response> {
  const name = titledName(title, format);
  const plain = name.replaceAll(/[^\x20-\x7e]/g, "_");
  const response = await answerFile(bytes, { name: plain, type: FORMATS[format] });
  const own = `attachment; filename="${plain}"; filename*=UTF-8''${headerText(name)}`;
  response.headers.set("Content-Disposition", own);
  return response;
}

/** Reads a format. @throws AppError BAD_PARAMETER */
export function formatOf(text: string): NotebookFormat {
  if (isFormat(text)) return text;
  throw new AppError(
    "BAD_PARAMETER",
    `Cannot export as the format must be ${Object.keys(FORMATS).join(", ")}: current value is ${
      JSON.stringify(text.slice(0, 40))
    }`,
  );
}

/** What of a title any system takes for the name of a file: letters, digits, and a few signs. */
function titledName(title: string, ending: string): string {
  const plain = title.normalize("NFC").replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, " ")
    .replaceAll(/^[ .]+/g, "").trim();
  const short = [...plain].slice(0, MOST_LETTERS).join("").trim();
  return `${short || "notebook"}.${ending}`;
}

/** What a header may hold of any text (RFC 8187). */
function headerText(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function isFormat(text: string): text is NotebookFormat {
  return Object.hasOwn(FORMATS, text);
}
