// How large everything is shown: Ctrl with +, - and 0 or with the wheel; kept for the next start.
import * as api from "../api";
import { showToast } from "./toast";
import { zoomLevel } from "../messages";

const SIZES = [0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const STORAGE_KEY = "zoom";

function size(): number {
  const stored = Number(localStorage.getItem(STORAGE_KEY));
  return SIZES.includes(stored) ? stored : 1;
}

function show(to: number): void {
  localStorage.setItem(STORAGE_KEY, String(to));
  void api.setZoom(to);
  showToast(zoomLevel(to));
}

function step(by: number): void {
  show(SIZES[Math.min(Math.max(SIZES.indexOf(size()) + by, 0), SIZES.length - 1)] ?? 1);
}

export function zoomByKeys(): void {
  if (size() !== 1) void api.setZoom(size());
  window.addEventListener("keydown", (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.isComposing) return;
    if (e.key === "+" || e.key === "=") step(1);
    else if (e.key === "-" || e.key === "_") step(-1);
    else if (e.key === "0") show(1);
    else return;
    e.preventDefault();
  });
  window.addEventListener(
    "wheel",
    (e) => {
      if (!e.ctrlKey) return;
      e.preventDefault();
      step(e.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );
}
