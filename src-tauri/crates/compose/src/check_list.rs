//! What was checked and what was found → [`Document`]: the check list (核对单) of a report, and one
//! table of many reports.
//!
//! **Deliberately absent**: any checking.

use chrono::NaiveDate;
use gongkai_check::{Finding, FolderLine, Level, NoReport, Rule, Verdict, rules};
use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use gongkai_model::form::Forms;
use gongkai_model::place::Place;
use gongkai_model::report::{Report, written_date};
use std::collections::BTreeMap;

/// Why a finding is as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenReason {
    /// In the user's words.
    pub text: String,
    /// Who gave it; empty where nobody was named.
    pub who: String,
    /// When, as it is printed.
    pub at: String,
}

/// The version a report was finalised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalVersion {
    /// Counted from 1 within its report.
    pub number: i64,
    /// SHA-256 over its content, name and time, in hexadecimal digits.
    pub hash: String,
}

impl FinalVersion {
    /// `第 2 版，SHA-256 …`
    pub fn described(&self) -> String {
        format!("第{}版，SHA-256 {}", self.number, self.hash)
    }
}

/// A report that has been checked.
#[derive(Clone, Copy, Debug)]
pub struct CheckListInput<'a> {
    /// The report that was checked.
    pub report: &'a Report,
    /// The forms its edition is found in.
    pub forms: &'a Forms,
    /// Year of last year's report it was checked with; none without one.
    pub last: Option<i32>,
    /// What it was finalised as; none of a draft.
    pub finalised: Option<&'a FinalVersion>,
    /// The day of the check, printed under the list.
    pub on: Option<NaiveDate>,
    /// What the findings and the reasons come to.
    pub verdict: Verdict,
    /// In the order of the list.
    pub findings: &'a [Finding],
    /// By the keys of the findings.
    pub reasons: &'a BTreeMap<String, GivenReason>,
}

/// Rows of one table; a sheet of a workbook and a table of the document hold no more than 65,535.
const MOST_ROWS: usize = 20_000;

/// The check list of a report: verdict and lines to sign, findings by chapter, and everything that
/// was checked.
pub fn check_list(listed: &CheckListInput) -> Document {
    let title = format!("{}核对单", listed.report.full_title());
    let mut blocks = vec![paragraph(Role::Title, &title)];
    blocks.push(paragraph(Role::Heading(1), "一、结论"));
    blocks.push(Block::Table(listed.summary()));
    blocks.push(paragraph(Role::Heading(1), "二、问题"));
    match listed.findings {
        [] => blocks.push(paragraph(Role::Body, "没有发现问题。")),
        _ => blocks.push(Block::Table(listed.found())),
    }
    blocks.push(paragraph(Role::Heading(1), "三、核对项目"));
    blocks.push(Block::Table(listed.checked()));
    Document { blocks, ..Document::default() }
}

impl CheckListInput<'_> {
    fn summary(&self) -> Table {
        let report = self.report;
        let last = match (self.last, self.not_compared()) {
            (Some(year), None) => format!("{year}年年报"),
            (Some(year), _) => format!("{year}年年报，不是上一年的，两年之间的项目没有核对"),
            (None, _) => "没有，两年之间的项目没有核对".to_owned(),
        };
        let settled = |finding: &&Finding| {
            finding.level == Level::Explain && self.reasons.contains_key(&finding.key)
        };
        let explained = self.findings.iter().filter(settled).count();
        let rows = [
            ("单位", report.organ.clone().unwrap_or_default()),
            ("报告年度", report.year.map(|year| format!("{year}年")).unwrap_or_default()),
            ("结论", conclusion(self.verdict).to_owned()),
            ("必须改", format!("{}项", self.count(Level::Error))),
            ("需说明", format!("{}项，其中已说明{explained}项", self.count(Level::Explain))),
            ("提示", format!("{}项", self.count(Level::Hint))),
            ("未填", format!("{}项", self.findings.iter().filter(|one| one.unfilled).count())),
            ("上年年报", last),
            ("核对日期", self.on.map(written_date).unwrap_or_default()),
        ];
        let finalised = self.finalised.map(|version| ("定稿", version.described()));
        let rows = rows.into_iter().chain(finalised);
        let rows = rows.map(|(name, text)| vec![name.to_owned(), text]).collect();
        let mut summary = table(&[], &[240, 380, 380], rows);
        summary.cells.iter_mut().filter(|cell| cell.column == 1).for_each(|cell| {
            cell.column_span = 2;
        });
        sign_lines(&mut summary);
        summary
    }

    /// Why nothing was judged by the year before; none where it was.
    fn not_compared(&self) -> Option<&'static str> {
        match (self.last, self.report.year) {
            (None, _) => Some("未核对（没有上年年报）"),
            (Some(last), Some(year)) if last + 1 != year => Some("未核对（对照的不是上年年报）"),
            _ => None,
        }
    }

    fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|one| one.level == level && !one.unfilled).count()
    }

    /// The findings by chapter, within a chapter by level.
    fn found(&self) -> Table {
        let mut findings: Vec<(usize, &Finding)> = self
            .findings
            .iter()
            .map(|finding| (self.place(finding.place.as_ref()).0, finding))
            .collect();
        findings.sort_by_key(|(place, finding)| (*place, finding.level));
        let rows = findings.into_iter().map(|(_, finding)| {
            let reason = match self.reasons.get(&finding.key) {
                Some(reason) => format!("{}（{} {}）", reason.text, reason.who, reason.at),
                None if finding.level == Level::Explain => "还没有说明".to_owned(),
                None => String::new(),
            };
            let place = self.place(finding.place.as_ref()).1;
            vec![place, finding.label().to_owned(), told(finding), reason]
        });
        table(&["章", "级别", "问题", "说明"], &[110, 110, 510, 270], rows.collect())
    }

    /// Where a part of the report stands in the list, and what it is called there.
    fn place(&self, place: Option<&Place>) -> (usize, String) {
        let edition = self.report.edition_in(self.forms);
        let nowhere = (usize::MAX - 1, String::new());
        match place {
            Some(Place::Title) => (0, "题头".to_owned()),
            Some(Place::Preface) => (1, "引言".to_owned()),
            Some(Place::Signature | Place::Date) => (usize::MAX, "落款".to_owned()),
            None => nowhere,
            Some(Place::Chapter { id, .. }) => edition
                .and_then(|e| e.chapters.iter().enumerate().find(|(_, form)| form.id == id))
                .map_or(nowhere, |(at, form)| (at + 2, form.number.to_owned())),
        }
    }

    /// Every rule that applies to the report, also those that found nothing; then those that do not
    /// apply.
    fn checked(&self) -> Table {
        let edition = self.report.edition_in(self.forms);
        let (own, others): (Vec<&Rule>, Vec<&Rule>) =
            rules().iter().partition(|rule| rule.applies_to(edition, self.report.year, self.forms));
        let own = own.into_iter().map(|rule| (rule, self.result(rule)));
        let others = others.into_iter().map(|rule| (rule, "不适用".to_owned()));
        let rows = own.chain(others).enumerate().map(|(at, (rule, result))| {
            let asks = rule.help().lines().next().unwrap_or_default().to_owned();
            vec![(at + 1).to_string(), rule.title.to_owned(), asks, result]
        });
        table(&["序号", "项目", "要求", "结果"], &[70, 250, 430, 250], rows.collect())
    }

    fn result(&self, rule: &Rule) -> String {
        let mut found: BTreeMap<(Level, bool), (&str, usize)> = BTreeMap::new();
        for finding in self.findings.iter().filter(|finding| finding.rule == rule.name) {
            let kind = (finding.level, finding.unfilled);
            found.entry(kind).or_insert((finding.label(), 0)).1 += 1;
        }
        let found: Vec<String> =
            found.values().map(|(label, count)| format!("{label}{count}项")).collect();
        match (found.as_slice(), self.not_compared()) {
            ([], Some(why)) if rule.against_last_year => why.to_owned(),
            ([], _) => "没有发现问题".to_owned(),
            _ => found.join("、"),
        }
    }
}

/// Lines for those who answer for the list to sign and date, at the end of a table of three columns.
fn sign_lines(table: &mut Table) {
    for post in ["填报人", "审核人", "负责人"] {
        let row = table.rows;
        // Two lines make room to write.
        let texts = [format!("{post}\n（签字）"), String::new(), "　　年　　月　　日".to_owned()];
        for (column, text) in (0..).zip(texts) {
            let place =
                TableCell { row, column, row_span: 1, column_span: 1, ..TableCell::default() };
            table.cells.push(TableCell { label: column == 0, text, ..place });
        }
        table.rows += 1;
    }
}

/// One table of many reports, the worst first as they come; then what must be changed and explained
/// in each, and the files without a report.
pub fn folder_list(folder: &str, lines: &[FolderLine], without: &[NoReport]) -> Document {
    let mut blocks = vec![paragraph(Role::Title, "政府信息公开工作年度报告核对汇总")];
    let failing = lines.iter().filter(|line| line.verdict == Verdict::Fail).count();
    let text = format!("{folder}：共{}份年报，{failing}份有必须改的问题。", lines.len());
    blocks.push(paragraph(Role::Body, &text));
    let name = |line: &FolderLine| line.organ.clone().unwrap_or_else(|| line.file.clone());
    let year = |line: &FolderLine| line.year.map(|year| year.to_string()).unwrap_or_default();
    let rows = lines.iter().enumerate().map(|(at, line)| {
        vec![
            (at + 1).to_string(),
            name(line),
            year(line),
            conclusion(line.verdict).to_owned(),
            line.errors.to_string(),
            line.explains.to_string(),
            line.hints.to_string(),
            line.last.clone().unwrap_or_else(|| "没有".to_owned()),
            line.file.clone(),
        ]
    });
    let heads = ["序号", "单位", "年度", "结论", "必须改", "需说明", "提示", "上年年报", "文件"];
    let widths = [60, 230, 70, 120, 70, 70, 60, 150, 170];
    chapter("一、汇总", &heads, &widths, rows.collect(), &mut blocks);
    let rows = lines.iter().flat_map(|line| {
        let grave = line.findings.iter().filter(|finding| finding.level != Level::Hint);
        grave.map(move |finding| {
            vec![name(line), year(line), finding.level.label().to_owned(), told(finding)]
        })
    });
    let heads = ["单位", "年度", "级别", "问题"];
    chapter("二、问题", &heads, &[250, 80, 100, 570], rows.collect(), &mut blocks);
    let rows = without.iter().map(|none| vec![none.file.clone(), none.why.clone()]);
    chapter("三、没有年报的文件", &["文件", "原因"], &[350, 650], rows.collect(), &mut blocks);
    Document { blocks, sideways: true, ..Document::default() }
}

/// A heading and a table under it, parted when it is too long for one; nothing without rows.
fn chapter(
    heading: &str,
    heads: &[&str],
    widths: &[u16],
    rows: Vec<Vec<String>>,
    out: &mut Vec<Block>,
) {
    for (at, rows) in rows.chunks(MOST_ROWS).enumerate() {
        let heading = match at {
            0 => heading.to_owned(),
            _ => format!("{heading}（续{at}）"),
        };
        out.push(paragraph(Role::Heading(1), &heading));
        out.push(Block::Table(table(heads, widths, rows.to_vec())));
    }
}

/// What the whole means, in the words of the window.
fn conclusion(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "可以定稿",
        Verdict::Explain => "还有需说明的",
        Verdict::Fail => "有必须改的",
    }
}

/// The finding, with the words it is about where its message does not name them.
pub(crate) fn told(finding: &Finding) -> String {
    let words = finding.spans.first().map(|span| span.text.trim()).unwrap_or_default();
    let short: String = words.chars().take(40).collect();
    match words.is_empty() || finding.message.contains(words) {
        true => finding.message.clone(),
        false if short.len() < words.len() => format!("{}：“{short}……”", finding.message),
        false => format!("{}：“{short}”", finding.message),
    }
}

pub(crate) fn paragraph(role: Role, text: &str) -> Block {
    Block::Paragraph(Paragraph::new(role, text))
}

/// A table of texts; `widths` in thousandths.
pub(crate) fn table(heads: &[&str], widths: &[u16], rows: Vec<Vec<String>>) -> Table {
    let head = (!heads.is_empty()).then(|| heads.iter().map(|text| (*text).to_owned()).collect());
    let head_rows = u16::from(head.is_some());
    let all: Vec<Vec<String>> = head.into_iter().chain(rows).collect();
    let rows = u16::try_from(all.len()).unwrap_or(u16::MAX);
    let mut cells = Vec::with_capacity(all.len() * widths.len());
    for (row, texts) in (0..rows).zip(all) {
        for (column, text) in (0..).zip(texts) {
            let label = row < head_rows;
            let place =
                TableCell { row, column, row_span: 1, column_span: 1, ..TableCell::default() };
            cells.push(TableCell { text, label, ..place });
        }
    }
    let columns = widths.len() as u16;
    Table { rows, columns, widths: widths.to_vec(), head_rows, cells, ..Table::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_check::{Case, Settings, check, verdict};
    use gongkai_model::report::Cell;

    fn texts(document: &Document) -> Vec<&str> {
        document
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(paragraph) => vec![paragraph.text.as_str()],
                Block::Table(table) => table.cells.iter().map(|cell| cell.text.as_str()).collect(),
            })
            .collect()
    }

    /// A list of a report with a sum that is wrong and a reason for something else.
    fn list(last: Option<i32>) -> Document {
        list_of("2021", last)
    }

    fn list_of(edition: &str, last: Option<i32>) -> Document {
        list_with(edition, last, None)
    }

    fn list_with(edition: &str, last: Option<i32>, finalised: Option<&FinalVersion>) -> Document {
        let forms = Forms::official();
        let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", 2026);
        report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        report.cells.insert("requests/new/natural_person".into(), Cell::typed(7));
        report.date = Some("2027年2月20日".into());
        let settings = Settings::default();
        let findings = check(&Case {
            forms: &forms,
            report: &report,
            last: None,
            last_unconfirmed: false,
            published: false,
            settings: &settings,
            today: None,
        });
        let late = findings.iter().find(|finding| finding.rule == "deadline").unwrap();
        let given = GivenReason {
            text: "网站改版，推迟公布".into(),
            who: "王芳".into(),
            at: "2027-02-20 10:32".into(),
        };
        let reasons = BTreeMap::from([(late.key.clone(), given)]);
        check_list(&CheckListInput {
            finalised,
            report: &report,
            forms: &forms,
            last,
            on: NaiveDate::from_ymd_opt(2027, 2, 20),
            verdict: verdict(&findings, &|finding| reasons.contains_key(&finding.key)),
            findings: &findings,
            reasons: &reasons,
        })
    }

    #[test]
    fn the_list_of_a_final_report_names_its_version_and_hash() {
        let version = FinalVersion { number: 3, hash: "0f".repeat(32) };
        let named = |list: &Document| {
            let cells = list.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(&table.cells),
                _ => None,
            });
            cells.flatten().any(|cell| cell.text == format!("第3版，SHA-256 {}", version.hash))
        };
        assert!(named(&list_with("2021", None, Some(&version))));
        assert!(!named(&list_of("2021", None)));
    }

    #[test]
    fn the_list_says_what_was_found_what_was_explained_and_what_was_checked() {
        let document = list(None);
        let texts = texts(&document);
        for words in [
            "青铜镇人民政府2026年政府信息公开工作年度报告核对单",
            "有必须改的",
            "一：自然人（7）＋其余各项（0）＝7；总计（0），相差7",
            "网站改版，推迟公布（王芳 2027-02-20 10:32）",
            "未核对（没有上年年报）",
            "填报人\n（签字）",
            "审核人\n（签字）",
            "负责人\n（签字）",
            "　　年　　月　　日",
            "没有发现问题",
            "2027年2月20日",
        ] {
            assert!(texts.contains(&words), "{words}: {texts:#?}");
        }
        for rule in rules() {
            assert!(texts.contains(&rule.title), "{}", rule.title);
        }
        let compared = list(Some(2025));
        assert!(!self::texts(&compared).iter().any(|text| text.starts_with("未核对")));
        let other = list(Some(2023));
        assert!(self::texts(&other).contains(&"未核对（对照的不是上年年报）"));
    }

    /// Title and result of each rule, in the order of the list.
    fn results(document: &Document) -> Vec<(&str, &str)> {
        let Some(Block::Table(table)) = document.blocks.last() else { panic!("no table") };
        let of = |row, column| {
            let mut cells = table.cells.iter();
            cells.find(|c| (c.row, c.column) == (row, column)).unwrap().text.as_str()
        };
        (1..table.rows).map(|row| (of(row, 1), of(row, 3))).collect()
    }

    #[test]
    fn rules_of_another_form_stand_last_and_are_not_said_to_be_checked() {
        for (edition, own, others) in [
            ("2021", "现行有效件数与上年接不上", "新公开多于总数"),
            ("2019", "项目减成了负数", "没有写信息处理费"),
        ] {
            let document = list_of(edition, Some(2025));
            let results = results(&document);
            assert_eq!(results.len(), rules().len());
            let first = results.iter().position(|(_, result)| *result == "不适用").unwrap();
            assert!(results[first..].iter().all(|(_, result)| *result == "不适用"));
            let at = |title| results.iter().position(|(name, _)| *name == title).unwrap();
            assert!(at(own) < first && at(others) >= first, "{results:?}");
        }
    }

    #[test]
    fn a_folder_of_reports_is_one_table() {
        let line = |organ: &str, verdict| FolderLine {
            file: format!("{organ}.docx"),
            organ: Some(organ.to_owned()),
            year: Some(2026),
            verdict,
            errors: u32::from(verdict == Verdict::Fail),
            explains: 0,
            hints: 2,
            last: None,
            findings: Vec::new(),
        };
        let lines = [line("白银镇人民政府", Verdict::Fail), line("青铜镇人民政府", Verdict::Pass)];
        let without = [NoReport { file: "通知.txt".into(), why: "没有年报。".into() }];
        let document = folder_list("二〇二六年", &lines, &without);
        let texts = texts(&document);
        assert!(texts.contains(&"二〇二六年：共2份年报，1份有必须改的问题。"), "{texts:?}");
        assert!(texts.contains(&"通知.txt"));
    }
}
