// The handbook over the window: which page of it is open, and the licences cut into parts.
import { ref } from "vue";

export type HelpPage = "handbook" | "install" | "keys" | "about";

/** The open page; none when the handbook is closed. */
export const helpPage = ref<HelpPage | null>(null);

export interface Licences {
  /** Name with version, and the licence's short name. */
  parts: [string, string][];
  /** The names of the parts a text is for, and the text. */
  texts: [string, string][];
}

/** Cuts what `cargo xtask licences` writes. */
export function licencesOf(text: string): Licences {
  const [head = "", ...rest] = text.split(/\n─+\n/);
  const parts = head.split("\n").flatMap((line): [string, string][] => {
    const [name, licence] = line.split("　");
    return name && licence ? [[name, licence]] : [];
  });
  const texts = rest.map((one): [string, string] => {
    const end = one.indexOf("\n");
    return [one.slice(0, end), one.slice(end).trim()];
  });
  return { parts, texts };
}
