// What was salvaged out of a damaged database.

export const salvage = {
  title: "损坏的数据读出了什么",
  look: "看结果",
  seen: "知道了，不再提醒",
  aside: (folder: string) => `损坏的文件原样放在“${folder}”，程序不再写它；需要时交给技术人员。`,
  organ: "单位",
  year: "年度",
  howMuch: "读出多少",
  unknown: "不清楚",
  cells: "哪几格",
  open: "打开",
  kinds: { whole: "完整", partly: "部分", earlier: "用了较早的", lost: "没有读出" },
};
