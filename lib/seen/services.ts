/**
 * Which services are configured: that they are, never how.
 *
 * @module
 */
import type { Config } from "@/lib/config.ts";

/** Services by name, and whether they are configured. */
export type Services = Readonly<Record<string, boolean>>;

/** Returns what settings say. */
export function servicesOf(
  { database, connections, models, mail, chromium }: Pick<
    Config,
    "database" | "connections" | "models" | "mail" | "chromium"
  >,
): Services {
  return {
    database_server: database.type === "server",
    connections: connections.size > 0,
    models: models.models.length > 0,
    mail: mail.type !== "none",
    pdf: chromium !== null,
  };
}
