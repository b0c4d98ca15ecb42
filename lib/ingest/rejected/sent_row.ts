/**
 * What is told of a row, whatever its format.
 *
 * @module
 */

/** A row as it was sent. */
export interface SentRow {
  readonly line: number;
  /**
   * Fields of CSV, guarded, or an object of JSON without its last brace; `null` where the row is
   * neither, being wider than the table or broken.
   */
  readonly text: string | null;
  /** All of a row that is neither. */
  readonly whole: string | null;
  /** What rejections of the row may name, where others stand on its line; `null` where none do. */
  readonly marks: readonly string[] | null;
}
