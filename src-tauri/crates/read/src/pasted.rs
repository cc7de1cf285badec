//! A table from the clipboard: its bytes as one of the formats, then its figures by their labels.

use crate::recognise;
use crate::{LARGEST, PastedTable, Unreadable};
use gongkai_model::document::Document;
use gongkai_model::form::{Edition, Forms};

/// Reads what a spreadsheet, a word processor or a web page puts on the clipboard: as a web page
/// where there is one (its merged cells are certain), else as text with tabs.
///
/// # Errors
/// Where nothing can be read at all; a table without any label of the form is no error.
pub fn pasted_table(
    html: &str,
    text: &str,
    forms: &Forms,
    edition: &Edition,
) -> Result<PastedTable, Unreadable> {
    if html.len() + text.len() > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    let found = |document: Document| recognise::pasted_table(&document, forms, edition);
    let as_page = (!html.trim().is_empty())
        .then(|| crate::formats::html::read(html.as_bytes()).and_then(found));
    match as_page {
        Some(Ok(table)) if !table.cells.is_empty() => Ok(table),
        _ => crate::formats::text::read(text.as_bytes()).and_then(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_model::report::Figure;

    fn read(html: &str, text: &str) -> PastedTable {
        let forms = Forms::official();
        pasted_table(html, text, &forms, forms.edition("2021").unwrap()).unwrap()
    }

    fn number(table: &PastedTable, id: &str) -> Option<String> {
        let number = table.cells.get(&id.into())?.figure.number()?;
        Some(number.to_string())
    }

    #[test]
    fn rows_with_labels_find_their_cells() {
        let text = "一、本年新收政府信息公开申请数量\t12\t3\t0\t1\t0\t0\t16\r\n\
                    二、上年结转政府信息公开申请数量\t１\t0\t0\t0\t0\t0\t1\r\n\
                    \t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t1,002\t0\t0\t1\t0\t0\t1003\r\n";
        let table = read("", text);
        assert_eq!(number(&table, "requests/new/natural_person").as_deref(), Some("12"));
        assert_eq!(number(&table, "requests/carried_in/natural_person").as_deref(), Some("1"));
        assert_eq!(number(&table, "requests/partly/natural_person").as_deref(), Some("1002"));
        assert_eq!(table.cells.len(), 21);
        assert_eq!(table.unmatched, [""; 0]);
    }

    #[test]
    fn a_page_s_merged_cells_are_certain() {
        let html = "<table><tr><td rowspan=2>（三）不予公开</td><td>1.属于国家秘密</td><td>1</td>\
            <td>2</td><td>3</td><td>4</td><td>5</td><td>6</td><td>21</td></tr><tr>\
            <td>2.其他法律行政法规禁止公开</td><td>0</td><td>0</td><td></td><td>0</td><td>0</td>\
            <td>0</td><td>0</td></tr></table>";
        let table = read(html, "属于国家秘密");
        assert_eq!(number(&table, "requests/refused.state_secret/other").as_deref(), Some("6"));
        let blank = table.cells[&"requests/refused.prohibited_by_law/research".into()].figure;
        assert_eq!(blank, Figure::Blank);
    }

    #[test]
    fn what_has_no_label_of_the_form_gives_nothing() {
        let table = read("", "张三\t12\t3\n李四\t4\t5\n");
        assert!(table.cells.is_empty());
        assert!(read("", "今天天气很好，去河边走了走。").cells.is_empty());
    }

    #[test]
    fn a_row_of_another_length_is_doubted_not_guessed() {
        let table = read("", "一、本年新收政府信息公开申请数量\t12\t3\t16\n");
        assert!(table.cells.is_empty());
        assert!(!table.doubts.is_empty());
    }
}
