/**
 * Moves cells by dragging their captions; menus and keys do the same.
 *
 * @module
 */
/** Lets captions be dragged; `move` is given the form that moves the cell. Returns how to stop. */
export function enableDragging(move: (form: HTMLFormElement) => void): () => void {
  let dragged: HTMLElement | null = null;

  const cellOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>(".block") : null;

  /** Only a caption that is held down can be dragged, so that text can be selected. */
  function onPointerDown(event: PointerEvent) {
    const target = event.target instanceof Element ? event.target : null;
    const caption = target?.closest<HTMLElement>(".cell>.caption");
    if (!caption || event.pointerType !== "mouse") return;
    caption.draggable = target?.closest("a, button, summary, input, .items") === null;
  }

  function onStart(event: DragEvent) {
    if (!(event.target instanceof HTMLElement) || !event.target.matches(".caption")) return;
    dragged = event.target.closest<HTMLElement>(".cell");
    event.dataTransfer?.setData("text/plain", dragged?.dataset.cell ?? "");
  }

  function onOver(event: DragEvent) {
    const block = cellOf(event.target);
    if (dragged === null || block === null) return;
    event.preventDefault();
    clearMarks();
    block.classList.add("drop-here");
  }

  function onDrop(event: DragEvent) {
    const block = cellOf(event.target);
    const form = dragged?.querySelector<HTMLInputElement>('input[value="move_cell"]')?.form;
    const at = block?.querySelector<HTMLElement>("[data-index]")?.dataset.index ??
      String(document.querySelectorAll(".blocks>.block").length - 1);
    if (dragged !== null && block !== null && form) {
      event.preventDefault();
      const field = form.elements.namedItem("at");
      if (field instanceof HTMLInputElement) field.value = at;
      move(form);
    }
    onEnd();
  }

  function onEnd() {
    clearMarks();
    dragged = null;
  }

  document.addEventListener("pointerdown", onPointerDown);
  document.addEventListener("dragstart", onStart);
  document.addEventListener("dragover", onOver);
  document.addEventListener("drop", onDrop);
  document.addEventListener("dragend", onEnd);
  return () => {
    document.removeEventListener("pointerdown", onPointerDown);
    document.removeEventListener("dragstart", onStart);
    document.removeEventListener("dragover", onOver);
    document.removeEventListener("drop", onDrop);
    document.removeEventListener("dragend", onEnd);
  };
}

function clearMarks(): void {
  for (const marked of document.querySelectorAll(".drop-here")) {
    marked.classList.remove("drop-here");
  }
}
