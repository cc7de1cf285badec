//! [`Document`] → [`Draft`]: the report in a document, found by its labels — never by counting.
//!
//! **Deliberately absent**: judging the figures. What the file says is taken as it is; what it does
//! not say stays 未读到.

mod column_heads;
mod columns;
mod contents_list;
mod elsewhere;
mod head_order;
mod headings;
mod heads;
mod labels;
mod lines;
mod money;
mod pasted_table;
mod prose;
mod rejoin_rows;
mod split_digits;
mod tables;
mod title;
mod vocabulary;
mod which_edition;

pub use pasted_table::PastedTable;
pub(crate) use pasted_table::pasted_table;

use crate::{Doubt, Draft, Unreadable};
use elsewhere::Elsewhere;
use gongkai_model::document::{Document, normalize, numbering};
use gongkai_model::form::{CellId, ChapterForm, Edition, Forms};
use gongkai_model::report::{Cell, Chapter, Figure, Origin, Report};
use headings::{Heading, Headings};
use lines::{Line, Shape, Token, lines};
use prose::{is_page_number, paragraphs};
use std::collections::BTreeMap;
use tables::TableReader;
use title::{FirstWords, Title};
use vocabulary::Vocabulary;
use which_edition::{Told, which_edition};

/// Figures that tables without title and headings must have to be taken for a report's: a row of
/// applicants.
const FEWEST_FIGURES: usize = 7;
/// Chapters that must stand in a file twice, and say something else the second time, for it to
/// hold two reports.
const TWICE: usize = 3;

/// Lines at the beginning that may say whose report it is, and of which year.
const MOST_FIRST: usize = 3;

/// A chapter's lines.
struct Section<'a> {
    heading: Heading,
    lines: Vec<&'a Line>,
}

impl Section<'_> {
    fn has_table(&self, edition: &Edition) -> bool {
        edition.chapter(self.heading.chapter).is_some_and(|chapter| chapter.table.is_some())
    }
}

/// Finds the report in a document.
///
/// A report of 2018 or before has no unified tables: its text is kept, no figure is read.
///
/// # Errors
/// Where there is no report, there are several, or the document is longer than any report is.
pub fn recognise(document: &Document, forms: &Forms) -> Result<Draft, Unreadable> {
    let mut draft = report(document, forms)?;
    draft.unmatched.extend(document.passed_over.iter().cloned());
    Ok(draft)
}

fn report(document: &Document, forms: &Forms) -> Result<Draft, Unreadable> {
    let newest = forms.editions().last().ok_or(Unreadable::NoReport)?;
    let rows: Vec<_> =
        forms.editions().iter().flat_map(|edition| labels::rows(forms, edition)).collect();
    let mut all = lines(document)?;
    all.retain(|line| !is_page_number(&line.text) && !title::is_contents(&line.text));
    let chapters: Vec<ChapterForm> =
        forms.editions().iter().rev().flat_map(|edition| edition.chapters.clone()).collect();
    let headings = Headings::of(&chapters);
    contents_list::take_out(&mut all, &headings);
    words_between_tables(&mut all, &headings, &rows);
    let in_order = columns::put_in_order(&mut all, &column_heads::FormHeads::of(forms));
    rejoin_rows::rejoin(&mut all, &rows);
    let lines: Vec<&Line> = all.iter().collect();
    let (front, sections) = sections(&lines, &chapters, &headings, &rows);
    let title = title::title(&front);
    // A sheet or a pasted table may have neither title nor headings: its labels must do.
    let bare = title.is_none() && sections.len() < 3;
    if is_several(&sections) {
        return Err(Unreadable::Several);
    }
    let front_text = front.iter().map(|line| line.text.as_str()).collect::<String>();
    let first = first_words(&front, &sections, &title);
    let year = title.as_ref().and_then(|title| title.year);
    let year = year.or_else(|| title::period_year(&front_text)).or(first.year);

    let has_table = |section: &&Section<'_>| {
        chapters.iter().any(|c| c.id == section.heading.chapter && c.table.is_some())
    };
    let vocabulary = Vocabulary::of(forms);
    let parts: Vec<(bool, &[&Line])> =
        sections.iter().map(|section| (has_table(&section), section.lines.as_slice())).collect();
    let elsewhere = Elsewhere::of(&front, &parts, &rows, &vocabulary);
    let tables: Vec<&Line> = match sections.iter().any(|section| has_table(&section)) {
        true => {
            let own = sections.iter().filter(has_table);
            let own = own.flat_map(|section| section.lines.iter().copied());
            own.chain(lines.iter().copied().filter(|line| elsewhere.has_table(line))).collect()
        }
        false => lines.clone(),
    };
    let table_text: String = tables.iter().map(|line| line.text.as_str()).collect();
    let told = match year {
        Some(year) if forms.for_year(year).is_none() && year < newest.first_year => None,
        _ => which_edition(forms, &table_text, year).or_else(|| {
            let edition = forms.for_year(year?)?;
            Some(Told { edition, doubts: Vec::new() })
        }),
    };
    match told {
        Some(Told { edition, doubts }) => {
            let found = Found { front, title, organ: first.organ, year, sections, elsewhere };
            let mut draft = with_tables(document, forms, edition, found, &vocabulary);
            draft.doubts.splice(0..0, doubts.into_iter().chain(in_order.doubts));
            draft.unmatched.extend(in_order.passed_over);
            let read = draft.sources.len();
            if bare && read < FEWEST_FIGURES { Err(Unreadable::NoReport) } else { Ok(draft) }
        }
        None if bare => Err(Unreadable::NoReport),
        None if sections.is_empty()
            && title.is_some()
            && year.is_none_or(|y| y >= newest.first_year) =>
        {
            Err(Unreadable::NoReport)
        }
        None => Ok(text_only(document, &lines, title, year)),
    }
}

/// A title, a heading or a sentence in a cell of its own, among blank ones, is no row of the table it stands
/// in: on a sheet nothing else parts a table from the words behind it.
fn words_between_tables(lines: &mut [Line], headings: &Headings, rows: &[labels::RowLabel]) {
    for line in lines.iter_mut().filter(|line| line.shape == Shape::Row) {
        let mut said = line.tokens.iter().zip(&line.places).filter(|(t, _)| **t != Token::Empty);
        let (Some((Token::Label(text), place)), None) = (said.next(), said.next()) else {
            continue;
        };
        let alone = place.rows == 1 && place.columns == 1 && line.tokens.len() > 1;
        let words = || {
            let heading = headings::heading(headings, rows, text).is_some();
            heading || text.contains('。') || title::is_title(text)
        };
        if alone && words() {
            line.tokens = vec![Token::Label(text.clone())];
            line.shape = Shape::Text;
            line.places.clear();
        }
    }
}

/// Cuts the document at the chapters' headings; what comes before the first is the front.
fn sections<'a>(
    lines: &[&'a Line],
    chapters: &[ChapterForm],
    headings: &Headings,
    rows: &[labels::RowLabel],
) -> (Vec<&'a Line>, Vec<Section<'a>>) {
    let mut front = Vec::new();
    let mut sections: Vec<Section<'a>> = Vec::new();
    for &line in lines {
        // A row of one cell across a sheet may be a heading; a label among others is none.
        let row = line.shape == Shape::Row && line.tokens.len() > 1;
        let heading = (!row && line.figures() == 0)
            .then(|| headings::heading(headings, rows, &line.text))
            .flatten();
        match (heading, sections.last_mut()) {
            (Some(heading), Some(last))
                if last.heading.chapter == heading.chapter
                    && last.lines.iter().all(|line| line.is_blank()) =>
            {
                // The heading twice in a row is an extraction's echo.
                if last.heading.number.is_empty() {
                    last.heading = heading;
                }
            }
            (Some(heading), _) => sections.push(Section { heading, lines: Vec::new() }),
            (None, Some(section)) => section.lines.push(line),
            (None, None) => front.push(line),
        }
    }
    put_tables_back(&mut sections, chapters);
    // The headings of a table of contents have nothing under them; the real ones follow.
    let empty = |section: &Section| section.lines.iter().all(|line| line.is_blank());
    let chapters: Vec<&str> = sections.iter().map(|section| section.heading.chapter).collect();
    let mut at = 0;
    sections.retain(|section| {
        at += 1;
        let again =
            chapters.get(at..).is_some_and(|later| later.contains(&section.heading.chapter));
        !(empty(section) && section.heading.rest.is_empty() && again)
    });
    (front, sections)
}

/// A heading that comes again behind later chapters, over a table its chapter has not, names the
/// table (附表 behind the signature).
fn put_tables_back(sections: &mut Vec<Section<'_>>, chapters: &[ChapterForm]) {
    let place = |section: &Section<'_>| {
        chapters.iter().position(|chapter| chapter.id == section.heading.chapter)
    };
    let has_figures = |section: &Section<'_>| section.lines.iter().any(|line| line.figures() > 0);
    let says = |section: &Section<'_>| section.lines.iter().any(|line| !line.is_blank());
    let mut at = 1;
    while let Some((before, [this, ..])) = sections.split_at_mut_checked(at) {
        let own = before.iter().rposition(|s| s.heading.chapter == this.heading.chapter);
        let later = |own: usize| {
            let mut between = before.iter().skip(own + 1);
            between.any(|other| says(other) && place(other) > place(this))
        };
        let own = own.filter(|own| has_figures(this) && later(*own));
        match own.and_then(|own| before.get_mut(own)).filter(|own| !has_figures(own)) {
            Some(own) => {
                // What stands behind the table is no part of the chapter.
                let is_row = |line: &&Line| line.figures() > 0 || line.shape == Shape::Row;
                let end = this.lines.iter().rposition(is_row).map_or(0, |last| last + 1);
                let behind = this.lines.split_off(end);
                own.lines.append(&mut this.lines);
                sections.remove(at);
                if let Some(last) = sections.get_mut(at - 1) {
                    last.lines.extend(behind);
                }
            }
            None => at += 1,
        }
    }
}

/// Whether the chapters come again with other contents: two reports in one file. The same report
/// twice is a web page's doing.
fn is_several(sections: &[Section<'_>]) -> bool {
    let text = |section: &Section<'_>| -> String {
        section.lines.iter().map(|line| line.text.as_str()).collect()
    };
    let mut first: std::collections::HashMap<&str, String> = std::collections::HashMap::new();
    let mut again = std::collections::HashSet::new();
    for section in sections {
        let (chapter, text) = (section.heading.chapter, text(section) + &section.heading.rest);
        match first.get(chapter) {
            Some(before) if !text.is_empty() && *before != text => {
                again.insert(chapter);
            }
            Some(_) => {}
            None => {
                first.insert(chapter, text);
            }
        }
    }
    again.len() >= TWICE
}

/// What the first words behind the title say of the office and the year.
fn first_words(front: &[&Line], sections: &[Section<'_>], title: &Option<Title>) -> FirstWords {
    let behind = title.as_ref().map_or(0, |title| title.lines.end);
    let preface = front.iter().skip(behind);
    let text = sections.iter().take(1).flat_map(|section| &section.lines);
    let lines = preface.chain(text).filter(|line| line.text.contains(['，', '。']));
    title::first_words(lines.take(MOST_FIRST).map(|line| line.text.as_str()))
}

/// What was found in a document, before its figures are read.
struct Found<'a> {
    front: Vec<&'a Line>,
    title: Option<Title>,
    /// The office the first sentence names.
    organ: Option<String>,
    year: Option<i32>,
    sections: Vec<Section<'a>>,
    elsewhere: Elsewhere,
}

fn with_tables(
    document: &Document,
    forms: &Forms,
    edition: &Edition,
    found: Found<'_>,
    vocabulary: &Vocabulary,
) -> Draft {
    let Found { front, title, organ, year, sections, elsewhere } = found;
    let organ = title.as_ref().and_then(|title| title.organ.clone()).or(organ);
    let organ_key = organ.as_deref().map(normalize::key).unwrap_or_default();
    let is_organ = |text: &str| !organ_key.is_empty() && normalize::key(text) == organ_key;
    let alone = |text: &str| is_organ(text) || title::is_date(text);
    let join = |lines: &[&Line]| paragraphs(lines, document.broken_lines, &alone);

    let rows = labels::rows_with_strays(forms, edition);
    let mut tables = TableReader::new(&rows, vocabulary);
    let has_table = |section: &Section<'_>| section.has_table(edition);
    // No heading over any table: they are looked for wherever they stand.
    let anywhere = elsewhere.is_empty() && !sections.iter().any(has_table);
    let mut unmatched = Vec::new();
    let title_lines = title.as_ref().map_or(0..0, |title| title.lines.clone());
    let front: Vec<(usize, &Line)> = front
        .into_iter()
        .enumerate()
        .filter(|(at, line)| {
            if elsewhere.has_name(line) && !title_lines.contains(at) {
                tables.take_name(line);
                unmatched.push(line.text.clone());
                return false;
            }
            let may_be_table = anywhere || elsewhere.has_table(line);
            title_lines.contains(at) || !may_be_table || !tables.take(line)
        })
        .collect();
    tables.leave();
    let mut chapters: Vec<Chapter> = sections
        .iter()
        .map(|section| {
            let names = section.lines.iter().filter(|line| elsewhere.has_name(line));
            unmatched.extend(names.map(|line| line.text.clone()).filter(|text| !text.is_empty()));
            let own = anywhere || has_table(section);
            chapter(section, own, &elsewhere, &mut tables, &join)
        })
        .collect();
    tables.finish();
    tables.tell_missing_heads();

    let (preface_lines, around) = preface_lines(&front, &title_lines, &is_organ);
    unmatched.append(&mut tables.unmatched);
    unmatched.extend(around);
    let mut preface = join(&preface_lines);
    let top_date =
        preface.iter().position(|text| title::is_date(text)).map(|at| preface.remove(at));

    let (signature, bottom_date, behind) = closing(&mut chapters, &is_organ);
    unmatched.extend(behind);
    let date = bottom_date.or(top_date).map(|text| without_brackets(&text));
    let cells = whole(std::mem::take(&mut tables.cells), &tables.doubts, forms, edition);
    let report = Report {
        title: title.map(|title| title.text),
        organ: organ.or_else(|| signature.clone()),
        year,
        edition: Some(edition.id.to_owned()),
        cells,
        labels: std::mem::take(&mut tables.labels),
        preface,
        chapters,
        signature,
        date,
        ..Report::default()
    };
    Draft { report, unmatched, doubts: tables.doubts, sources: tables.sources }
}

/// The cells found, and 未读到 for those that were not. A row of another edition that was found stands
/// for the form's own, unless something of those was seen, too.
fn whole(
    mut cells: BTreeMap<CellId, Cell>,
    doubts: &[Doubt],
    forms: &Forms,
    edition: &Edition,
) -> BTreeMap<CellId, Cell> {
    let unread = || Cell { figure: Figure::Unread, note: None, origin: Origin::Imported };
    for doubt in doubts {
        cells.entry(doubt.cell.clone()).or_insert_with(unread);
    }
    let held = forms.edition_holding(edition.id, cells.keys());
    for figure in held.unwrap_or(edition).figures() {
        cells.entry(figure.id).or_insert_with(unread);
    }
    cells
}

/// A section as a chapter: its text, and its table's figures taken off by the reader of tables.
fn chapter(
    section: &Section<'_>,
    with_table: bool,
    elsewhere: &Elsewhere,
    tables: &mut TableReader<'_>,
    join: &dyn Fn(&[&Line]) -> Vec<String>,
) -> Chapter {
    let mut before: Vec<&Line> = Vec::new();
    let mut behind: Vec<&Line> = Vec::new();
    let mut seen = false;
    for line in &section.lines {
        if elsewhere.has_name(line) {
            tables.take_name(line);
            continue;
        }
        if (with_table || elsewhere.has_table(line)) && tables.take(line) {
            seen = true;
        } else if seen {
            behind.push(line);
        } else {
            before.push(line);
        }
    }
    tables.leave();
    let mut texts = join(&before);
    let table_at = texts.len();
    texts.extend(join(&behind));
    let rest = section.heading.rest.clone();
    if !rest.is_empty() {
        texts.insert(0, rest);
    }
    Chapter {
        id: Some(section.heading.chapter.to_owned()),
        number: section.heading.number.clone(),
        mark: section.heading.mark.clone(),
        heading: section.heading.heading.clone(),
        paragraphs: texts,
        table_at: if with_table { table_at } else { 0 },
        ..Chapter::default()
    }
}

/// The lines of the preface, and what a page puts around the title.
fn preface_lines<'a>(
    front: &[(usize, &'a Line)],
    title_lines: &std::ops::Range<usize>,
    is_organ: &dyn Fn(&str) -> bool,
) -> (Vec<&'a Line>, Vec<String>) {
    let mut preface = Vec::new();
    let mut around = Vec::new();
    for (at, line) in front {
        if title_lines.contains(at) || line.is_blank() {
            continue;
        }
        let before_title = *at < title_lines.start;
        if is_organ(&line.text) {
            continue;
        }
        if before_title || title::is_chrome(&line.text) {
            around.push(line.text.clone());
        } else {
            preface.push(*line);
        }
    }
    (preface, around)
}

/// Takes signature, date and what a web page puts behind them off the end of the last chapter.
fn closing(
    chapters: &mut [Chapter],
    is_organ: &dyn Fn(&str) -> bool,
) -> (Option<String>, Option<String>, Vec<String>) {
    const LAST: usize = 8;
    let Some(chapter) = chapters.last_mut() else { return (None, None, Vec::new()) };
    let texts = &mut chapter.paragraphs;
    let mut behind: Vec<String> = Vec::new();
    while let Some(text) = texts.pop_if(|text| title::is_chrome(text)) {
        behind.push(text);
    }
    behind.reverse();
    // The line to sign on belongs to the page, not to the text.
    let last = texts.len().saturating_sub(LAST);
    if let Some(at) =
        (last..texts.len()).find(|at| texts.get(*at).is_some_and(|text| is_sign_line(text)))
    {
        texts.remove(at);
    }
    let from = texts.len().saturating_sub(LAST);
    let tail = |texts: &[String], wanted: &dyn Fn(&str) -> bool| {
        texts.iter().enumerate().skip(from).rev().find(|(_, text)| wanted(text)).map(|(at, _)| at)
    };
    // 青铜镇人民政府 2027年1月20日 on one line
    if let Some(last) = texts.last().cloned()
        && let Some(at) = last.char_indices().rev().map(|(at, _)| at).find(|&at| {
            last.get(at..).is_some_and(title::is_date) && last.get(..at).is_some_and(is_organ)
        })
    {
        texts.pop();
        let (name, date) = last.split_at(at);
        return (Some(name.to_owned()), Some(date.to_owned()), behind);
    }
    let date = tail(texts, &|text| title::is_date(text));
    let signature = match date {
        Some(date) => date.checked_sub(1).filter(|&at| {
            texts.get(at).is_some_and(|text| is_organ(text) || (at >= from && is_name(text)))
        }),
        None => tail(texts, &|text| is_organ(text)),
    };
    // The date is the last thing of a report.
    if let Some(date) = date {
        behind.splice(0..0, texts.drain(date + 1..));
    }
    let date_text = date.map(|at| texts.remove(at));
    let signature_text = signature.map(|at| texts.remove(at));
    (signature_text, date_text, behind)
}

/// 单位负责人（签字）： with nothing behind it but a rule.
fn is_sign_line(text: &str) -> bool {
    let rest = text.trim().strip_prefix(gongkai_model::document::SIGNATORY);
    rest.is_some_and(|rest| rest.chars().all(|c| c.is_whitespace() || "_＿".contains(c)))
}

/// A short line without punctuation that may be the name of an office.
fn is_name(text: &str) -> bool {
    (4..=40).contains(&text.chars().count())
        && !text.contains(['。', '，', '；', '：', '、'])
        && numbering(text).is_none()
        && !text.starts_with('无')
}

fn without_brackets(text: &str) -> String {
    text.trim_matches(|c| "（）()".contains(c)).to_owned()
}

/// A report without unified tables: chapters by their numbers, every line kept.
fn text_only(
    document: &Document,
    lines: &[&Line],
    title: Option<Title>,
    year: Option<i32>,
) -> Draft {
    let organ = title.as_ref().and_then(|title| title.organ.clone());
    let organ_key = organ.as_deref().map(normalize::key).unwrap_or_default();
    let is_organ = |text: &str| !organ_key.is_empty() && normalize::key(text) == organ_key;
    let alone = |text: &str| is_organ(text) || title::is_date(text);
    let end_of_title = title.as_ref().map_or(0, |title| title.lines.end);
    let mut preface: Vec<&Line> = Vec::new();
    let mut chapters: Vec<(Chapter, Vec<&Line>)> = Vec::new();
    for line in lines.iter().skip(end_of_title) {
        let level = gongkai_model::document::heading_level(&line.text);
        let inside = chapters.last_mut();
        if level == Some(1) && line.figures() == 0 {
            let (_, end) = numbering(&line.text).unwrap_or((1, 0));
            let number = line.text.chars().take_while(|c| !"、.．".contains(*c)).collect();
            let heading = line.text.get(end..).unwrap_or_default().trim().to_owned();
            chapters.push((Chapter { number, heading, ..Chapter::default() }, Vec::new()));
        } else if let Some((_, lines)) = inside {
            lines.push(line);
        } else if !title::is_chrome(&line.text) {
            preface.push(line);
        }
    }
    let join = |lines: &[&Line]| paragraphs(lines, document.broken_lines, &alone);
    let mut chapters: Vec<Chapter> = chapters
        .into_iter()
        .map(|(chapter, lines)| Chapter { paragraphs: join(&lines), ..chapter })
        .collect();
    let (signature, date, unmatched) = closing(&mut chapters, &is_organ);
    let report = Report {
        title: title.map(|title| title.text),
        organ: organ.or_else(|| signature.clone()),
        year,
        preface: join(&preface),
        chapters,
        signature,
        date: date.map(|text| without_brackets(&text)),
        ..Report::default()
    };
    Draft { report, unmatched, ..Draft::default() }
}
