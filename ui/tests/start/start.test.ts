import { flushPromises, mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import { toast } from "../../src/window/toast";
import StartPage from "../../src/start/StartPage.vue";
import { start } from "../../src/messages";
import type { Deadline, Organ, ReportLine, Start } from "../../src/types";
import { program } from "../program";

const organ = (id: number, name: string): Organ => ({ id, name, kind: "township", due: null });
const deadline = (organ_id: number, days_left: number, done = false): Deadline => ({
  organ_id,
  days_left,
  done,
  soon: !done && days_left <= 30,
  urgent: days_left < 15,
  due: "2027年1月31日",
});
const report: ReportLine = {
  id: 7,
  organ_id: 1,
  year: 2026,
  scope: "own",
  edition: "2021",
  state: "draft",
  imported: false,
  saved_at: "2027-01-20T10:32:05+08:00",
  saved: "10:32",
  due: "2027年1月31日",
  days_left: 11,
  urgent: true,
  publication: { date: "", address: "" },
  open_errors: 0,
  open_explains: 0,
  open_unfilled: 0,
  trend: { received: "16", handled: "16", disputes: "3" },
};
const answer = (change: Partial<Start> = {}): Start => ({
  organs: [organ(1, "青铜镇人民政府")],
  reports: [report],
  removed: [],
  notices: [],
  salvaged: null,
  example: null,
  deleted: [],
  deadlines: [deadline(1, 11)],
  kinds: [],
  clock: null,
  today: "2027年1月20日",
  year: 2026,
  year_before: 2025,
  ...change,
});

const { calls, answers } = program({
  about: () => ({ version: "0", folder: "", warning: null, local: null }),
  start: () => answer(),
});

async function page() {
  const page = mount(StartPage);
  await flushPromises();
  return page;
}

it("reminds of a date that is near, and counts the days", async () => {
  expect((await page()).get("[data-test=reminder]").text()).toContain(
    start.dueSoon("青铜镇人民政府", 2026, "2027年1月31日", 11),
  );
});

it("says how long a date has passed", async () => {
  answers.start = () => answer({ deadlines: [deadline(1, -3)] });
  expect((await page()).get("[data-test=reminder]").text()).toContain("已过 3 天");
});

it("counts the organs whose dates are near, and is silent of the others", async () => {
  const organs = [1, 2, 3, 4].map((id) => organ(id, `第${id}镇人民政府`));
  answers.start = () =>
    answer({ organs, deadlines: [deadline(1, 11), deadline(2, 11, true), deadline(3, 30), deadline(4, 31)] });
  expect((await page()).get("[data-test=reminder]").text()).toContain(start.manyDueSoon(2, 2026));
});

it("does not remind of what is done or far away", async () => {
  answers.start = () => answer({ deadlines: [deadline(1, 11, true)] });
  expect((await page()).find("[data-test=reminder]").exists()).toBe(false);
  answers.start = () => answer({ deadlines: [deadline(1, 31)] });
  expect((await page()).find("[data-test=reminder]").exists()).toBe(false);
});

it("takes a deletion back with one click", async () => {
  answers.delete_report = answers.restore_report = () => undefined;
  const open = await page();
  await open
    .findAll("td .link")
    .find((button) => button.text() === start.delete)
    ?.trigger("click");
  await flushPromises();
  expect(toast.value?.text).toBe(start.deleted(2026));
  toast.value?.act?.();
  await flushPromises();
  expect(calls.filter(({ command }) => command.endsWith("_report"))).toEqual([
    { command: "delete_report", args: { id: 7 } },
    { command: "restore_report", args: { id: 7, sure: false } },
  ]);
});
