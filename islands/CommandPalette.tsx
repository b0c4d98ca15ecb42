import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { asNow, type Command, gatherCommands, match } from "./palette/commands.ts";
import { KEYS, pressKey } from "./palette/keys.ts";

/** Which dialog is open; each opening is another one. */
interface Shown {
  readonly dialog: "commands" | "keys";
  readonly opening: number;
}

/** Everything that can be done, found by its words; and the keys. */
export default function CommandPalette() {
  const [shown, setShown] = useState<Shown | null>(null);

  useEffect(() => {
    const open = (dialog: Shown["dialog"]) =>
      setShown((before) => ({ dialog, opening: (before?.opening ?? 0) + 1 }));
    function onKey(event: KeyboardEvent) {
      if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      const isTyping = event.target instanceof HTMLElement &&
        event.target.matches("input, textarea, select, [contenteditable=true]");
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        open("commands");
      } else if (event.key === "?" && !isTyping) open("keys");
      else if (!pressKey(event)) return;
      event.preventDefault();
    }
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  if (shown === null) return null;
  const { dialog, opening } = shown;
  // A dialog tells late that it was closed: another one may be open by then, and stays.
  const close = () => setShown((now) => now?.opening === opening ? null : now);
  return dialog === "commands"
    ? <Commands key={opening} close={close} />
    : <KeyList key={opening} close={close} />;
}

interface ClosingProps {
  readonly close: () => void;
}

function Commands({ close }: ClosingProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [commands] = useState(gatherCommands);
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState(0);
  // At once: what is typed next is for it, and would else be taken for keys of the page.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const found = match(commands, words).slice(0, 12);

  function run(command: Command | undefined) {
    if (command === undefined) return;
    // Closed first, so that the focus can go where the command leads.
    dialog.current?.close();
    asNow(command).run();
  }

  function onKey(event: KeyboardEvent) {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && found.length > 0) setChosen((chosen + by + found.length) % found.length);
    else if (event.key === "Enter") run(found[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <dialog ref={dialog} class="palette" aria-label="Commands" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        aria-label="What do you want to do?"
        placeholder="What do you want to do?"
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <ul id="palette-list" role="listbox" aria-label="Commands">
        {found.map((command, index) => (
          <li
            key={`${command.title} ${index}`}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === chosen}
            onClick={() => run(command)}
          >
            {command.title} <span class="detail">{command.detail}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="empty">Nothing here is called that.</p>}
    </dialog>
  );
}

function KeyList({ close }: ClosingProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="palette" aria-labelledby="key-list" onClose={close}>
      <h2 id="key-list">Keys</h2>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
