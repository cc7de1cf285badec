//! What leads through the example: one step after the other, each done when the findings it is about
//! are. Nothing of it is kept.

use super::finding_line::FindingLine;
use gongkai_check::Level;
use gongkai_model::form::CellId;
use serde::Serialize;
use ts_rs::TS;

/// Where one stands in the example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Guide {
    /// From 1.
    pub step: usize,
    /// Of so many.
    pub steps: usize,
    /// What to do now.
    pub says: String,
    /// The finding it is about; none at the end, where comparison and print are next.
    pub key: Option<String>,
    /// The cell to be changed, where it is not the finding's first.
    pub cell: Option<CellId>,
}

/// What a step says, and which open findings it is about.
type Step = (&'static str, fn(&FindingLine) -> bool);

/// The cell whose figure is planted wrong: 0 where the balance wants 1.
const PLANTED: &str = "requests/carried_out/natural_person";
const PLANTED_SAYS: &str = "“必须改”写明了算式，不改不能定稿。算不平的几格已经框出：“四、结转下年度继续办理”的自然人一格写成了 0，改成 1。";

const STEPS: [Step; 4] = [
    (
        "“必须改”写明了算式，不改不能定稿。点这一项，看框出的几格，把写错的数改对。",
        |line| line.finding.level == Level::Error,
    ),
    (
        "“需说明”里有一处文字与表格不一致：正文写收到 18 件，表三是 16 件。点“正文改为16”，或者自己把 18 改成 16。",
        |line| line.finding.level == Level::Explain && !line.finding.spans.is_empty(),
    ),
    (
        "有的数不是错，但上级会问：现行有效的文件比上年推算的多 1 件。点“说明…”，写一句（例如：机构改革划入一件），再点“记下说明”。",
        |line| line.finding.level == Level::Explain,
    ),
    (
        "“提示”不改也能定稿。这一处用了半角逗号，点“改为全角标点”，当场就改好。",
        |line| line.finding.level == Level::Hint && line.finding.fix.is_some(),
    ),
];
const END: &str = "都处理好了。看一看与去年的对比，再预览印出来的样子、导出 PDF，全程就走完了。";

impl Guide {
    /// The step whose findings are still open.
    pub fn of(findings: &[FindingLine]) -> Self {
        let steps = STEPS.len() + 1;
        let open = |about: fn(&FindingLine) -> bool| {
            findings.iter().filter(|line| !line.settled).find(|line| about(line))
        };
        let mut now = STEPS.iter().enumerate();
        now.find_map(|(at, (says, about))| {
            let finding = &open(*about)?.finding;
            // As it was planted, and not another fault made meanwhile.
            let planted = finding.cells.iter().find(|cell| cell.as_str() == PLANTED);
            let planted = planted.filter(|_| {
                [&finding.left, &finding.right].map(|side| side.as_deref())
                    == [Some("13"), Some("12")]
            });
            Some(Guide {
                step: at + 1,
                steps,
                says: planted.map_or(*says, |_| PLANTED_SAYS).to_owned(),
                key: Some(finding.key.clone()),
                cell: planted.cloned(),
            })
        })
        .unwrap_or(Guide {
            step: steps,
            steps,
            says: END.to_owned(),
            key: None,
            cell: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::PLANTED;
    use crate::report::{CellEdit, How};
    use crate::session::{Session, TextEdit};

    #[test]
    fn it_follows_what_is_done() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let id = session.open_example().unwrap();
        let guide = || session.check(id).unwrap().guide.unwrap();
        let now = || {
            assert_eq!(guide().steps, 5);
            (guide().step, guide().key)
        };
        let type_in = |text: &str| {
            let cell = "requests/carried_out/natural_person".into();
            let edit = CellEdit { cell, text: text.to_owned(), how: How::Typed };
            session.edit_cells(id, vec![edit], false).unwrap()
        };
        assert_eq!(now().0, 1);
        assert_eq!(guide().cell.unwrap().as_str(), PLANTED);
        // Another fault in its place is not called the planted one.
        type_in("3");
        assert_eq!(guide().cell, None, "{}", guide().says);
        type_in("1");
        assert_eq!(now().0, 2);
        let overview = &session.snapshot(id).unwrap().stored.report.chapters[0];
        let text = overview.paragraphs.join("\n").replace("申请18件", "申请16件");
        session.edit_text(id, TextEdit::After { chapter: 0, text }, false).unwrap();
        let (step, key) = now();
        assert_eq!(step, 3);
        session.give_reason(id, &key.unwrap(), "机构改革划入一件").unwrap();
        let (step, key) = now();
        assert_eq!(step, 4);
        session.apply_fix(id, &key.unwrap()).unwrap();
        assert_eq!(now(), (5, None));
        // What is undone comes again.
        type_in("0");
        assert_eq!(now().0, 1);
        // No other report is led through.
        session.change(|store| Ok(store.set_setting("example", &0.into())?)).unwrap();
        assert_eq!(session.check(id).unwrap().guide, None);
    }
}
