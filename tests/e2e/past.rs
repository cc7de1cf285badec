//! The past of a report and of all data: versions compared and taken back, a final report taken back to
//! a draft, a backup looked through and restored, everything carried to another computer.

use crate::driver::Opening;
use crate::window::Window;
use crate::years;
use gongkai_app::BackupReason;

const CELL: &str = "requests/new/natural_person";

fn typed(window: &Window, text: &str) {
    window.click("[data-chapter=requests]");
    window.click(&format!("[data-cell='{CELL}']"));
    window.type_keys(&format!("{text}{}", crate::window::key::ENTER));
    window.shows(CELL, text);
    window.says(".saved", "已保存");
}

#[test]
fn yesterday_s_text_is_looked_at_compared_and_taken_back() {
    let window = Window::open_report("past", 1366, 728);
    window.click("[data-test=versions]");
    window.says("main", "还没有版本");
    window.picture("01-none");
    window.click("[data-test=back]");
    typed(&window, "77");
    window.click("[data-chapter=other]");
    window.click("[data-test=versions]");
    window.says("[data-test=version]", "当天动笔之前");
    let row = format!("[data-differs='{CELL}']");
    window.says(&row, "77");
    window.picture("02-differences");
    window.click("[data-test=tab-pages]");
    window.element("[data-test=sheet]");
    window.picture("03-pages");
    window.click("[data-test=tab-differences]");

    // One figure, then all; each is one step of undo.
    window.click(&format!("{row} [data-test=take-cell]"));
    window.says("[data-test=version]", "取回之前");
    window.click("[data-test=back]");
    window.click("[data-chapter=requests]");
    window.press("撤销");
    window.shows(CELL, "77");
    window.says(".saved", "已保存");
    window.click("[data-test=versions]");
    window.click("[data-version='1']");
    window.says(&row, "77");
    window.click("[data-test=take-all]");
    window.says("[data-test=no-difference]", "一样");
    window.run(
        "const other = document.querySelector('[data-test=other]'); other.selectedIndex = 1; \
         other.dispatchEvent(new Event('change'))",
    );
    window.says("[data-differs]", "77");
    window.picture("04-taken");
    window.click("[data-test=back]");
    window.press("撤销");
    window.shows(CELL, "77");

    // A chapter.
    window.click("[data-chapter=other]");
    window.click(".text [role=textbox]");
    window.type_keys("新写的一句。");
    window.says(".saved", "已保存");
    window.click("[data-test=versions]");
    window.click("[data-version='1']");
    window.says("[data-test=text]", "新写的一句");
    window.picture("05-chapter");
    window.click("[data-test=take-chapter]");
    window.gone("[data-test=text]");
}

#[test]
fn what_was_done_before_the_program_was_closed_can_be_undone() {
    let data = years::example();
    let session = gongkai_app::Session::open(&data.path().join("data"));
    let reports = session.start().unwrap().reports;
    let open = reports.iter().find(|one| one.listed.year == years::in_hand()).unwrap();
    let edit = serde_json::json!({ "cell": CELL, "text": "77", "how": "typed" });
    let edit = serde_json::from_value(edit).unwrap();
    session.edit_cells(open.listed.id, vec![edit], false).unwrap();
    session.flush().unwrap();
    drop(session);
    let window = Window::open_with("undone", 1366, 728, Opening { data, ..Opening::default() });
    window.click(&format!("tr[data-year='{}'] [data-test=open]", years::in_hand()));
    window.click("[data-chapter=requests]");
    window.shows(CELL, "77");
    window.press("撤销");
    window.shows(CELL, "12");
    window.press("重做");
    window.shows(CELL, "77");
}

#[test]
fn a_final_report_is_sealed_and_goes_back_with_a_reason() {
    let window = Window::open_report("sealed", 1366, 728);
    window.click("[data-test=review]");
    window.fill("[data-test=review-why]", "请科长审");
    window.fill("[data-test=review-file]", window.path("送审稿.docx").to_str().unwrap());
    window.click("[data-test=send-review]");
    window.says("[data-test=status]", "请科长审");
    window.click("[data-test=back]");
    window.click("[data-test=versions]");
    window.click("[data-test=tab-trail]");
    window.says("[data-test=trail]", "请科长审");
    window.click("[data-test=back]");
    crate::states::finalise(&window);
    window.click("[data-test=versions]");
    window.says("[data-test=version]", "定稿");
    window.says("[data-test=seal]", "SHA-256");
    window.picture("01-sealed");
    window.click("[data-test=back]");
    window.click("[data-test=reopen]");
    window.click("[data-test=return-cancel]");
    window.gone("[data-test=return-why]");
    window.click("[data-test=reopen]");
    window.click("[data-test=return-done]");
    window.says("[data-test=refusal]", "原因");
    window.picture("02-why");
    window.fill("[data-test=return-why]", "金额写错");
    window.click("[data-test=return-done]");
    window.says(".state", "草稿");
    window.click("[data-test=versions]");
    window.click("[data-test=tab-trail]");
    window.says("[data-test=trail]", "金额写错");
    window.fill("[data-test=trail-file]", window.path("状态.pdf").to_str().unwrap());
    window.click("[data-test=export-trail]");
    window.says("[data-test=trail-written]", "已导出");
    window.picture("03-trail");
    assert!(std::fs::read(window.path("状态.pdf")).unwrap().starts_with(b"%PDF"));
}

#[test]
fn a_backup_is_looked_through_and_restored() {
    let data = years::example();
    let folder = data.path().join("data");
    let session = gongkai_app::Session::open(&folder);
    session.back_up(BackupReason::Asked).unwrap();
    drop(session);
    let window = Window::open_with("restored", 1366, 728, Opening { data, ..Opening::default() });
    let open = format!("tr[data-year='{}'] [data-test=open]", years::in_hand());
    window.click(&open);
    typed(&window, "77");
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.click("[data-test=backups]");
    window.says("[data-test=backups]", "手动");
    window.says("[data-test=last-backup]", "最近一次备份");
    window.picture("01-backups");
    window.click("[data-test=look]");
    window.says("[data-test=restore-preview]", "格");
    window.click("[data-test=restore-cells] summary");
    window.says("[data-test=restore-cells]", "备份 12，现在 77");
    window.picture("02-preview");
    window.click("[data-test=restore-one]");
    window.says("[data-test=restore-preview]", "不用恢复");
    window.click("[data-test=restore-close]");
    window.gone("[data-test=restore-preview]");
    window.click("[data-test=back]");
    window.click("[data-test=back]");
    window.click(&open);
    typed(&window, "78");
    window.click("[data-test=back]");
    window.click("[data-test=settings]");
    window.click("[data-test=backups]");
    window.click("[data-test=look]");
    window.click("[data-test=restore-all]");
    window.says("[data-test=backups]", "恢复之前");
    window.picture("03-restored");

    // The second place, and a backup on wish.
    let stick = window.path("U 盘");
    std::fs::create_dir(&stick).unwrap();
    window.fill("[data-test=second]", stick.to_str().unwrap());
    window.click("[data-test=second-set]");
    window.says("[data-test=backups] tbody", "第二处");
    window.click("[data-test=second-unset]");
    window.gone("[data-test=second-unset]");
    window.click("[data-test=back-up]");
    window.says(".toast", "已备份");
    window.picture("04-second");
}

#[test]
fn a_backup_that_can_t_be_made_is_said_on_the_start_page() {
    let data = years::example();
    let folder = data.path().join("data");
    std::fs::write(folder.join("备份"), "").unwrap();
    let window = Window::open_with("no-backup", 1366, 728, Opening { data, ..Opening::default() });
    window.says("[data-test=safety]", "备份");
    window.picture("01-said");
    window.click("[data-test=to-backups]");
    window.says("[data-test=last-backup]", "还没有备份");
    std::fs::remove_file(folder.join("备份")).unwrap();
    window.click("[data-test=back-up]");
    window.says("[data-test=backups]", "手动");
    window.click("[data-test=back]");
    window.gone("[data-test=safety]");
}

#[test]
fn everything_moves_to_another_computer_as_one_file() {
    let window = Window::open_report("moving", 1366, 728);
    typed(&window, "77");
    window.click("[data-test=back]");
    window.click("[data-test=start-backups]");
    let file = window.path("全部数据.db");
    window.fill("[data-test=moving-file]", file.to_str().unwrap());
    window.click("[data-test=move-out]");
    window.says("[data-test=moved-out]", "已写成一个文件");
    window.picture("01-out");
    window.click("[data-test=move-out]");
    window.click("[data-test=move-keep]");
    window.gone("[data-test=move-keep]");
    window.click("[data-test=move-out]");
    window.click("[data-test=move-overwrite]");
    window.gone("[data-test=move-overwrite]");

    let other = Window::open("moved", 1366, 728);
    other.click("[data-test=way-backup]");
    other.fill("[data-test=moving-file]", file.to_str().unwrap());
    other.click("[data-test=move-in]");
    other.says("[data-test=restore-preview]", "会回来");
    other.picture("01-in");
    other.click("[data-test=restore-all]");
    other.gone("[data-test=restore-preview]");
    other.click("[data-test=back]");
    other.click(&format!("tr[data-year='{}'] [data-test=open]", years::in_hand()));
    other.click("[data-chapter=requests]");
    other.shows(CELL, "77");
    other.picture("02-there");
}
