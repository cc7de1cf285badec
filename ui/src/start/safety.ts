// What is to be said of the backups and of finalised reports: asked once while the program runs, and
// again after something was done about it.
import * as api from "../api";

let asked: Promise<string[]> | null = null;

export function safetyReminders(): Promise<string[]> {
  // The start page says what is wrong with the data folder itself.
  asked ??= api.safetyReminders().catch(() => []);
  return asked;
}

export function askAgain(): void {
  asked = null;
}
