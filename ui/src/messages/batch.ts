// Many reports checked at once.

export const batch = {
  title: "核对文件夹",
  what: "把各单位的年报放在一个文件夹里，一次核对完。上年的年报按单位和年度在同一文件夹里找。只看不存，文件不会改动。",
  path: "文件夹",
  choose: "选择…",
  begin: "开始核对",
  stop: "取消",
  stopped: "已取消，没有核对完。",
  reading: (done: number, all: number) => `正在读取 ${done} / ${all}`,
  checking: (done: number, all: number) => `正在核对 ${done} / ${all}`,
  none: "这个文件夹里没有找到年报。",
  sum: (reports: number, failing: number, without: number) =>
    `${reports} 份年报，${failing} 份有必须改的` + (without > 0 ? `；${without} 个文件里没有年报` : ""),
  heads: { organ: "单位", year: "年度", verdict: "结论", last: "上年年报" },
  pass: "可以定稿",
  noName: "（没有单位名称）",
  noLast: "没有",
  nothing: "没有发现问题。",
  without: "没有认出年报的文件",
  export: "导出汇总",
  target: "存到（.xlsx 或 .pdf）",
  exported: "汇总已导出。",
};
