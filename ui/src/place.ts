// Which page is open. The window has one history: back leads to where one came from.
import { ref } from "vue";

export type Place =
  | { page: "start" }
  | { page: "import"; organ?: number }
  | { page: "writing"; id: number; chapter?: string }
  | { page: "comparing"; id: number }
  | { page: "printing"; id: number }
  | { page: "folder" }
  | { page: "preferences" };

export const place = ref<Place>({ page: "start" });

export function go(to: Place): void {
  place.value = to;
}
