// A double click is meant for what its first click met. When that click has moved a list up, the second
// meets what slid under the pointer, and is not meant for it.

const CONTROLS = "button, a, input, select, label, summary";

export function singleClicks(page: Window): void {
  let lastPressed: Element | null = null;

  function onClick(e: MouseEvent): void {
    const now = (e.target as Element).closest(CONTROLS);
    if (e.detail > 1 && now && now !== lastPressed) {
      e.preventDefault();
      e.stopPropagation();
    } else lastPressed = now;
  }

  page.addEventListener("click", onClick, true);
}
