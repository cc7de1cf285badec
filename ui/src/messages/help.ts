// The handbook and the keys.

export const help = {
  pages: { handbook: "使用手册", install: "安装与管理", keys: "键盘", about: "关于" },
  contents: "目录",
  what: "编写、核对、对比、印制政府信息公开工作年度报告。不联网，数据只在这台电脑上。",
  version: "版本",
  folder: "数据文件夹",
  licence: "许可证",
  own: "MIT；所含软件和字体各有许可证，见下。",
  parts: (count: number) => `所含软件（${count} 个）`,
  texts: "许可证全文",
};

export const shortcuts: [string, string][] = [
  ["Enter / Shift+Enter", "下一行 / 上一行"],
  ["Tab / Shift+Tab", "下一格 / 上一格"],
  ["方向键", "移动"],
  ["F2", "修改格里的数"],
  ["Esc", "放弃这次修改"],
  ["Delete", "清空所选"],
  ["Shift+方向键、拖动", "选一片"],
  ["Ctrl+C / Ctrl+X / Ctrl+V", "复制 / 剪切 / 粘贴（可与 Excel、WPS 互贴）"],
  ["Ctrl+Z / Ctrl+Y", "撤销 / 重做"],
  ["Alt+↑ / Alt+↓", "文字里上移 / 下移一段，序号跟着排"],
  ["Alt+Enter", "文字里光标处的问题：说明、改正"],
  ["Ctrl+F / Ctrl+H", "文字里查找替换"],
  ["Ctrl+S", "立即存盘（平时自动存）"],
  ["Ctrl+A", "选整张表"],
  ["F8 / Shift+F8", "下一个 / 上一个问题"],
  ["F9", "给这个问题写说明，或一键改正"],
  ["Ctrl+PageDown / PageUp", "下一章 / 上一章"],
  ["Ctrl+D / Ctrl+P", "对比 / 打印"],
  ["Alt+←", "返回"],
  ["Ctrl++ / Ctrl+- / Ctrl+0", "放大 / 缩小 / 原来大小"],
  ["F1", "这张表"],
];

export const shortcutsTitle = "键盘";
