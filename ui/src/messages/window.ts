// What is said on every page.
import type { Comparable, Level, Scope, ReportState } from "../types";

export const program = "公开年报";

export const levels: Record<Level, string> = { error: "必须改", explain: "需说明", hint: "提示" };

export const states: Record<ReportState, string> = {
  draft: "草稿",
  final: "已定稿",
  published: "已公布",
  imported: "导入",
};

export const scopes: Record<Scope, string> = { own: "本机关", consolidated: "汇总" };

export const comparables: Record<Comparable, string> = {
  yes: "",
  changed: "口径变化",
  no: "不可比",
  dropped: "新格式无此项",
  new: "旧格式无此项",
};

export const common = {
  back: "返回",
  close: "关闭",
  cancel: "取消",
  yes: "确定",
  settings: "设置",
  help: "帮助",
  copyDetails: "复制详情",
  copied: "已复制",
  retry: "再试一次",
  open: "打开",
  openFolder: "打开所在文件夹",
  inFolder: (folder: string) => `在 ${folder}`,
  none: "–",
  seconds: (count: number) => `${count} 秒`,
  loading: "正在打开…",
  undone: "撤销",
};

export const menu = {
  name: "编辑",
  acts: { cut: "剪切", copy: "复制", paste: "粘贴", zero: "填 0", all: "全选" },
  keys: { cut: "Ctrl+X", copy: "Ctrl+C", paste: "Ctrl+V", zero: "", all: "Ctrl+A" },
  refused: "系统没有让程序使用剪贴板，请用 Ctrl+C、Ctrl+V。",
};

export const failures = {
  title: "不能完成",
  program: "程序内部出错，刚才的操作没有完成。请再试一次；如果还不行，请复制详情发给维护人员。",
};

export const zoomLevel = (size: number) => `显示大小 ${Math.round(size * 100)}%`;
