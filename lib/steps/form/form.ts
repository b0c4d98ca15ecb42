/**
 * A form as plain data: what the schema of a kind asks for, with the values of a body.
 *
 * @module
 */
import type { Problem } from "@/lib/errors.ts";

/** A place in a body, from its root. */
export type FieldPath = readonly (string | number)[];

/** A plain value of one word. */
export type FieldScalar = string | number | boolean;

/** Any value of a body. */
export type FieldValue =
  | FieldScalar
  | null
  | readonly FieldValue[]
  | { readonly [key: string]: FieldValue };

/** One thing to fill in. */
export interface FormField {
  readonly path: FieldPath;
  readonly title: string;
  readonly description: string | null;
  readonly required: boolean;
  /** Whether it is shown though nothing is written; of alternatives only until one is filled in. */
  readonly main: true | "alternative" | null;
  readonly unit: string | null;
  /** What holds where nothing is written, as text. */
  readonly placeholder: string | null;
  readonly control: FieldControl;
}

/** How a field is filled in; values are plain YAML values, `null` where nothing is written. */
export type FieldControl =
  | { readonly type: "text"; readonly value: string | null }
  /** A Postgres expression over the input's columns. */
  | {
    readonly type: "expression";
    readonly value: string | null;
    readonly columns: readonly Choice[];
  }
  | { readonly type: "lines"; readonly value: string | null }
  | {
    readonly type: "number";
    readonly value: number | null;
    readonly whole: boolean;
    readonly least: number | null;
    readonly greatest: number | null;
  }
  | { readonly type: "boolean"; readonly value: boolean | null }
  | { readonly type: "choice"; readonly value: string | null; readonly choices: readonly Choice[] }
  /** A number, true, false or a text, written as `scalarText` does; `${name}` is a parameter. */
  | {
    readonly type: "scalar";
    readonly value: FieldScalar | null;
    readonly choices: readonly Choice[];
  }
  /** Choices, or a text of one's own. */
  | {
    readonly type: "suggested";
    readonly value: string | null;
    readonly choices: readonly Choice[];
  }
  | {
    readonly type: "several";
    readonly value: readonly FieldScalar[];
    readonly choices: readonly Choice[];
    /** Whether what is not among the choices may be added. */
    readonly open: boolean;
    /** Whether what is added may be a number, true or false too. */
    readonly mixed: boolean;
    /** Whether `true` stands for all of them; `null` where it can't. */
    readonly all: boolean | null;
  }
  /** One of several shapes; choosing one writes the value that it begins with. */
  | {
    readonly type: "variant";
    /** The title of the shape that the value has; `null` where nothing is written. */
    readonly chosen: string | null;
    readonly variants: readonly Addition[];
    readonly fields: readonly FormField[];
  }
  /** A list of forms, such as the operations of a clean cell. */
  | {
    readonly type: "list";
    readonly items: readonly FormGroup[];
    readonly additions: readonly Addition[];
  }
  /** Forms by names that the user gives, such as the measures of a kpi. */
  | {
    readonly type: "named";
    readonly items: readonly (FormGroup & { readonly name: string })[];
    readonly suggested: readonly Choice[];
    readonly additions: readonly Addition[];
  }
  | { readonly type: "group"; readonly fields: readonly FormField[] }
  /** What no control fits: edited as YAML. */
  | { readonly type: "yaml"; readonly value: string };

/** What may be added: a title, and the value that a new item begins with. */
export interface Addition {
  readonly title: string;
  readonly value: FieldValue;
}

/** Something to choose. */
export interface Choice {
  readonly value: string;
  readonly title: string;
  /** A type or unit, shown beside it. */
  readonly detail: string | null;
}

/** Fields that belong together. */
export interface FormGroup {
  readonly title: string;
  readonly fields: readonly FormField[];
}

/** A stretch of the text in a field, and what is wrong there. */
export interface FieldMark {
  readonly path: FieldPath;
  readonly from: number;
  readonly to: number;
  readonly problem: Problem;
}

/** The form of one cell. */
export type FormView =
  | {
    readonly type: "form";
    readonly kind: string;
    readonly fields: readonly FormField[];
    readonly problems: readonly Problem[];
    /** The problems of its expressions, under their words. */
    readonly marks: readonly FieldMark[];
  }
  /** The body's YAML must be mended first. */
  | { readonly type: "broken"; readonly problems: readonly Problem[] };
