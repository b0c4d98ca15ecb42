/**
 * What a workbook says of itself: its sheets, its calendar, its texts.
 *
 * @module
 */
import { AppError } from "@/lib/errors.ts";
import { parseXml } from "./xml.ts";
import { type NumberStyle, readStyles } from "./xlsx_styles.ts";
import type { Zip } from "./zip.ts";

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** `null` for a sheet that is a chart or dialog. */
  readonly part: string | null;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly system1904: boolean;
  readonly styles: readonly NumberStyle[];
  readonly texts: readonly string[];
  readonly hasMacros: boolean;
}

interface Relation {
  readonly type: string;
  readonly part: string;
}

/** Reads all of a workbook but its sheets. @throws UNSUPPORTED_FORMAT, BAD_FILE */
export async function readWorkbook(zip: Zip): Promise<Workbook> {
  const part = await findWorkbook(zip);
  const relations = await readRelations(zip, part);
  const partOf = (type: string) =>
    [...relations.values()].find((relation) => relation.type === type)?.part ?? "";
  const sheets: Sheet[] = [];
  let system1904 = false;
  await parseXml(part, zip.inflate(part), {
    open(name, attributes) {
      if (name === "workbookPr") system1904 = isTrue(attributes.date1904);
      if (name !== "sheet") return;
      const id = Object.entries(attributes).find(([key]) => /^(?:.*:)?id$/.test(key))?.[1] ?? "";
      const relation = relations.get(id);
      sheets.push({
        name: attributes.name ?? "",
        hidden: attributes.state === "hidden" || attributes.state === "veryHidden",
        part: relation?.type === "worksheet" ? relation.part : null,
      });
    },
  });
  return {
    sheets,
    system1904,
    styles: await readStyles(zip, partOf("styles")),
    texts: await readTexts(zip, partOf("sharedStrings")),
    hasMacros: zip.names.some((name) => /vbaproject\.bin$/i.test(name)),
  };
}

/** Whether an attribute says yes. */
export function isTrue(value: string | undefined): boolean {
  return value === "1" || value === "true";
}

async function findWorkbook(zip: Zip): Promise<string> {
  const relations = zip.has("_rels/.rels") ? await readRelations(zip, "") : new Map();
  const named = [...relations.values()].find(({ type }) => type === "officeDocument")?.part;
  const part = named ?? "xl/workbook.xml";
  if (zip.has(part) && /\.xml$/i.test(part) && !/^(?:word|ppt)\//.test(part)) return part;
  throw new AppError(
    "UNSUPPORTED_FORMAT",
    `Cannot read the file as a ZIP archive must be an XLSX workbook: current value is ${
      describe(zip, part)
    }; save it as XLSX or CSV, or unpack it`,
  );
}

function describe(zip: Zip, part: string): string {
  if (/\.bin$/i.test(part) || zip.has("xl/workbook.bin")) return "a binary workbook (XLSB)";
  if (zip.has("word/document.xml")) return "a Word document";
  if (zip.has("ppt/presentation.xml")) return "a presentation";
  if (zip.has("content.xml") && zip.has("mimetype")) return "an OpenDocument file";
  return `an archive of ${zip.names.length} names without a workbook`;
}

/** Returns what a part refers to by id; targets outside the file are left out. */
async function readRelations(zip: Zip, part: string): Promise<Map<string, Relation>> {
  const slash = part.lastIndexOf("/");
  const folder = part.slice(0, slash + 1);
  const relationsPart = `${folder}_rels/${part.slice(slash + 1)}.rels`;
  const relations = new Map<string, Relation>();
  if (!zip.has(relationsPart)) return relations;
  await parseXml(relationsPart, zip.inflate(relationsPart), {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== "Relationship" || TargetMode === "External" || Target === undefined) return;
      const type = (Type ?? "").slice((Type ?? "").lastIndexOf("/") + 1);
      relations.set(Id ?? "", { type, part: resolve(folder, Target) });
    },
  });
  return relations;
}

function resolve(folder: string, target: string): string {
  const path = target.startsWith("/") ? target : folder + target;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** Returns the shared texts; how they sound in Japanese (`rPh`) is left out. */
async function readTexts(zip: Zip, part: string): Promise<readonly string[]> {
  const texts: string[] = [];
  if (!zip.has(part)) return texts;
  let text = "";
  let inText = false;
  let inSound = false;
  await parseXml(part, zip.inflate(part), {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") inSound = true;
      else if (name === "t") inText = !inSound;
    },
    close(name) {
      if (name === "si") texts.push(unescapeText(text));
      else if (name === "rPh") inSound = false;
      else if (name === "t") inText = false;
    },
    text(more) {
      if (inText) text += more;
    },
  });
  return texts;
}

/** Undoes the escapes of characters that XML has no room for: `_x000D_` is a return. */
export function unescapeText(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    .toWellFormed();
}
