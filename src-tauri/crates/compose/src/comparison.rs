//! Years side by side → [`Document`]: the table of figures as it is shown, the charts with drawn
//! bars, the sentences that differ side by side.
//!
//! **Deliberately absent**: which years and which rows; whoever looks at the comparison chooses them.

use gongkai_compare::{Chart, Segment, SegmentKind, TextChange, YearFigure, Years, YearsRow};
use gongkai_model::document::{Block, Document, Paragraph, Role, Table, TableCell};
use gongkai_model::form::{CellId, Forms};
use std::collections::BTreeMap;

/// What is written of a comparison.
#[derive(Clone, Debug)]
pub struct Compared<'a> {
    /// Whose reports are compared.
    pub organ: &'a str,
    /// The forms of their editions.
    pub forms: &'a Forms,
    /// Figures and texts year by year.
    pub years: &'a Years,
    /// The rows in the order in which they are shown.
    pub rows: Vec<&'a YearsRow>,
    /// Drawn behind the figures.
    pub charts: &'a [Chart],
    /// Why figures changed, by the cells of the rows.
    pub reasons: &'a BTreeMap<CellId, String>,
}

/// Most years that stand beside each other on an upright page.
const MOST_UPRIGHT: usize = 3;
/// Most characters of one side of a row of text.
const LONGEST_SIDE: usize = 240;

/// The comparison as a document.
pub fn comparison(compared: &Compared<'_>) -> Document {
    let mut blocks = vec![paragraph(Role::Title, &compared.title())];
    blocks.push(paragraph(Role::Heading(1), "一、数字对比"));
    let left_out = compared.years.rows.len() - compared.rows.len().min(compared.years.rows.len());
    if left_out > 0 {
        let text = format!("共{}项，未列入{left_out}项。", compared.years.rows.len());
        blocks.push(paragraph(Role::Body, &text));
    }
    if !compared.rows.is_empty() {
        // As wide as its years need, and turned where they would squeeze the names of the items.
        let sideways = compared.years.years.len() > MOST_UPRIGHT;
        let figures = Table { widths: Vec::new(), sideways, ..compared.figures(Reasons::Below) };
        blocks.push(Block::Table(figures));
    }
    let mut numbers = ["二", "三"].into_iter();
    if !compared.charts.is_empty() {
        let number = numbers.next().unwrap_or_default();
        blocks.push(paragraph(Role::Heading(1), &format!("{number}、图示")));
        compared.charts.iter().for_each(|chart| bars(chart, &mut blocks));
    }
    let texts: Vec<&TextChange> = compared.texts().collect();
    if !texts.is_empty() {
        let number = numbers.next().unwrap_or_default();
        blocks.push(paragraph(Role::Heading(1), &format!("{number}、文字对比")));
        blocks.push(paragraph(Role::Body, "只列有差别的句子，方括号内是两年不同的文字。"));
        let [last, this] = compared.last_two();
        for text in texts {
            blocks.push(paragraph(Role::Heading(2), &heading(text)));
            let sides = side_by_side(&text.pieces);
            if sides.is_empty() {
                blocks.push(paragraph(Role::Body, "两年文字相同。"));
            } else {
                let table = sentences(&sides, last, this);
                blocks.push(Block::Table(Table { widths: Vec::new(), ..table }));
            }
        }
    }
    Document { blocks, ..Document::default() }
}

/// Where the reasons stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reasons {
    /// Under their row, across the table.
    Below,
    /// In a column of their own.
    Beside,
}

impl<'a> Compared<'a> {
    /// `青铜镇人民政府2025年与2026年政府信息公开工作年度报告对比`
    pub fn title(&self) -> String {
        let years = match self.years.years.as_slice() {
            [] => String::new(),
            [one] => format!("{one}年"),
            [last, this] => format!("{last}年与{this}年"),
            [first, .., this] => format!("{first}年至{this}年"),
        };
        format!("{}{years}政府信息公开工作年度报告对比", self.organ)
    }

    /// The chapters whose text differs between the last two years.
    pub fn texts(&self) -> impl Iterator<Item = &'a TextChange> {
        self.years.texts.iter().filter(|text| !text.pieces.is_empty())
    }

    /// The two latest years, the earlier first.
    pub fn last_two(&self) -> [i32; 2] {
        match self.years.years.as_slice() {
            [.., last, this] => [*last, *this],
            [this] => [*this, *this],
            [] => [0, 0],
        }
    }

    /// The table of figures: 表, 项目, the years, 增减, ％, 备注.
    pub fn figures(&self, reasons: Reasons) -> Table {
        let count = self.years.years.len();
        let mut heads = vec!["表".to_owned(), "项目".to_owned()];
        heads.extend(self.years.years.iter().map(|year| format!("{year}年")));
        heads.extend(["增减", "％", "备注"].map(str::to_owned));
        let mut weights = vec![7, 34];
        weights.extend(std::iter::repeat_n(10, count));
        weights.extend([9, 9, 13]);
        let beside = reasons == Reasons::Beside;
        if beside {
            heads.push("说明".to_owned());
            weights.push(30);
        }
        let mut rows = Rows::new(&heads, &weights);
        for row in &self.rows {
            let mut cells = vec![label(self.table_name(&row.table)), plain(row.name.clone())];
            cells.extend(row.figures.iter().map(|figure| plain(shown(figure))));
            // A spreadsheet counts with the change; on paper its sign is told.
            let change = row.change.clone().unwrap_or_default();
            let rises = !beside && !change.is_empty() && !change.starts_with(['-', '0']);
            cells.push(plain(if rises { format!("+{change}") } else { change }));
            cells.push(plain(row.percent.map(|percent| percent.to_string()).unwrap_or_default()));
            cells.push(label(&row.remark));
            let reason = self.reasons.get(&row.cell).map(String::as_str);
            if beside {
                cells.push(label(reason.unwrap_or_default()));
            }
            rows.push(cells);
            if let Some(reason) = reason.filter(|_| !beside) {
                rows.across(&format!("说明：{reason}"));
            }
        }
        rows.table
    }

    fn table_name(&self, id: &str) -> &'static str {
        let editions = self.forms.editions().iter().rev();
        editions
            .filter_map(|edition| edition.table(id))
            .map(|table| table.name)
            .next()
            .unwrap_or("")
    }
}

/// The figure as the table says it: 未读到, — where there is none, 空 for a blank one.
pub fn shown(figure: &YearFigure) -> String {
    match (&figure.text, figure.unread) {
        (_, true) => "未读到".to_owned(),
        (None, _) => "—".to_owned(),
        (Some(text), _) if text.is_empty() => "空".to_owned(),
        (Some(text), _) => text.clone(),
    }
}

/// `一、总体情况（重复83%）`
pub fn heading(text: &TextChange) -> String {
    let name: Vec<&str> = [text.chapter.as_str(), text.heading.as_str()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    format!("{}（重复{:.0}%）", name.join("、"), text.repeat_rate * 100.0)
}

/// The sentences that differ: last year's and this year's, the words that are not the other's in
/// brackets.
pub fn side_by_side(pieces: &[Segment]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let (mut last, mut this, mut differs) = (String::new(), String::new(), false);
    let mut end = |last: &mut String, this: &mut String, differs: &mut bool| {
        if *differs {
            out.push((last.trim().to_owned(), this.trim().to_owned()));
        }
        last.clear();
        this.clear();
        *differs = false;
    };
    for piece in pieces {
        for sentence in piece.text.split_inclusive(|c| "。！？；\n".contains(c)) {
            let words = sentence.trim_end_matches('\n');
            let marked = || if words.is_empty() { String::new() } else { format!("［{words}］") };
            match piece.kind {
                SegmentKind::Same => {
                    last.push_str(words);
                    this.push_str(words);
                }
                SegmentKind::Removed => last.push_str(&marked()),
                SegmentKind::Added => this.push_str(&marked()),
            }
            differs |= piece.kind != SegmentKind::Same && !words.is_empty();
            let ends = words.len() < sentence.len() || words.ends_with(['。', '！', '？', '；']);
            let long = last.chars().count().max(this.chars().count()) > LONGEST_SIDE;
            if ends && (piece.kind == SegmentKind::Same || long) {
                end(&mut last, &mut this, &mut differs);
            }
        }
    }
    end(&mut last, &mut this, &mut differs);
    out.into_iter().flat_map(|(last, this)| parts(&last, &this)).collect()
}

/// A sentence without end in parts that fit a page.
fn parts(last: &str, this: &str) -> Vec<(String, String)> {
    let cut = |text: &str| -> Vec<String> {
        let marks: Vec<char> = text.chars().collect();
        marks.chunks(2 * LONGEST_SIDE).map(|part| part.iter().collect()).collect()
    };
    let (mut last, mut this) = (cut(last), cut(this));
    let rows = last.len().max(this.len());
    last.resize(rows, String::new());
    this.resize(rows, String::new());
    last.into_iter().zip(this).collect()
}

/// Sentences that differ, side by side under their years.
pub fn sentences(sides: &[(String, String)], last: i32, this: i32) -> Table {
    let mut rows = Rows::new(&[format!("{last}年"), format!("{this}年")], &[50, 50]);
    for (last, this) in sides {
        rows.push(vec![plain(last.clone()), plain(this.clone())]);
    }
    rows.table
}

/// A chart's figures: a row a group, a column a series.
pub fn chart_table(chart: &Chart) -> Table {
    let mut heads = vec![String::new()];
    heads.extend(chart.series.iter().map(|series| series.name.clone()));
    let mut rows = Rows::new(&heads, &vec![1; heads.len()]);
    for (at, group) in chart.groups.iter().enumerate() {
        let mut cells = vec![label(group)];
        let figure = |series: &gongkai_compare::Series| {
            series.figures.get(at).cloned().flatten().unwrap_or_default()
        };
        cells.extend(chart.series.iter().map(|series| plain(figure(series))));
        rows.push(cells);
    }
    rows.table
}

/// A chart as a table: group, series, bar and figure in each row.
fn bars(chart: &Chart, out: &mut Vec<Block>) {
    out.push(paragraph(Role::Heading(2), &chart.name));
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    let all = chart.series.iter().flat_map(|series| &series.figures).filter_map(number);
    let highest = all.fold(0.0, f64::max);
    let mut table = Table { columns: 4, widths: vec![150, 150, 560, 140], ..Table::default() };
    let series = chart.series.len() as u16;
    for (at, group) in chart.groups.iter().enumerate() {
        let first = cell(table.rows, 0, 1, group.clone(), true);
        table.cells.push(TableCell { row_span: series, ..first });
        for series in &chart.series {
            let figure = series.figures.get(at).cloned().flatten();
            let bar = Some(share(number(&figure).unwrap_or(0.0), highest));
            let row = table.rows;
            table.cells.push(cell(row, 1, 1, series.name.clone(), true));
            table.cells.push(TableCell { bar, ..cell(row, 2, 1, String::new(), false) });
            table.cells.push(cell(row, 3, 1, figure.unwrap_or_else(|| "—".to_owned()), false));
            table.rows += 1;
        }
    }
    out.push(Block::Table(table));
}

/// How long the bar of a figure is beside the longest one, in thousandths; a figure that is not 0
/// is seen.
fn share(figure: f64, highest: f64) -> u16 {
    let share = if highest > 0.0 { (figure / highest).clamp(0.0, 1.0) } else { 0.0 };
    ((share * 1000.0).round() as u16).max(if share > 0.0 { 5 } else { 0 })
}

fn paragraph(role: Role, text: &str) -> Block {
    Block::Paragraph(Paragraph::new(role, text))
}

fn label(text: &str) -> (String, bool) {
    (text.to_owned(), true)
}

fn plain(text: String) -> (String, bool) {
    (text, false)
}

/// A table on its way, with one row of heads.
struct Rows {
    table: Table,
}

impl Rows {
    fn new(heads: &[String], weights: &[u32]) -> Self {
        let whole: u32 = weights.iter().sum();
        let mut rows = Rows {
            table: Table {
                columns: heads.len() as u16,
                widths: weights
                    .iter()
                    .map(|weight| (weight * 1000 / whole.max(1)) as u16)
                    .collect(),
                head_rows: 1,
                ..Table::default()
            },
        };
        rows.push(heads.iter().map(|head| label(head)).collect());
        rows
    }

    fn push(&mut self, cells: Vec<(String, bool)>) {
        let row = self.table.rows;
        for (column, (text, label)) in cells.into_iter().enumerate() {
            let column = column as u16;
            self.table.cells.push(cell(row, column, 1, text, label));
        }
        self.table.rows += 1;
    }

    /// A row of one cell.
    fn across(&mut self, text: &str) {
        let cell = cell(self.table.rows, 0, self.table.columns, text.to_owned(), true);
        self.table.cells.push(cell);
        self.table.rows += 1;
    }
}

fn cell(row: u16, column: u16, column_span: u16, text: String, label: bool) -> TableCell {
    TableCell { row, column, row_span: 1, column_span, text, label, ..TableCell::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sentences_that_differ_stand_side_by_side() {
        let piece = |kind, text: &str| Segment { kind, text: text.to_owned() };
        let sides = side_by_side(&[
            piece(SegmentKind::Same, "开头一句。收到"),
            piece(SegmentKind::Removed, "12"),
            piece(SegmentKind::Added, "15"),
            piece(SegmentKind::Same, "件。末句。\n"),
            piece(SegmentKind::Added, "新的一段。"),
            piece(SegmentKind::Same, "\n"),
        ]);
        let expected = [("收到［12］件。", "收到［15］件。"), ("", "［新的一段。］")];
        assert_eq!(sides, expected.map(|(last, this)| (last.to_owned(), this.to_owned())));
        let endless = side_by_side(&[piece(SegmentKind::Added, &"长".repeat(2_000))]);
        assert!(endless.len() > 3 && endless.iter().all(|(_, this)| this.chars().count() <= 480));
    }

    #[test]
    fn a_bar_is_as_long_as_its_figure() {
        assert_eq!(share(8.0, 8.0), 1000);
        assert_eq!(share(2.0, 8.0), 250);
        assert_eq!(share(1.0, 100_000.0), 5);
        assert_eq!(share(0.0, 8.0), 0);
        assert_eq!(share(0.0, 0.0), 0);
    }
}
