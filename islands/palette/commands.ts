/**
 * What can be done on the page that is open, gathered from the page itself: whatever has a
 * button, a link or a cell can be found by its words.
 *
 * @module
 */
/** Something that the palette offers. */
export interface Command {
  readonly title: string;
  /** Tells what kind of thing it is. */
  readonly detail: string;
  readonly run: () => void;
}

/** Returns what matches, the best first: what begins with the words, then what holds them. */
export function match(commands: readonly Command[], words: string): readonly Command[] {
  const parts = words.toLowerCase().split(/\s+/).filter((part) => part !== "");
  const scored = commands.flatMap((command) => {
    const text = `${command.title} ${command.detail}`.toLowerCase();
    if (!parts.every((part) => text.includes(part))) return [];
    return [{ command, score: parts.length > 0 && text.startsWith(parts[0]) ? 0 : 1 }];
  });
  return scored.sort((a, b) => a.score - b.score).map(({ command }) => command);
}

/** Gathers the commands of the page. */
export function gatherCommands(): readonly Command[] {
  return [...ownCommands(), ...cellCommands(), ...linkCommands()];
}

/** Returns the command as it stands on the page now, which may have been drawn anew meanwhile. */
export function asNow(command: Command): Command {
  const { title, detail } = command;
  return gatherCommands().find((one) => one.title === title && one.detail === detail) ?? command;
}

function ownCommands(): readonly Command[] {
  const buttons = document.querySelectorAll<HTMLButtonElement>(
    ".bar button:not(:disabled), .home-head button",
  );
  return [...buttons].map((button) => ({
    title: wordsOf(button),
    detail: "",
    run: () => button.click(),
  }));
}

function cellCommands(): readonly Command[] {
  const cells = document.querySelectorAll<HTMLElement>("[data-cell]");
  return [...cells].flatMap((cell): readonly Command[] => {
    const name = cell.dataset.cell ?? "";
    const tools = cell.querySelectorAll<HTMLElement>(".cell-tools :is(a, button)");
    return [
      { title: `Go to ${name}`, detail: "cell", run: () => goTo(cell) },
      ...[...tools].map((tool): Command => ({
        title: tool.getAttribute("aria-label") ?? `${wordsOf(tool)}: ${name}`,
        detail: "cell",
        run: () => tool.click(),
      })),
    ];
  });
}

function linkCommands(): readonly Command[] {
  const links = document.querySelectorAll<HTMLAnchorElement>(
    ".bar nav a, .bar .items a, .card h2 a",
  );
  // What stands in the bar of a wide page, and in the menu of a narrow one, is one page.
  const pages = [...new Map([...links].map((link) => [link.href, link])).values()];
  return pages.map((link) => ({
    title: link.firstChild?.textContent?.trim() || wordsOf(link),
    detail: link.closest(".card") ? "notebook" : "page",
    run: () => link.click(),
  }));
}

function wordsOf(element: HTMLElement): string {
  return element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
}

/** Puts the focus on a cell, in sight. */
export function goTo(block: HTMLElement): void {
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "nearest" });
}
