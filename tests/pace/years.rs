//! Data folders with years in them: the example's office, and others beside it.

use chrono::Datelike;
use gongkai_model::form::Forms;
use gongkai_model::organ::OrganKind;

use gongkai_model::progress::ReportState;
use gongkai_model::report::{Origin, Report};
use gongkai_store::Store;

const YEARS: usize = 8;
/// The earliest year is the first that has a form.
const LATEST: i32 = 2026;

/// The name of one of the organs.
pub fn name(number: usize) -> String {
    const VILLAGES: [&str; 20] = [
        "青铜", "白石", "清河", "大坪", "小溪", "双龙", "石门", "柳林", "东岗", "西塘", "南坡",
        "北苑", "松树", "竹园", "梅岭", "桃源", "金沙", "银杏", "铁炉", "玉泉",
    ];
    format!("{}第{}镇人民政府", VILLAGES[number % VILLAGES.len()], number / VILLAGES.len() + 1)
}

/// A folder whose `data` holds eight years of so many organs.
pub fn of(organs: usize) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("gongkai-pace-").tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("data")).unwrap();
    let forms = Forms::official();
    for number in 0..organs {
        let name = name(number);
        let organ = store.add_organ(&name, OrganKind::Township).unwrap();
        for back in (0..YEARS).rev() {
            let year = LATEST - back as i32;
            let report = Report { organ: Some(name.clone()), ..report(&forms, year, back == 0) };
            let state = if back == 0 { ReportState::Draft } else { ReportState::Published };
            store.create(organ, &report, state, None).unwrap();
        }
    }
    folder
}

/// The example's office, its report of the year in hand without a fault and the one of the year before.
#[allow(dead_code, reason = "the measures of pace have no use for it")]
pub fn example() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("gongkai-example-").tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("data")).unwrap();
    let forms = Forms::official();
    let organ = store.add_organ("青铜镇人民政府", OrganKind::Township).unwrap();
    let year = in_hand();
    store.create(organ, &report(&forms, year - 1, false), ReportState::Published, None).unwrap();
    store.create(organ, &report(&forms, year, true), ReportState::Draft, None).unwrap();
    folder
}

/// The year that is being reported on, as the program has it.
#[allow(dead_code, reason = "as above")]
pub fn in_hand() -> i32 {
    let today = chrono::Local::now().date_naive();
    if today.month() <= 6 { today.year() - 1 } else { today.year() }
}

/// The example without its faults as the report of this year, or the one of the year before.
fn report(forms: &Forms, year: i32, this: bool) -> Report {
    let text = if this {
        include_str!("../fixtures/this.md")
    } else {
        include_str!("../../src-tauri/example/last.md")
    };
    let text = text.replace("{year}", &year.to_string()).replace("{next}", &(year + 1).to_string());
    let document = gongkai_read::document(text.as_bytes(), "示例.md").unwrap();
    let mut report = gongkai_read::recognise(&document, forms).unwrap().report;
    let edition = forms.edition(report.edition.as_deref().unwrap()).unwrap();
    report.cells.values_mut().for_each(|cell| cell.origin = Origin::Typed);
    let equations = edition.equations();
    for total in equations.iter().filter(|e| e.computes).flat_map(|e| &e.right) {
        report.cells.entry(total.cell.clone()).or_default().origin = Origin::Computed;
    }
    report.with_totals(edition)
}
