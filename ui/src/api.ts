// Every call into the program, one typed function per command. No other file imports @tauri-apps.
import { Channel, invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";
import type {
  About,
  Berth,
  BlankForm,
  CellEdit,
  CellId,
  ComparingView,
  Edited,
  Exported,
  FolderChecked,
  FolderProgress,
  FoundWords,
  ExportFormat,
  Found,
  ImportView,
  News,
  Organ,
  OrganKind,
  PageOptions,
  Place,
  Preferences,
  Printing,
  Reading,
  RuleHelp,
  Scope,
  Settings,
  Start,
  State,
  Surveyed,
  TakenIn,
  TextEdit,
  Writing,
} from "./wire";

// Start
export const start = () => invoke<Start>("start");
export const addOrgan = (name: string, kind: OrganKind) => invoke<number>("add_organ", { name, kind });
export const newReport = (organ: number, year: number, scope: Scope, sure: boolean) =>
  invoke<number>("new_report", { organ, year, scope, sure });
export const openExample = () => invoke<number>("open_example");
export const deleteReport = (id: number) => invoke<void>("delete_report", { id });
export const restoreReport = (id: number, sure: boolean) => invoke<void>("restore_report", { id, sure });

export const blankForms = () => invoke<BlankForm[]>("blank_forms");
export const exportBlankForm = (edition: string, path: string, overwrite: boolean) =>
  invoke<string>("export_blank_form", { edition, path, overwrite });

// Import
export const chooseFile = () => invoke<string | null>("choose_file");
export const previewFile = (path: string) => invoke<ImportView>("preview_file", { path });
export const previewPaste = (html: string, text: string) => invoke<ImportView>("preview_paste", { html, text });
export const stopReading = () => invoke<void>("stop_reading");
export const correctImport = (edits: CellEdit[], going_on: boolean) =>
  invoke<Reading>("correct_import", { edits, goingOn: going_on });
export const takeBackCorrection = () => invoke<Reading>("take_back_correction");
export const acceptImport = (berth: Berth) => invoke<number>("accept_import", { berth });
export const chooseImportFolder = () => invoke<string | null>("choose_import_folder");
export const filesAmong = (paths: string[]) => invoke<Found>("files_among", { paths });
export const surveyFile = (path: string) => invoke<Surveyed>("survey_file", { path });
export const acceptFound = (path: string, berth: Berth) => invoke<TakenIn>("accept_found", { path, berth });
export const openOriginal = (id: number) => invoke<string>("open_original", { id });

// Writing
export const openReport = (id: number) => invoke<Writing>("open_report", { id });
export const keep = (id: number) => invoke<string>("keep", { id });
export const pasteTable = (id: number, html: string, text: string) => invoke<Edited>("paste_table", { id, html, text });
export const editCells = (id: number, edits: CellEdit[], going_on: boolean) =>
  invoke<Edited>("edit_cells", { id, edits, goingOn: going_on });
export const editText = (id: number, edit: TextEdit, going_on: boolean) =>
  invoke<Edited>("edit_text", { id, edit, goingOn: going_on });
export const confirmTakenOver = (id: number) => invoke<Edited>("confirm_taken_over", { id });
export const applyFix = (id: number, key: string) => invoke<Edited>("apply_fix", { id, key });
export const undo = (id: number) => invoke<Edited>("undo", { id });
export const redo = (id: number) => invoke<Edited>("redo", { id });
export const giveReason = (id: number, key: string, text: string) => invoke<News>("give_reason", { id, key, text });
export const takeBackReason = (id: number, key: string) => invoke<News>("take_back_reason", { id, key });
/** `sure`: what is asked before has been answered. */
export const setState = (id: number, state: State, sure: boolean) => invoke<Edited>("set_state", { id, state, sure });
export const publish = (id: number, date: string, address: string) => invoke<Edited>("publish", { id, date, address });
export const explainRule = (rule: string) => invoke<RuleHelp>("explain_rule", { rule });

// The text chapters
/** Puts the figure in the place of U+FFFC in the text. */
export const quoteFigure = (id: number, edit: TextEdit, cell: CellId) =>
  invoke<Edited>("quote_figure", { id, edit, cell });
/** Without a chapter: the preface. */
export const takeLastText = (id: number, chapter: number | null) => invoke<Edited>("take_last_text", { id, chapter });
export const tickAspect = (id: number, aspect: string, on: boolean) =>
  invoke<Edited>("tick_aspect", { id, aspect, on });
export const findWords = (id: number, words: string) => invoke<FoundWords[]>("find_words", { id, words });
export const replaceWords = (id: number, places: Place[], words: string, instead: string) =>
  invoke<Edited>("replace_words", { id, places, words, with: instead });

// Comparing
/** Without ids: this report and the nearest year before. */
export const compareReports = (id: number, ids: number[] | null) =>
  invoke<ComparingView>("compare_reports", { id, with: ids });
export const explainChange = (ids: number[], cell: CellId, text: string) =>
  invoke<ComparingView>("explain_change", { ids, cell, text });
export const takeOverReason = (ids: number[], cell: CellId) => invoke<number>("take_over_reason", { ids, cell });
export const exportComparison = (
  ids: number[],
  cells: CellId[],
  path: string,
  ending: "pdf" | "xlsx",
  overwrite: boolean,
) => invoke<string>("export_comparison", { ids, cells, path, ending, overwrite });

// Check lists
export const exportCheckList = (id: number, path: string, overwrite: boolean) =>
  invoke<string>("export_check_list", { id, path, overwrite });
export const chooseFolder = () => invoke<string | null>("choose_folder");
export const checkFolder = (path: string, told: (progress: FolderProgress) => void) => {
  const progress = new Channel<FolderProgress>();
  progress.onmessage = told;
  return invoke<FolderChecked | null>("check_folder", { path, progress });
};
export const stopFolder = () => invoke<void>("stop_folder");
export const exportFolder = (path: string, overwrite: boolean) => invoke<string>("export_folder", { path, overwrite });

// Printing
export const layOut = (id: number, options: PageOptions) => invoke<Printing>("lay_out", { id, options });
export const pageImage = (id: number, number: number) => invoke<string>("page_image", { id, number });
export const choosePdf = (suggested: string) => invoke<string | null>("choose_pdf", { suggested });
export const exportPdf = (id: number, options: PageOptions, path: string, overwrite: boolean) =>
  invoke<Exported>("export_pdf", { id, options, path, overwrite });
export const exportFiles = (
  id: number,
  formats: ExportFormat[],
  options: PageOptions,
  path: string,
  overwrite: boolean,
) => invoke<string[]>("export_files", { id, formats, options, path, overwrite });

// Files written in this run
export const openWritten = (path: string) => invoke<void>("open_written", { path });
export const showWritten = (path: string) => invoke<void>("show_written", { path });

// Preferences
export const preferences = () => invoke<Preferences>("preferences");
export const saveOrgan = (organ: Organ) => invoke<void>("save_organ", { organ });
export const removeOrgan = (id: number) => invoke<void>("remove_organ", { id });
export const restoreOrgan = (id: number) => invoke<void>("restore_organ", { id });
export const saveRules = (rules: Settings, words: string, who: string) =>
  invoke<void>("save_rules", { rules, words, who });
export const chooseRules = (to_write: boolean) => invoke<string | null>("choose_rules", { toWrite: to_write });
export const exportRules = (path: string, overwrite: boolean) => invoke<string>("export_rules", { path, overwrite });
export const importRules = (path: string) => invoke<void>("import_rules", { path });
export const changeFolder = (path: string) => invoke<void>("change_folder", { path });

// The program itself
export const about = () => invoke<About>("about");
/** Calls off what is under way; nothing is written any more. */
export const stopTask = () => invoke<void>("stop_task");

// The window itself
export const nameWindow = (title: string) => getCurrentWindow().setTitle(title);
/** 1 is the size everything is drawn for. */
export const setZoom = (size: number) => getCurrentWebview().setZoom(size);
/** Calls `dropped` with the paths of files let go over the window; returns what ends it. */
export const onFilesDropped = (dropped: (paths: string[]) => void, over: (is: boolean) => void) =>
  getCurrentWebview().onDragDropEvent(({ payload }) => {
    over(payload.type === "enter" || payload.type === "over");
    if (payload.type === "drop") dropped(payload.paths);
  });
