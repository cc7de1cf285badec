//! Five reports as text, each with the faults of a published one: our own, written for the tests,
//! and the published ones where they lie beside the repository. Without them their part is left out,
//! and that is said.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Once;

/// Our own, and the published one with the same faults and figures.
pub const REPORTS: [(&str, &str); 5] = [
    ("title_of_two_lines", "chengjiang-2020"),
    ("lines_broken", "qingtongxia-2020"),
    ("numbered_in_brackets", "tongchuan-2020"),
    ("headings_run_in", "wuzhong-2020"),
    ("tables_cut_off", "xingqing-2020"),
];

fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("tests/reports").is_dir()).expect("the repository")
}

/// A report of our own.
pub fn own(name: &str) -> PathBuf {
    let path = repository().join("tests/reports").join(format!("{name}.txt"));
    assert!(path.exists(), "{}", path.display());
    path
}

/// Our own first, and where it is there the published one.
pub fn alike(name: &str) -> Vec<PathBuf> {
    let (_, published) = REPORTS.iter().find(|(own, _)| *own == name).expect("one of the five");
    let published = repository().join("../shared/reports").join(format!("{published}.txt"));
    let mut alike = vec![own(name)];
    if published.exists() {
        alike.push(published);
    } else {
        static SAID: Once = Once::new();
        // Past the capture of the test runner, which shows what a passing test prints to nobody.
        SAID.call_once(|| {
            let _ = writeln!(std::io::stderr(), "published reports left out: no ../shared/reports");
        });
    }
    alike
}
