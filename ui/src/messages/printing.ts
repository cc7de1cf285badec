// Pages, and what is written to files.

export const printing = {
  title: "预览与印制",
  pages: (count: number) => `共 ${count} 页`,
  page: (number: number) => `第 ${number} 页`,
  of: (number: number, count: number) => `第 ${number} 页，共 ${count} 页`,
  earlier: "上一页",
  later: "下一页",
  showMarks: (count: number) => `在页上标出问题（${count} 处）`,
  noMarks: "页上没有要标的问题。",
  closeNotes: "关闭说明",
  goMend: "去修改",
  seal: "落款方式",
  seals: { space: "加盖印章（留出位置）", none: "不加盖印章", stamp: "签发人签名章" },
  signatureLine: "加一行“单位负责人（签字）：”",
  marked: (mark: string) => (mark === "草稿" ? "每页有“草稿”字样，定稿以后就没有了。" : `每页有“${mark}”字样。`),
  print: "打印",
  printHint: "打印这些页（Ctrl+P）",
  date: "成文日期",
  dateMissing: "还没有写",
  useDate: (date: string) => `填 ${date}`,
  fonts: "字体",
  standIn: "代用",
  export: "导出 PDF",
  exporting: "正在导出并核对…",
  target: "存到",
  changeTarget: "更改…",
  exported: (pages: number, kilobytes: number) => `已导出，共 ${pages} 页（${kilobytes} KB），内容与年报核对一致。`,
  overwrite: "这个文件已经有了，覆盖它？",
  doOverwrite: "覆盖",
  substituted: "下列字体本机没有，用了代用字体：",
  zoomIn: "放大",
  zoomOut: "缩小",
  laying: "正在排版…",
  missing: (characters: string) => `所有字体里都没有这些字：${characters}。请换个写法，否则不能导出。`,
  errorsLeft: (count: number) => `还有 ${count} 项没有改好或填好；现在导出的只能当草稿看。`,
};

export const exporting = {
  title: "导出其他文件",
  act: "导出所选",
  busy: "正在导出并核对…",
  overwrite: "覆盖",
  done: (count: number) => `已导出 ${count} 个文件，内容与年报核对一致。`,
};

export const checkList = {
  title: "核对单",
  hint: "结论、问题、说明和全部核对项目，供审核和存档。",
  pdf: "核对单 PDF",
  excel: "核对单 Excel",
  written: "核对单已导出。",
};

export const publishing = {
  title: "公布",
  hint: "PDF、Word、网页、Excel 和数据（JSON、CSV）放进一个文件夹，网站编辑器用的正文放到剪贴板。",
  act: "生成公布用的文件",
  copied: "正文已在剪贴板里，到网站后台的编辑器里粘贴即可。",
  notCopied: "正文没有放到剪贴板，请点：",
  copy: "复制正文",
  done: (date: string) => `已标为公布，公布日期 ${date}。`,
};
