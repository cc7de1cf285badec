// All that reaches the program and its window: the commands, as `types/commands.ts` has them, and what
// is asked of the window itself. Besides this file only `window/calls.ts` and
// `types/commands.ts` import @tauri-apps.
import { Channel } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type { BatchProgress } from "./types";
import * as commands from "./types/commands";

export * from "./types/commands";

/** Calls `onProgress` while the folder is checked; without an answer when it was stopped. */
export const checkFolder = (path: string, onProgress: (progress: BatchProgress) => void) => {
  const progress = new Channel<BatchProgress>();
  progress.onmessage = onProgress;
  return commands.checkFolder(path, progress);
};

export const nameWindow = (title: string) => getCurrentWindow().setTitle(title);
/** 1 is the size everything is drawn for. */
export const setZoom = (size: number) => getCurrentWebview().setZoom(size);
/** Calls `asked` when the window is to be closed, which waits for `closeWindow`. */
export const onClosing = (asked: () => void) => getCurrentWindow().listen("closing", asked);
/** Calls `dropped` with the paths of files let go over the window; returns what ends it. */
export const onFilesDropped = (dropped: (paths: string[]) => void, over: (is: boolean) => void) =>
  getCurrentWebview().onDragDropEvent(({ payload }) => {
    over(payload.type === "enter" || payload.type === "over");
    if (payload.type === "drop") dropped(payload.paths);
  });
