import { define, type PageConfig } from "@/routes/(_shared)/define.ts";
import { answerNotebook } from "@/routes/(_shared)/export_file.ts";

export const config: PageConfig = { access: "notebooks:read", slow: true };

/** The notebook as a file, for people: what is refused is told on a page. */
export const handler = define.handlers({ GET: answerNotebook });
