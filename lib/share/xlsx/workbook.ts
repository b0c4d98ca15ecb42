/**
 * Rows as an XLSX workbook that is written while the rows arrive.
 *
 * Source: ECMA-376, parts 1 (SpreadsheetML) and 2 (packaging).
 *
 * @module
 */
import { type Frame, valueAt } from "@/lib/frame/frame.ts";
import type { ColumnSchema } from "@/lib/frame/schema.ts";
import { cellOf, headCell, STYLES, xmlText } from "./cells.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

/** Rows of a sheet below its head; what is more goes to another sheet. */
const SHEET_ROWS = 1_048_575;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** What a workbook is made of. */
export interface WorkbookRows {
  readonly columns: readonly ColumnSchema[];
  /** Where the figures come from, in the file's properties. */
  readonly description: string;
  /** Columns in the order of `columns`; whole numbers and decimals as text. */
  readonly pages: AsyncIterable<Frame>;
  /** How many rows there will be. */
  readonly total: number;
}

/** Gives the bytes of the workbook. @throws AppError TOO_MANY_ROWS from 4 GB on */
export function writeWorkbook(rows: WorkbookRows): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  return writeZip(entriesOf(rows));
}

async function* entriesOf(rows: WorkbookRows): AsyncGenerator<ZipEntry> {
  const sheets = Math.max(1, Math.ceil(rows.total / SHEET_ROWS));
  const fixed: readonly (readonly [name: string, xml: string])[] = [
    ["[Content_Types].xml", contentTypes(sheets)],
    [
      "_rels/.rels",
      relations([
        [`${OFFICE}/officeDocument`, "xl/workbook.xml"],
        [`${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"],
      ]),
    ],
    ["docProps/core.xml", properties(rows.description)],
    ["xl/workbook.xml", workbook(sheets)],
    [
      "xl/_rels/workbook.xml.rels",
      relations([
        ...sheetNumbers(sheets).map((sheet) =>
          [`${OFFICE}/worksheet`, `worksheets/sheet${sheet}.xml`] as const
        ),
        [`${OFFICE}/styles`, "styles.xml"],
      ]),
    ],
    ["xl/styles.xml", STYLES],
  ];
  for (const [name, xml] of fixed) yield { name, content: [XML, xml] };
  const lines = linesOf(rows)[Symbol.asyncIterator]();
  for (const sheet of sheetNumbers(sheets)) {
    yield { name: `xl/worksheets/sheet${sheet}.xml`, content: sheetXml(rows, lines) };
  }
}

function sheetNumbers(sheets: number): readonly number[] {
  return Array.from({ length: sheets }, (_, index) => index + 1);
}

async function* sheetXml(
  { columns }: WorkbookRows,
  lines: AsyncIterator<string>,
): AsyncGenerator<string> {
  const head = columns.map(({ name }) => headCell(name)).join("");
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>` +
    `</sheetViews><sheetData><row>${head}</row>`;
  for (let row = 0; row < SHEET_ROWS; row++) {
    const next = await lines.next();
    if (next.done) break;
    yield next.value;
  }
  yield "</sheetData></worksheet>";
}

async function* linesOf({ columns, pages }: WorkbookRows): AsyncGenerator<string> {
  for await (const page of pages) {
    for (let row = 0; row < page.length; row++) {
      const cells = columns.map(({ type }, index) =>
        cellOf(type, valueAt(page.columns[index], row))
      );
      yield `<row>${cells.join("")}</row>`;
    }
  }
}

function contentTypes(sheets: number): string {
  const parts = [
    ["/xl/workbook.xml", `${TYPE}.sheet.main+xml`],
    ["/xl/styles.xml", `${TYPE}.styles+xml`],
    ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
    ...sheetNumbers(sheets).map((sheet) => [
      `/xl/worksheets/sheet${sheet}.xml`,
      `${TYPE}.worksheet+xml`,
    ]),
  ].map(([name, type]) => `<Override PartName="${name}" ContentType="${type}"/>`).join("");
  return `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>${parts}</Types>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const parts = targets.map(([type, target], index) =>
    `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`
  ).join("");
  return `<Relationships xmlns="${PACKAGE}/relationships">${parts}</Relationships>`;
}

function workbook(sheets: number): string {
  const names = sheetNumbers(sheets).map((sheet) =>
    `<sheet name="Rows${sheet === 1 ? "" : ` ${sheet}`}" sheetId="${sheet}" r:id="rId${sheet}"/>`
  ).join("");
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names}</sheets></workbook>`;
}

function properties(description: string): string {
  return `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" ` +
    `xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Daybook</dc:creator>` +
    `<dc:description>${xmlText(description)}</dc:description></cp:coreProperties>`;
}
