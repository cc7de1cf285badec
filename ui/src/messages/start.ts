// Organs and their years.

export const start = {
  empty: "从哪里开始？",
  emptyHint: "数据只存在这台电脑上，不联网，不需要账号。",
  importTitle: "导入去年的年报",
  importText: "选一个文件，程序认出去年的数字和文字；今年的结转数、上年对照就都有了。",
  blankTitle: "从空白开始",
  blankText: "填单位名称，得到今年格式的空白年报。",
  exampleTitle: "用示例试一试",
  exampleText: "虚构的青铜镇人民政府，两年的年报，两分钟走完全程。",
  write: (year: number) => `编写 ${year} 年年报`,
  goOn: (year: number) => `继续编写 ${year} 年年报`,
  importOld: "导入往年年报",
  organs: "单位",
  organ: "单位",
  allOrgans: (count: number) => `全部单位（${count}）`,
  dueOf: (year: number) => `${year} 年期限`,
  done: "已完成",
  dueSoon: (organ: string, year: number, due: string, days: number) =>
    days < 0
      ? `${organ} ${year} 年年报的期限（${due}）已过 ${-days} 天。`
      : days === 0
        ? `${organ} ${year} 年年报今天到期。`
        : `${organ} ${year} 年年报 ${due}到期，还有 ${days} 天。`,
  manyDueSoon: (count: number, year: number) =>
    `有 ${count} 个单位的 ${year} 年年报还没有完成，期限在 30 天以内或已过。`,
  showThem: "看是哪些",
  deletedBefore: "已删除：",
  noLast: (last: number, year: number) => `还没有 ${last} 年的年报：导入以后，${year} 年的结转数和上年对照才能带过来。`,
  importYear: (year: number) => `导入 ${year} 年年报`,
  notBegun: "未编写",
  restoreYear: (year: number) => `恢复 ${year} 年`,
  blankForm: "空白表格",
  blankFormOf: (edition: string) => `${edition} 年格式`,
  blankFormWritten: "空白表格已导出。",
  search: "搜索单位",
  noneFound: "没有名称里有这几个字的单位。",
  addOrgan: "添加单位",
  year: "年度",
  edition: "格式",
  state: "状态",
  saved: "上次保存",
  due: "期限",
  noReports: "这个单位还没有年报。",
  noReportsHint: "先导入去年的年报，结转数和文字就不用再抄一遍；也可以直接编写今年的。",
  daysLeft: (days: number) => (days > 0 ? `还有 ${days} 天` : days === 0 ? "就是今天" : `已过 ${-days} 天`),
  textOnly: "只有文字",
  delete: "删除",
  confirmPublished: "确认为已公布",
  confirmPublishedHint: "核对过导入的数字以后点这里；以后与它不符的结转数就是“必须改”。",
  deleted: (year: number) => `已删除 ${year} 年年报。`,
  restore: "恢复",
  name: "单位全称",
  nameHint: "如：青铜镇人民政府",
  kind: "单位类别",
  create: "开始编写",
  add: "添加",
  received: "新收申请",
  handled: "办结",
  cases: "复议诉讼",
};

export const folderWarning = {
  title: "请换一个数据文件夹",
  local: "换到这台电脑上",
  choose: "去设置",
};
