//! Reads the table of sentences: which report each of them stands in, and what must be found.

use super::form::{CellId, Forms};
use super::report::{Cell, Figure, Origin, Report, Scope};

/// A sentence of the table.
pub struct Line {
    pub number: usize,
    pub text: String,
    edition: String,
    changes: Vec<(String, String)>,
    /// `rule` or `rule@cell`, once for each finding; `hint:rule` for one that only hints.
    pub wanted: Vec<String>,
}

/// Lines are `sentence | changes | findings`; the last two may be missing. `# 2021` begins the
/// sentences of an edition, `//` a remark. In a sentence `¶` begins a paragraph, `⏎` breaks a line.
pub fn lines(text: &str) -> Vec<Line> {
    let mut edition = String::new();
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(name) = line.strip_prefix("# ") {
            edition = name.trim().to_owned();
            continue;
        }
        if line.trim().is_empty() || line.starts_with("//") {
            continue;
        }
        let mut parts = line.split('|');
        let text = parts.next().unwrap_or_default().trim().replace('⏎', "\n");
        let mut words = || parts.next().unwrap_or_default().split_whitespace().map(str::to_owned);
        let changes: Vec<String> = words().collect();
        let changes = changes.iter().filter_map(|change| change.split_once('='));
        let changes = changes.map(|(cell, figure)| (cell.to_owned(), figure.to_owned())).collect();
        let wanted = words().collect();
        out.push(Line { number: at + 1, text, edition: edition.clone(), changes, wanted });
    }
    out
}

const FIGURES_2021: &[(&str, &str)] = &[
    ("requests/new/natural_person", "12"),
    ("requests/new/business", "3"),
    ("requests/carried_in/natural_person", "1"),
    ("requests/disclosed/natural_person", "6"),
    ("requests/disclosed/business", "2"),
    ("requests/partly/natural_person", "1"),
    ("requests/refused.third_party_rights/natural_person", "1"),
    ("requests/refused.deliberative/business", "1"),
    ("requests/unavailable.not_held/natural_person", "1"),
    ("requests/not_processed.duplicate/natural_person", "1"),
    ("requests/carried_out/natural_person", "3"),
    ("cases/reconsideration/upheld", "4"),
    ("cases/reconsideration/corrected", "1"),
    ("cases/reconsideration/pending", "1"),
    ("cases/direct_suit/upheld", "1"),
    ("cases/suit_after_reconsideration/upheld", "2"),
    ("cases/suit_after_reconsideration/corrected", "1"),
    ("disclosure/normative_documents/issued", "3"),
    ("disclosure/normative_documents/repealed", "1"),
    ("disclosure/normative_documents/in_force", "14"),
    ("disclosure/licensing/decisions", "560"),
    ("disclosure/penalty/decisions", "23"),
    ("disclosure/coercion/decisions", "4"),
    ("disclosure/fees/amount", "12.5"),
];
const FIGURES_2019: &[(&str, &str)] = &[
    ("requests/new/natural_person", "5"),
    ("requests/disclosed/natural_person", "3"),
    ("requests/other_handling/natural_person", "2"),
    ("disclosure/rules/newly_made", "1"),
    ("disclosure/rules/newly_disclosed", "1"),
    ("disclosure/rules/total_disclosed", "9"),
    ("disclosure/normative_documents/newly_made", "5"),
    ("disclosure/normative_documents/newly_disclosed", "6"),
    ("disclosure/normative_documents/total_disclosed", "41"),
    ("disclosure/licensing/prior_items", "5"),
    ("disclosure/licensing/net_change", "2"),
    ("disclosure/licensing/decisions", "120"),
    ("disclosure/penalty/prior_items", "16"),
    ("disclosure/penalty/net_change", "-3"),
    ("disclosure/penalty/decisions", "35"),
    ("disclosure/coercion/decisions", "4"),
    ("disclosure/procurement/projects", "3"),
    ("disclosure/procurement/amount", "495"),
];

impl Line {
    /// The report with the sentence in it: every figure given, totals right. A change without a
    /// figure leaves its cell blank; `chapter=…` puts the sentence elsewhere, `scope=consolidated` makes
    /// the report one of a whole region, `organ=…` one of another office.
    pub fn report(&self, forms: &Forms) -> Report {
        let edition = self.edition.split(' ').next().unwrap_or_default();
        let form = forms.edition(edition).expect("an official edition");
        let mut report =
            Report::blank(form, "青铜县农业农村局", if edition == "2021" { 2026 } else { 2020 });
        report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        let figures = match self.edition.as_str() {
            "2021" => FIGURES_2021,
            "2019" => FIGURES_2019,
            _ => &[],
        };
        let mut set = |cell: &str, figure: &str| {
            let cell = CellId::from(cell);
            assert!(report.cells.contains_key(&cell), "{}: {cell}", self.number);
            let figure = figure.parse().map_or(Figure::Blank, Figure::Number);
            report.cells.insert(cell, Cell { figure, ..Cell::default() });
        };
        figures.iter().for_each(|(cell, figure)| set(cell, figure));
        for equation in form.equations().iter().filter(|equation| equation.computes) {
            let computed = Cell { origin: Origin::Computed, ..Cell::default() };
            report.cells.insert(equation.right[0].cell.clone(), computed);
        }
        let mut report = report.with_totals(form);
        let mut chapter = "overview";
        for (cell, figure) in &self.changes {
            match cell.as_str() {
                "chapter" => chapter = figure,
                "scope" => report.scope = Scope::Consolidated,
                "organ" => report.organ = Some(figure.clone()),
                _ => {}
            }
            if !cell.contains('/') {
                continue;
            }
            let cell = CellId::from(cell.as_str());
            assert!(report.cells.contains_key(&cell), "{}: {cell}", self.number);
            let figure = figure.parse().map_or(Figure::Blank, Figure::Number);
            report.cells.insert(cell, Cell { figure, ..Cell::default() });
        }
        let paragraphs = self.text.split('¶').map(str::to_owned).collect();
        if chapter == "preface" {
            report.preface = paragraphs;
        } else {
            let of = report.chapters.iter_mut().find(|c| c.id.as_deref() == Some(chapter));
            of.expect("a chapter of the form").paragraphs = paragraphs;
        }
        report
    }

    /// What was found and not wanted, and what was wanted and not found.
    pub fn faults(&self, found: &[(String, Vec<String>)]) -> Vec<String> {
        let mut left: Vec<&(String, Vec<String>)> = found.iter().collect();
        let mut out = Vec::new();
        for wanted in &self.wanted {
            let (rule, cell) = wanted.split_once('@').unwrap_or((wanted, ""));
            let meant = |(name, cells): &&(String, Vec<String>)| {
                name == rule && (cell.is_empty() || cells.iter().any(|c| c == cell))
            };
            match left.iter().position(meant) {
                Some(at) => drop(left.remove(at)),
                None => out.push(format!("没有发现 {wanted}")),
            }
        }
        out.extend(left.iter().map(|(rule, cells)| format!("多报 {rule} {cells:?}")));
        out
    }
}
