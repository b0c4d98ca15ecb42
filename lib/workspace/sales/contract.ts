/**
 * A file of sales goes in; its key figures and a summary come out, and go by mail.
 *
 * @module
 */

/** What is sent beside the bytes of the file. */
export interface SalesAsked {
  readonly fileName: string;
  /** As the sender calls it; empty where they say nothing. */
  readonly mediaType: string;
  /** Whom the summary is for. */
  readonly email: string;
  /** Where the asker has Daybook open: links lead there unless PUBLIC_URL is set. */
  readonly origin: string;
  /** From where it came; `null` where it came from no other machine. */
  readonly address: string | null;
  /** Whose the notebook will be: the engine's guard says it, whatever was asked. */
  readonly account?: string | null;
  /** For whom it is counted: the engine's guard says it, whatever was asked. */
  readonly caller?: string | null;
}

/** The key figures; `null` where the file has nothing to tell it from. */
export interface SalesMetrics {
  readonly totalRevenue: number;
  /** Without what was cancelled. */
  readonly netRevenue: number;
  readonly totalUnits: number | null;
  readonly totalRecords: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly topRegion: string | null;
  readonly topCategory: string | null;
  readonly revenueByRegion: Readonly<Record<string, number>>;
  readonly revenueByCategory: Readonly<Record<string, number>>;
  readonly statusBreakdown: Readonly<Record<string, number>>;
  readonly cancellationCount: number;
  readonly cancellationRevenue: number;
  readonly bestTransaction: {
    readonly category: string | null;
    readonly region: string | null;
    readonly revenue: number;
    readonly units: number | null;
  };
}

/** What a column of the file was taken for. */
export interface ColumnUse {
  readonly role: SalesRole;
  /** The column's name in the file; `null` where none was found. */
  readonly column: string | null;
  /** Why it was, or what stands in for it. */
  readonly because: string;
}

/** What the columns of sales are. */
export type SalesRole =
  | "order_id"
  | "order_date"
  | "region"
  | "category"
  | "units"
  | "unit_price"
  | "revenue"
  | "status"
  | "customer_id";

/** A cell that a spreadsheet would run. */
export interface FormulaFound {
  readonly line: number | null;
  readonly column: string;
}

/** Whether the summary went out; `why` is for people. */
export type SalesMail =
  | { readonly type: "sent" }
  | { readonly type: "not_configured" }
  | {
    readonly type: "failed";
    readonly why: string;
    readonly timedOut: boolean;
    readonly perhapsSent: boolean;
  };

/** What a file of sales comes to. */
export interface SalesInsight {
  readonly recipient: string;
  readonly mail: SalesMail;
  readonly summary: string;
  /** The model that wrote the summary; `null` where our own text stands. */
  readonly model: string | null;
  readonly metrics: SalesMetrics;
  readonly columns: readonly ColumnUse[];
  readonly formulas: {
    readonly count: number;
    /** The first of them. */
    readonly first: readonly FormulaFound[];
  };
  readonly notebook: { readonly id: string; readonly url: string };
}

/** Makes insights of files of sales. */
export interface Sales {
  /** Counts a request before its bytes are read. @throws AppError TOO_OFTEN */
  admit(
    asked: Pick<SalesAsked, "address" | "caller">,
  ): Promise<{ readonly mostBytes: number }>;
  /**
   * @throws AppError TOO_OFTEN, FILE_TOO_LARGE, TOO_MANY_ROWS, UNSUPPORTED_FORMAT, MISSING_COLUMNS, BAD_FILE,
   * BAD_PARAMETER, TIME_LIMIT and those of reading a file
   */
  insight(asked: SalesAsked, bytes: AsyncIterable<Uint8Array>): Promise<SalesInsight>;
}
