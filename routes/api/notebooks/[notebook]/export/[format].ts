import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerNotebook } from "@/routes/(_shared)/export_file.ts";

export const config: PageConfig = { access: "notebooks:read", slow: true };

/** The notebook as a file, for the parameters of the address: `md`, `html`, `pdf` or `json`. */
export const handler = define.handlers({ GET: answerNotebook });
