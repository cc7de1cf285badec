// Out for review, and back.

import type { ReviewStatus } from "../types";

const sentence = ({ who, at, version }: ReviewStatus) =>
  `${at}${who ? ` 由 ${who}` : ""} 送审${version === null ? "" : `（第 ${version} 版）`}`;

export const review = {
  open: "送审",
  openHint: "生成送审稿、取回审改稿，看批注",
  title: (organ: string, year: number) => `${organ} ${year} 年年报 · 送审`,
  state: "送审中",
  stateChanged: "送审中 · 已改动",
  sentence,
  /** All of it, for who points at the state. */
  status: (sent: ReviewStatus) =>
    `${sentence(sent)}${sent.why ? `：${sent.why}` : ""}${sent.changed ? `；送审以后${sent.changed}` : ""}`,
  changed: (changed: string) => `送审以后${changed}`,
  same: "和送审的一样。",
  send: "送审",
  sendHint: "送审稿是一个 Word 文件：每页有“草稿”和版本、时间，右边留宽写意见，最后附还没解决的问题和说明。",
  why: "送给谁、说明",
  whyHint: "可以不填",
  file: "送审稿存到",
  write: "生成送审稿",
  again: "再送一次",
  writing: "正在生成并核对…",
  written: "送审稿已生成，可以交给领导了。",
  end: "审改完毕",
  endHint: "不再是“送审中”；批注留着，取回的审改稿收起来",
  ended: "这次审改已完毕。",
  back: "取回审改稿",
  backHint:
    "领导改过的 Word 文件（接受修订、不接受都行）、另一台电脑上的同一份年报，或者文字。读出来只是对照，不采纳就不改。",
  path: "审改稿的完整路径",
  choose: "选择…",
  read: "读取",
  reading: "正在读审改稿…",
  words: "粘贴文字",
  wordsHint: "从扫描件、邮件里复制的年报文字贴在这里",
  from: (name: string, base: string) =>
    base ? `“${name}”，和${base}、和现在对照` : `“${name}”；不知道它是从哪一版改的，只和现在对照`,
  nothing: "没有要处理的改动。",
  left: (count: number) => `还有 ${count} 处改动没有处理`,
  takeAll: "都采纳",
  takeAllHint: "采纳只有审改稿改过的地方；两边都改过的要一处一处定",
  take: "采纳",
  takeTheirs: "用审改稿的",
  keepOurs: "保留现在的",
  reject: "不采纳",
  rejected: "不采纳",
  anew: "重新考虑",
  takePlace: "采纳这一章",
  taken: (count: number) => `已采纳 ${count} 处。`,
  by: { theirs: "审改稿改的", both: "两边都改了", ours: "这边改的" },
  figures: "数字",
  sent: "送审时",
  theirs: "审改稿",
  ours: "现在",
  own: (count: number) => `送审以后这边改的、审改稿没有动的 ${count} 处`,
  notes: "批注",
  notesOpen: (count: number) => `批注（${count} 条没有办）`,
  noNotes: "没有批注。",
  quoted: "批在：",
  go: "去看",
  done: "办好了",
};
