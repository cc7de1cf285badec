// What is to be said of the backups and of finalised reports: asked once while the program runs, and
// again after something was done about it.
import * as api from "../api";

let asked: Promise<string[]> | null = null;

async function ask(): Promise<string[]> {
  try {
    return await api.safetyReminders();
  } catch {
    // The start page says what is wrong with the data folder itself.
    return [];
  }
}

export function safetyReminders(): Promise<string[]> {
  asked ??= ask();
  return asked;
}

export function askAgain(): void {
  asked = null;
}
