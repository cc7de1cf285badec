//! A made-up edition — one more row, one more table — goes through grid, totals, checks,
//! comparison, recognition and document without anything else knowing of it. Its definition is
//! all there is of it.

use gongkai_check::{Case, Settings};

use gongkai_model::document;
use gongkai_model::form::*;

use gongkai_model::report::{Cell, Figure, Report};

/// The edition in force with a row 4.投诉转办 and a table on hotlines in a chapter of its own.
fn forms() -> Forms {
    let official = Forms::official();
    let mut edition = official.edition("2021").unwrap().clone();
    edition.id = "2031";
    edition.document = "国办公开办函〔2031〕1号";
    edition.first_year = 2031;
    edition.links = vec![Link {
        now: &["hotlines/calls/answered"],
        before: &["requests/disclosed/total"],
        how: Comparable::No,
    }];
    let results = &mut edition.tables[1].blocks[0].rows[2].children;
    let other = results.iter_mut().find(|row| row.id == "other_handling").unwrap();
    other.children.push(Row::new("forwarded", "三（六）4", "4.转交其他机关并告知申请人"));

    edition.tables.push(TableForm {
        id: "hotlines",
        name: "表五",
        widths: vec![400, 200, 200, 200],
        blocks: vec![Block {
            title: None,
            corner: Some("热线情况".into()),
            stub: 1,
            columns: vec![
                Column::new("answered", "当场答复"),
                Column::new("passed_on", "转办答复"),
                Column::new("total", "合计"),
            ],
            rows: vec![
                Row::new("calls", "来电", "群众来电数量"),
                Row::new("messages", "留言", "网上留言数量"),
            ],
        }],
        constraints: vec![Constraint {
            rule: "row_sum",
            across: Across::Columns,
            left: vec![Side::this("answered"), Side::this("passed_on")],
            right: vec![Side::this("total")],
            computes: true,
        }],
    });
    edition.chapters.insert(
        4,
        ChapterForm {
            id: "hotlines",
            number: "五",
            heading: "政务热线公开情况".into(),
            table: Some("hotlines"),
            longest: None,
        },
    );
    for (chapter, number) in
        edition.chapters.iter_mut().zip(["一", "二", "三", "四", "五", "六", "七"])
    {
        chapter.number = number;
    }
    let mut editions = official.editions().to_vec();
    editions.last_mut().unwrap().last_year = Some(2030);
    editions.push(edition);
    Forms::of(editions)
}

fn report(forms: &Forms) -> Report {
    let form = forms.for_year(2031).unwrap();
    assert_eq!(form.id, "2031");
    let mut report = Report::blank(form, "青铜镇人民政府", 2031);
    let computed: Vec<CellId> = form
        .equations()
        .into_iter()
        .filter(|equation| equation.computes)
        .flat_map(|equation| equation.right.into_iter().map(|term| term.cell))
        .collect();
    for figure in form.figures() {
        if !computed.contains(&figure.id) {
            report.cells.insert(figure.id, Cell::typed(0));
        }
    }
    for (id, number) in [
        ("requests/new/natural_person", 7),
        ("requests/disclosed/natural_person", 4),
        ("requests/other_handling.forwarded/natural_person", 3),
        ("hotlines/calls/answered", 40),
        ("hotlines/calls/passed_on", 2),
    ] {
        report.cells.insert(id.into(), Cell::typed(number));
    }
    for chapter in &mut report.chapters {
        chapter.paragraphs = match chapter.id.as_deref() {
            Some("overview" | "improvement") => vec![
                "本机关及时公布供水、道路和养老事项的办理进度，修订公开指南，开展业务培训，管好政府网站。存在公布不及时的问题，下一步每季度检查一次并通报结果，推动按时公布。".to_owned(),
            ],
            Some("other") => vec!["没有其他需要报告的事项。".to_owned()],
            _ => Vec::new(),
        };
    }
    report.date = Some("2032年1月20日".to_owned());
    report.with_totals(form)
}

fn findings(forms: &Forms, report: &Report, rule: &str) -> Vec<Vec<CellId>> {
    let settings = Settings::default();
    let case = Case {
        forms,
        report,
        last: None,
        last_unconfirmed: false,
        published: false,
        settings: &settings,
        today: None,
    };
    let found = gongkai_check::check(&case).into_iter().filter(|finding| finding.rule == rule);
    found.map(|finding| finding.cells).collect()
}

#[test]
fn its_grid_has_the_new_row_and_the_new_table() {
    let forms = forms();
    let form = forms.edition("2031").unwrap();
    assert_eq!(form.figures().len(), 10 + 182 + 15 + 6);
    let grid = form.table("requests").unwrap().grid();
    assert_eq!(grid.rows, 29);
    let cell = CellId::from("requests/other_handling.forwarded/total");
    assert!(
        grid.cells
            .iter()
            .any(|c| matches!(&c.content, GridContent::Figure { cell: id, .. } if *id == cell))
    );
    assert_eq!(form.table("hotlines").unwrap().grid().rows, 3);
}

#[test]
fn its_totals_count_the_new_row() {
    let report = report(&forms());
    for (id, number) in [
        ("requests/total/natural_person", 7),
        ("requests/total/total", 7),
        ("hotlines/calls/total", 42),
        ("hotlines/messages/total", 0),
    ] {
        assert_eq!(report.figure(&id.into()), number.into(), "{id}");
    }
}

#[test]
fn its_sums_and_balances_are_checked() {
    let forms = forms();
    let right = report(&forms);
    for rule in ["row_sum", "results_sum", "balance", "blank", "chapters"] {
        assert_eq!(findings(&forms, &right, rule), [[]; 0], "{rule}");
    }
    let mut wrong = right;
    wrong.cells.insert("hotlines/calls/total".into(), Cell::typed(41));
    wrong.cells.insert("requests/other_handling.forwarded/natural_person".into(), Cell::typed(2));
    let rows = findings(&forms, &wrong, "row_sum");
    assert!(rows.iter().any(|cells| cells.contains(&"hotlines/calls/passed_on".into())));
    let sums = findings(&forms, &wrong, "results_sum");
    let new = CellId::from("requests/other_handling.forwarded/natural_person");
    assert!(sums.iter().any(|cells| cells.contains(&new)));
}

#[test]
fn it_compares_with_the_edition_before() {
    let forms = forms();
    let this = report(&forms);
    let form = forms.edition("2021").unwrap();
    let mut last = Report::blank(form, "青铜镇人民政府", 2030);
    last.cells.insert("requests/new/natural_person".into(), Cell::typed(5));
    let comparison = gongkai_compare::compare(&forms, &this, &last);
    let row = |id: &str| comparison.cells.iter().find(|row| row.cell.as_str() == id).unwrap();
    let new = row("requests/new/natural_person");
    assert_eq!((new.change.as_deref(), new.comparable), (Some("2"), Comparable::Yes));
    assert_eq!(row("hotlines/calls/answered").comparable, Comparable::No);
    assert_eq!(row("hotlines/messages/answered").comparable, Comparable::New);
    assert_eq!(row("requests/other_handling.forwarded/natural_person").comparable, Comparable::New);
    // And with the one before that.
    let oldest = Report::blank(forms.edition("2019").unwrap(), "青铜镇人民政府", 2020);
    let comparison = gongkai_compare::compare(&forms, &this, &oldest);
    let dropped = comparison
        .cells
        .iter()
        .find(|row| row.cell.table() == "disclosure" && row.comparable == Comparable::Dropped);
    assert!(dropped.is_some());
}

#[test]
fn it_is_written_and_recognised_again() {
    let forms = forms();
    let report = report(&forms);
    let written = gongkai_compose::document(&report, &forms);
    let tables =
        written.blocks.iter().filter(|block| matches!(block, document::Block::Table(_))).count();
    assert_eq!(tables, 4);

    let text = gongkai_export::markdown(&written);
    let draft = gongkai_read::recognise(
        &gongkai_read::document(text.as_bytes(), "年报.md").unwrap(),
        &forms,
    )
    .unwrap();
    assert_eq!(draft.report.edition.as_deref(), Some("2031"));
    let figures = |report: &Report| -> Vec<(CellId, Figure)> {
        report.cells.iter().map(|(id, cell)| (id.clone(), cell.figure)).collect()
    };
    assert_eq!(figures(&draft.report), figures(&report));
    let headings = |report: &Report| -> Vec<String> {
        report
            .chapters
            .iter()
            .map(|chapter| format!("{}{}", chapter.number, chapter.heading))
            .collect()
    };
    assert_eq!(headings(&draft.report), headings(&report));
}
