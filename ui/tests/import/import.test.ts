import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import ImportPage from "../../src/import/ImportPage.vue";
import FoundFiles from "../../src/import/FoundFiles.vue";
import { importing } from "../../src/messages";
import type { ImportView, ImportStatus, FileSurvey } from "../../src/types";
import { cells, finding, grid } from "../form";
import { program } from "../program";

const { calls, answers } = program({ start: () => ({ organs: [], reports: [], kinds: [], today: "", year: 2026 }) });

const reading = (more: Partial<ImportStatus> = {}): ImportStatus => ({
  cells: cells(),
  recognised: 5,
  unread: ["t/b/x"],
  doubts: [],
  corrected: [],
  faults: [],
  notices: [],
  refused: [],
  said: null,
  can_take_back: false,
  form: null,
  ...more,
});

const view = (): ImportView => ({
  name: "去年.html",
  source: [{ is: "paragraph", text: "甲", level: 0 }],
  form: {
    edition: "2021",
    document: "",
    chapters: [],
    tables: [grid],
    names: { "t/a/x": "一，甲" },
    figure_characters: "0123456789",
  },
  report: {
    title: null,
    organ: "青铜镇人民政府",
    year: 2025,
    scope: "own",
    edition: "2021",
    cells: cells(),
    labels: {},
    preface: [],
    chapters: [],
    signature: null,
    date: null,
  } as unknown as ImportView["report"],
  status: reading({
    faults: [
      {
        finding: finding().finding,
        figures: [{ cell: "t/a/x", name: "一，甲", text: "1" }],
        doubtful: false,
        mismatch: true,
      },
    ],
  }),
  unmatched: [],
  places: { "t/a/x": 0 },
  organ: "青铜镇人民政府",
  kind: "township",
  year: 2025,
});

const surveyed = (path: string, more: Partial<FileSurvey> = {}): FileSurvey => ({
  path,
  name: path.split("/").pop() ?? path,
  organ: "青铜镇人民政府",
  kind: "township",
  year: 2024,
  edition: "2021",
  recognised: 200,
  unread: 0,
  doubts: 0,
  verdict: "pass",
  mismatches: 0,
  others: [],
  held: false,
  why_not: null,
  ...more,
});

describe("a file coming in", () => {
  it("shows wrong sums of the file and puts a figure right", async () => {
    answers.preview_paste = view;
    answers.correct_import = () => reading({ unread: [], corrected: ["t/b/x"], can_take_back: true });
    const page = mount(ImportPage, { attachTo: document.body });
    await flushPromises();
    await page.get("[data-test=paste]").setValue("甲\t1");
    await page.get("[data-test=read-paste]").trigger("click");
    await flushPromises();
    expect(page.get("[data-test=faults]").text()).toContain(finding().finding.message);
    expect(page.get("[data-test=summary]").text()).toContain(importing.summary(5, 1, 0));
    await page.get('[data-cell="t/b/x"]').trigger("pointerdown", { button: 0 });
    await flushPromises();
    const input = page.get("td input");
    (input.element as HTMLInputElement).value = "4";
    await input.trigger("input");
    await flushPromises();
    expect(calls.at(-1)?.command).toBe("correct_import");
    expect(page.find("[data-test=faults]").exists()).toBe(false);
    expect(page.get("[data-test=summary]").text()).toContain(importing.corrected(1));
    page.unmount();
  });

  it("lets go of a file that takes too long", async () => {
    let arrive: (file: ImportView) => void = () => undefined;
    answers.preview_paste = () => new Promise<ImportView>((done) => (arrive = done));
    answers.stop_reading = () => null;
    const page = mount(ImportPage, { attachTo: document.body });
    await flushPromises();
    await page.get("[data-test=paste]").setValue("甲");
    await page.get("[data-test=read-paste]").trigger("click");
    await page.get("[data-test=stop]").trigger("click");
    expect(calls.at(-1)?.command).toBe("stop_reading");
    arrive(view());
    await flushPromises();
    expect(page.find("[data-test=summary]").exists()).toBe(false);
    page.unmount();
  });
});

describe("several files", () => {
  it("are chosen where they can be stored without a question, and stored one by one", async () => {
    const files: Record<string, FileSurvey> = {
      "/a/2023.doc": surveyed("/a/2023.doc", { year: 2023 }),
      "/a/2024.pdf": surveyed("/a/2024.pdf"),
      "/a/2024副本.pdf": surveyed("/a/2024副本.pdf"),
      "/a/2022.doc": surveyed("/a/2022.doc", { year: 2022, held: true }),
      "/a/坏.doc": surveyed("/a/坏.doc", { why_not: "已经损坏。" }),
      "/a/表.xlsx": surveyed("/a/表.xlsx", { organ: "", year: null }),
    };
    answers.survey_file = ({ path }) => files[String(path)];
    answers.accept_found = ({ path }) => ({ path, id: 1, why_not: null });
    const found = { paths: Object.keys(files), left_out: 0 };
    const list = mount(FoundFiles, { props: { found, organs: [] }, attachTo: document.body });
    await flushPromises();
    expect(list.get("[data-test=take-in]").text()).toBe(importing.takeIn(2));
    expect(list.get("[data-file='坏.doc']").text()).toContain("已经损坏");
    await list.get("[data-test=take-in]").trigger("click");
    await flushPromises();
    const taken = calls.filter(({ command }) => command === "accept_found").map(({ args }) => args.path);
    expect(taken).toEqual(["/a/2023.doc", "/a/2024.pdf"]);
    expect(list.findAll("[data-test=taken]").length).toBe(2);
    list.unmount();
  });
});
