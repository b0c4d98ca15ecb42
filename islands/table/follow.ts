/** Does here what a link would do elsewhere, but where it is to be opened in another tab. */
export function follow(event: MouseEvent, act: () => void): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
  event.preventDefault();
  act();
}
