/**
 * How much of the disk is taken, among what is set up.
 *
 * @module
 */
import type { Room } from "@/lib/ingest/room.ts";
import type { ServiceState } from "./contract.ts";

/** Tells what files and received events take, and what they may. */
export async function roomState(room: Room): Promise<ServiceState> {
  const { files, received } = await room.taken();
  const { allBytes, accountBytes } = room.limits;
  const taken = `${megabytes(files)} MB of files and ${megabytes(received)} MB of received events`;
  const most = allBytes === Infinity ? "without a limit" : `of ${megabytes(allBytes)} MB`;
  const each = accountBytes === Infinity ? "" : `. An account has ${megabytes(accountBytes)} MB`;
  return {
    name: "Room for files",
    configured: allBytes < Infinity,
    effect: `${taken}, ${most}${each}`,
    settings: ["STORAGE_MAX_MB", "ACCOUNT_STORAGE_MAX_MB"],
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toLocaleString("en-US", { maximumFractionDigits: 1 });
}
