import { expect, it } from "vitest";
import { singleClicks } from "../../src/window/clicks";

singleClicks(window);

it("gives the second click of a double click to nothing but what the first one met", () => {
  document.body.innerHTML = "<button><i>1</i></button><button>2</button>";
  const met: string[] = [];
  const [one, two] = [...document.querySelectorAll("button")];
  for (const button of [one, two]) button?.addEventListener("click", () => met.push(button.textContent));
  const click = (on: Element | null | undefined, detail: number) =>
    on?.dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
  click(one, 1);
  click(two, 2);
  click(one, 1);
  click(one?.firstElementChild, 2);
  click(two, 1);
  expect(met).toEqual(["1", "1", "1", "2"]);
});
