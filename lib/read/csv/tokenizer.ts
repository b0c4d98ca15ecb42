/**
 * Cuts bytes into rows and cells, as leniently as can be without guessing.
 *
 * A quote opens a field only at its start (spaces aside) and closes it only before a
 * delimiter, a line end or the end; any other quote is text. A field that is never
 * closed, or in which another field seems to open on a later line, is read again
 * with its quote as text, so that it cannot swallow what follows. LF, CRLF and CR end
 * rows alike. Cells are places in the buffer: no string is made.
 *
 * Cost: O(bytes); a row that does not fit the buffer is begun again with more of it.
 *
 * @module
 */

/** How the cells of a file are told apart; a space stands for any run of spaces and tabs. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string | null;
  readonly escape: "double" | "backslash";
}

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;
const BACKSLASH = 92;
const DOS_END = 26;
/** Lines with mistakes that are told one by one. */
const TOLD_LINES = 10;
/** A byte that no buffer holds. */
const NONE = 256;

/** A quoted field longer than this is taken for one that was never closed. */
const LONGEST_FIELD_BYTES = 100 * 1024 * 1024;

/** Openings within bytes where no closing quote was found that are searched through once more. */
const MOST_SEARCHES = 20;

/** How a cell was written. */
export const PLAIN = 0;
export const QUOTED = 1;
export const ESCAPED = 2;

/** Rows of `width` cells each: cell `c` of row `r` is at `r × width + c`. */
export class Tokenizer {
  readonly width: number;
  readonly capacity: number;
  /** Where cells start and end; both 0 where a short row has none. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly marks: Uint8Array;
  readonly rowStarts: Int32Array;
  readonly rowEnds: Int32Array;
  /** Cells that each row really has. */
  readonly rowWidths: Int32Array;
  readonly rowLines: Float64Array;
  /** 1 where blank lines come before the row. */
  readonly blankBefore: Uint8Array;
  /** The heaviest mark of a cell in each row. */
  readonly rowMarks: Uint8Array;
  rows = 0;
  blankRows = 0;
  /** The line on which the next row starts. */
  line = 1;
  /** The first lines whose quote was never closed, and how many there are. */
  readonly unclosedLines: number[] = [];
  unclosed = 0;
  #lastUnclosed = 0;

  readonly #delimiter: number;
  readonly #second: number;
  readonly #quote: number;
  readonly #backslash: number;
  readonly #collapse: boolean;
  /** 1 for a byte that may end a cell; `#greatest` of them, and so nothing above does. */
  readonly #special = new Uint8Array(256);
  readonly #greatest: number;
  readonly #delimiterBytes: number;
  /** Blank rows that came before each row. */
  readonly #blanksUntil: Float64Array;
  #blanksJustBefore = 0;

  constructor(dialect: Dialect, width: number, capacity: number) {
    this.width = width;
    this.capacity = capacity;
    this.starts = new Int32Array(width * capacity);
    this.ends = new Int32Array(width * capacity);
    this.marks = new Uint8Array(width * capacity);
    this.rowStarts = new Int32Array(capacity);
    this.rowEnds = new Int32Array(capacity);
    this.rowWidths = new Int32Array(capacity);
    this.rowLines = new Float64Array(capacity);
    this.blankBefore = new Uint8Array(capacity);
    this.rowMarks = new Uint8Array(capacity);
    const delimiter = new TextEncoder().encode(dialect.delimiter);
    this.#delimiter = delimiter[0] ?? NONE;
    this.#second = delimiter[1] ?? NONE;
    this.#quote = dialect.quote === null ? NONE : dialect.quote.charCodeAt(0);
    this.#backslash = dialect.escape === "backslash" ? BACKSLASH : NONE;
    this.#collapse = dialect.delimiter === " ";
    this.#delimiterBytes = delimiter.length;
    this.#blanksUntil = new Float64Array(capacity);
    if (this.#delimiter !== NONE) this.#special[this.#delimiter] = 1;
    if (this.#collapse) this.#special[TAB] = 1;
    this.#special[LF] = 1;
    this.#special[CR] = 1;
    this.#greatest = this.#special.lastIndexOf(1);
  }

  /**
   * Reads rows from `from`, at most `capacity` of them, and returns where the first
   * unread row starts. `buffer[to]` must be writable: the scan ends there.
   */
  read(buffer: Uint8Array, span: { from: number; to: number; final: boolean }): number {
    const { to, final } = span;
    const { width, starts, ends, marks } = this;
    const delimiter = this.#delimiter;
    const second = this.#second;
    const quote = this.#quote;
    const collapse = this.#collapse;
    const special = this.#special;
    const greatest = this.#greatest;
    const simple = second === NONE && !collapse;
    buffer[to] = LF;
    this.#gaveUpAt = 0;
    this.rows = 0;
    let position = span.from;
    while (this.rows < this.capacity && position < to) {
      const rowStart = position;
      const base = this.rows * width;
      let lines = 0;
      let cells = 0;
      let rowMark = PLAIN;
      let rowEnd = position;
      if (collapse) { while (buffer[position] === SPACE) position++; }
      cells: while (true) {
        if (simple) {
          // Nearly all cells: without a quote, and not the last of their row.
          while (cells < width - 1) {
            let byte = buffer[position];
            if (byte === quote || byte === SPACE) break;
            let end = position;
            while (byte > greatest || special[byte] === 0) byte = buffer[++end];
            if (byte !== delimiter) break;
            starts[base + cells] = position;
            ends[base + cells] = end;
            marks[base + cells] = PLAIN;
            cells++;
            position = end + 1;
          }
        }
        let start = position;
        let end = position;
        let mark = PLAIN;
        let first = buffer[position];
        if (first === SPACE && quote !== NONE && !collapse) {
          let ahead = position;
          while (buffer[ahead] === SPACE) ahead++;
          if (buffer[ahead] === quote) {
            position = ahead;
            first = quote;
          }
        }
        if (first === quote && position < to) {
          const close = this.#findClose(buffer, position, span);
          if (close === INCOMPLETE) return rowStart;
          if (close === UNCLOSED) {
            this.#tellUnclosed(this.line + lines);
          } else {
            start = position + 1;
            end = close;
            mark = this.#fieldMark;
            lines += this.#fieldLines;
            position = close + 1;
            while (buffer[position] === SPACE && !collapse) position++;
          }
        }
        if (mark === PLAIN) {
          start = position;
          while (true) {
            let byte = buffer[position];
            while (byte > greatest || special[byte] === 0) byte = buffer[++position];
            if (byte !== delimiter || second === NONE || position >= to) break;
            if (buffer[position + 1] === second) break;
            position++;
          }
          if (position > to) position = to;
          end = position;
        }
        if (cells < width) {
          starts[base + cells] = start;
          ends[base + cells] = end;
          marks[base + cells] = mark;
        }
        cells++;
        if (mark > rowMark) rowMark = mark;
        rowEnd = position;
        if (position >= to) {
          if (!final) return rowStart;
          break cells;
        }
        const byte = buffer[position];
        if (byte === LF) {
          position++;
          lines++;
          break cells;
        }
        if (byte === CR) {
          if (position + 1 >= to && !final) return rowStart;
          position += buffer[position + 1] === LF && position + 1 < to ? 2 : 1;
          lines++;
          break cells;
        }
        position += second === NONE ? 1 : 2;
        if (collapse) { while (buffer[position] === SPACE) position++; }
      }
      if (collapse && cells > 1) {
        const last = base + cells - 1;
        if (cells <= width && starts[last] === ends[last] && marks[last] === PLAIN) cells--;
      }
      const empty = rowMark === PLAIN
        ? rowEnd - rowStart === (cells - 1) * this.#delimiterBytes ||
          (cells === 1 && isBlank(buffer, starts[base], ends[base]))
        : cells > 1 && cells <= width && this.#isAllEmpty(base, cells);
      if (empty) {
        this.#blanksJustBefore++;
        this.blankRows++;
        this.line += lines;
        continue;
      }
      for (let cell = cells; cell < width; cell++) {
        starts[base + cell] = 0;
        ends[base + cell] = 0;
        marks[base + cell] = PLAIN;
      }
      const row = this.rows++;
      this.rowStarts[row] = rowStart;
      this.rowEnds[row] = rowEnd;
      this.rowWidths[row] = cells;
      this.rowLines[row] = this.line;
      this.rowMarks[row] = rowMark;
      this.blankBefore[row] = this.#blanksJustBefore > 0 ? 1 : 0;
      this.#blanksUntil[row] = this.blankRows;
      this.#blanksJustBefore = 0;
      this.line += lines;
    }
    return position;
  }

  /** Whether quotes stand around nothing; in a table of one column that is a value. */
  #isAllEmpty(base: number, cells: number): boolean {
    for (let cell = base; cell < base + cells; cell++) {
      if (this.starts[cell] !== this.ends[cell]) return false;
    }
    return true;
  }

  /** Forgets the last rows, to be read again: returns where they start. */
  putBack(rows: number): number {
    this.rows -= rows;
    this.line = this.rowLines[this.rows];
    this.blankRows = this.#blanksUntil[this.rows];
    this.#blanksJustBefore = this.blankBefore[this.rows];
    return this.rowStarts[this.rows];
  }

  #fieldMark = PLAIN;
  #fieldLines = 0;
  /** Where the last search for a closing quote gave up, and how often one did before there. */
  #gaveUpAt = 0;
  #gaveUp = 0;

  /** Finds the quote that closes a field, but does not look at the same bytes for ever. */
  #findClose(
    buffer: Uint8Array,
    open: number,
    span: { to: number; final: boolean },
  ): number {
    if (open >= this.#gaveUpAt) this.#gaveUp = 0;
    else if (this.#gaveUp >= MOST_SEARCHES) return UNCLOSED;
    const close = this.#searchClose(buffer, open, span);
    if (close === UNCLOSED) {
      this.#gaveUpAt = this.#stopped;
      this.#gaveUp++;
    }
    return close;
  }

  #stopped = 0;

  /** Finds the quote that closes the field whose quote is at `open`. */
  #searchClose(
    buffer: Uint8Array,
    open: number,
    { to, final }: { to: number; final: boolean },
  ): number {
    const quote = this.#quote;
    const backslash = this.#backslash;
    let lines = 0;
    let mark = QUOTED;
    let position = open + 1;
    while (true) {
      let byte = buffer[position];
      while (byte !== quote && byte !== LF && byte !== CR && byte !== backslash) {
        byte = buffer[++position];
      }
      if (position >= to) break;
      if (byte === LF || byte === CR) {
        if (byte === LF || buffer[position + 1] !== LF) lines++;
        position++;
        continue;
      }
      if (byte === backslash) {
        mark = ESCAPED;
        position = Math.min(position + 2, to);
        continue;
      }
      if (position + 1 >= to && !final) return INCOMPLETE;
      const next = buffer[position + 1];
      if (next === quote && position + 1 < to) {
        mark = ESCAPED;
        position += 2;
        continue;
      }
      if (position + 1 >= to || this.#ends(buffer, position + 1, to)) {
        this.#fieldMark = mark;
        this.#fieldLines = lines;
        return position;
      }
      const before = buffer[position - 1];
      // Where another field opens inside this one, this one was never closed.
      const opens = before === LF || before === CR || before === this.#delimiter;
      this.#stopped = position;
      if (lines > 0 && opens) return UNCLOSED;
      if (before === this.#delimiter && this.#encloses(buffer, position, to)) return UNCLOSED;
      position++;
    }
    this.#stopped = to;
    return final || to - open > LONGEST_FIELD_BYTES ? UNCLOSED : INCOMPLETE;
  }

  /** Whether a quote and the next one in its line stand around a whole cell. */
  #encloses(buffer: Uint8Array, open: number, to: number): boolean {
    let at = open + 1;
    while (at < to && buffer[at] !== this.#quote && buffer[at] !== LF && buffer[at] !== CR) at++;
    return at < to && buffer[at] === this.#quote && this.#ends(buffer, at + 1, to);
  }

  /** Whether a cell ends here, spaces aside. */
  #ends(buffer: Uint8Array, from: number, to: number): boolean {
    let position = from;
    if (!this.#collapse) { while (buffer[position] === SPACE) position++; }
    if (position >= to) return true;
    const byte = buffer[position];
    if (byte === LF || byte === CR) return true;
    if (this.#collapse) return isSpace(byte);
    if (byte !== this.#delimiter) return false;
    return this.#second === NONE || buffer[position + 1] === this.#second;
  }

  #tellUnclosed(line: number): void {
    if (line <= this.#lastUnclosed) return;
    this.#lastUnclosed = line;
    this.unclosed++;
    if (this.unclosedLines.length < TOLD_LINES) this.unclosedLines.push(line);
  }
}

const INCOMPLETE = -1;
const UNCLOSED = -2;

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}

/** Whether a line holds spaces alone, or the sign that ended files in DOS. */
function isBlank(buffer: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (buffer[at] !== SPACE && buffer[at] !== TAB && buffer[at] !== DOS_END) return false;
  }
  return true;
}

/**
 * Takes the escapes out of a field in its place, and returns its new end: a doubled
 * quote is one quote, a backslash gives way to what follows it.
 */
export function unescape(
  buffer: Uint8Array,
  span: { readonly start: number; readonly end: number },
  dialect: Dialect,
): number {
  const quote = dialect.quote === null ? NONE : dialect.quote.charCodeAt(0);
  const backslash = dialect.escape === "backslash" ? BACKSLASH : NONE;
  let to = span.start;
  for (let at = span.start; at < span.end; at++) {
    const byte = buffer[at];
    if (byte === backslash && at + 1 < span.end) at++;
    else if (byte === quote && buffer[at + 1] === quote && at + 1 < span.end) at++;
    buffer[to++] = buffer[at];
  }
  return to;
}
