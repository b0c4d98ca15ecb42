/**
 * The tables of files that come in.
 *
 * @module
 */

/** An upload that is under way, or came to its end not long ago. */
export interface UploadTable {
  readonly id: string;
  readonly name: string;
  /** As announced. */
  readonly bytes: number;
  readonly state: "receiving" | "reading" | "ready" | "refused";
  /** `null` until all bytes have arrived. */
  readonly digest: string | null;
  /** Why it was refused. */
  readonly message: string | null;
  /** What to do about it; `null` where the message says it. */
  readonly remedy: string | null;
  readonly touched_at: string;
  /** Whose the file will be; `null` where it is the workspace's. */
  readonly account: string | null;
}

/** An account that has sent a dataset. */
export interface DatasetHolderTable {
  readonly digest: string;
  readonly account: string;
  readonly held_at: string;
  /** As the account named it. */
  readonly name: string;
}

/** A file that somebody who has it put into a notebook: the notebook may load it while they have it. */
export interface NotebookFileTable {
  readonly notebook: string;
  readonly digest: string;
  /** The account that sent it; `null` where it was put there by who has all files. */
  readonly put_by: string | null;
  readonly put_at: string;
}

/** What reading a file under some options found. */
export interface PreviewTable {
  readonly digest: string;
  /** The options as canonical JSON, digested. */
  readonly options_key: string;
  /** JSON. */
  readonly findings: string;
  readonly made_at: string;
}

/** All of them. */
export interface UploadTables {
  readonly uploads: UploadTable;
  readonly previews: PreviewTable;
  readonly dataset_holders: DatasetHolderTable;
  readonly notebook_files: NotebookFileTable;
}
