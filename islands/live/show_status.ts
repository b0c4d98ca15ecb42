/**
 * Shows how far a cell has come, without asking the server: its old figure stays, dimmed.
 *
 * @module
 */
import { statusWords } from "@/lib/workspace/notebooks/status_words.ts";
import type { CellStatus } from "@/lib/workspace/notebooks/notebook_view.ts";

/** Shows a status that changes often. */
export function showStatus(name: string, status: CellStatus): void {
  const cell = document.querySelector(`[data-cell="${name}"]`);
  if (cell === null) return;
  cell.className = `cell ${status.state}`;
  const state = cell.querySelector(".state");
  const { sign, word } = statusWords(status);
  if (state !== null) {
    const shown = document.createElement("span");
    shown.ariaHidden = "true";
    shown.textContent = sign;
    state.replaceChildren(shown, ` ${word}`);
  }
  cell.querySelector(":scope>.output")?.setAttribute("aria-busy", "true");
  const progress = cell.querySelector('[data-part="progress"]');
  if (status.state === "running") {
    progress?.replaceChildren(progressLine(status.progress?.share ?? null));
  } else progress?.replaceChildren();
}

function progressLine(share: number | null): Element {
  const line = document.createElement("div");
  line.className = share === null ? "progress unknown" : "progress";
  line.ariaHidden = "true";
  const done = document.createElement("span");
  if (share !== null) done.style.width = `${Math.round(share * 100)}%`;
  line.append(done);
  return line;
}
