//! Made-up editions go through grid, totals, checks, comparison, recognition and document without
//! anything else knowing of them; their definitions are all there is of them. One has a table more
//! than the form in force, the other only adds to it: a row, and constraints across its tables.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

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
    editions.push(edition);
    Forms::of(editions).unwrap()
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

/// The edition in force with a row and three constraints more, and nothing less.
fn superset() -> Forms {
    let official = Forms::official();
    let mut edition = official.edition("2021").unwrap().clone();
    edition.id = "2027";
    edition.document = "国办公开办函〔2027〕1号";
    edition.first_year = 2027;
    edition.links = Vec::new();
    let results = &mut edition.tables[1].blocks[0].rows[2].children;
    let other = results.iter_mut().find(|row| row.id == "other_handling").unwrap();
    other.children.push(Row::new("forwarded", "三（六）4", "4.转交其他机关并告知申请人"));
    // Over blocks of a table, over tables, and to last year.
    edition.tables[0].constraints.push(Constraint {
        rule: "balance",
        across: Across::Columns,
        left: vec![Side::this("decisions")],
        right: vec![Side::this("decisions")],
        computes: false,
    });
    edition.tables[2].constraints.push(Constraint {
        rule: "balance",
        across: Across::Cells,
        left: vec![Side::this("cases/reconsideration/total")],
        right: vec![Side::this("requests/other_handling.forwarded/total")],
        computes: false,
    });
    edition.tables[2].constraints.push(Constraint {
        rule: "carry_over",
        across: Across::Cells,
        left: vec![Side::last("cases/reconsideration/pending")],
        right: vec![Side::this("cases/reconsideration/upheld")],
        computes: false,
    });
    let mut editions = official.editions().to_vec();
    editions.push(edition);
    Forms::of(editions).unwrap()
}

/// A report with a figure of its own in every cell.
fn full(forms: &Forms, edition: &str, year: i32) -> Report {
    let form = forms.edition(edition).unwrap();
    let mut report = Report::blank(form, "青铜镇人民政府", year);
    for (at, figure) in form.figures().into_iter().enumerate() {
        report.cells.insert(figure.id, Cell::typed(at as i64 + 11));
    }
    report
}

fn read_again(text: &str, forms: &Forms) -> gongkai_read::Draft {
    gongkai_read::recognise(&gongkai_read::document(text.as_bytes(), "年报.md").unwrap(), forms)
        .unwrap()
}

/// Every figure read stands where it was written, or is 未读到; how many are.
fn right(draft: &gongkai_read::Draft, report: &Report) -> usize {
    let mut right = 0;
    for (id, cell) in &draft.report.cells {
        let written = report.figure(id);
        assert!(cell.figure == written || cell.figure == Figure::Unread, "{id}: {cell:?}");
        right += usize::from(cell.figure == written);
    }
    right
}

#[test]
fn an_edition_that_only_adds_leaves_every_file_of_the_corpus_as_it_was() {
    let (official, superset) = (Forms::official(), superset());
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/corpus/files");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let document =
            gongkai_read::document(&std::fs::read(entry.path()).unwrap(), &name).unwrap();
        let draft = |forms| gongkai_read::recognise(&document, forms).unwrap();
        assert_eq!(draft(&superset), draft(&official), "{name}");
        files += 1;
    }
    assert!(files >= 14, "{files}");
}

#[test]
fn each_of_three_editions_is_told_by_its_labels_whatever_the_year() {
    let forms = superset();
    for edition in ["2019", "2021", "2027"] {
        // The year may be wrong, and one part of a report may be all there is.
        for year in [2020, 2024, 2028] {
            let report = full(&forms, edition, year);
            let draft = read_again(
                &gongkai_export::markdown(&gongkai_compose::document(&report, &forms)),
                &forms,
            );
            assert_eq!(draft.report.edition.as_deref(), Some(edition), "{year}");
            assert_eq!(right(&draft, &report), report.cells.len(), "{edition} {year}");
        }
    }
}

#[test]
fn a_row_left_over_from_an_older_edition_makes_no_report_of_that_edition() {
    for forms in [Forms::official(), superset()] {
        for left_over in [
            "| 政府集中采购 | 3 | 12.5 |",
            "| 第二十条第（九）项 |\n| 信息内容 | 采购项目数量 | 采购总金额 |\n| 政府集中采购 | 3 | 12.5 |",
            "| 其他对外管理服务事项 | 5 | 0 | 7 |",
        ] {
            let report = full(&forms, "2021", 2024);
            let text = gongkai_export::markdown(&gongkai_compose::document(&report, &forms));
            let at = text.find("| 第二十条第（八）项").unwrap();
            let text = format!("{}{left_over}\n{}", &text[..at], &text[at..]);
            let draft = read_again(&text, &forms);
            assert_eq!(draft.report.edition.as_deref(), Some("2021"), "{left_over}");
            assert_eq!(right(&draft, &report), report.cells.len(), "{left_over}");
            let rest = draft
                .unmatched
                .iter()
                .any(|line| line.contains("采购") || line.contains("其他对外"));
            assert!(rest, "{:?}", draft.unmatched);
        }
    }
}

/// Table 2 of one edition and table 3 of the other: whichever it is read as, that is said.
#[test]
fn tables_of_two_editions_in_one_file_are_doubted() {
    let forms = superset();
    let text = |edition: &str| {
        let report = full(&forms, edition, 2024);
        gongkai_export::markdown(&gongkai_compose::document(&report, &forms))
    };
    let (old, new) = (text("2019"), text("2021"));
    let third = |text: &str| text.find("三、收到和处理").unwrap();
    let draft = read_again(&format!("{}{}", &old[..third(&old)], &new[third(&new)..]), &forms);
    assert_eq!(draft.report.edition.as_deref(), Some("2019"));
    let doubts: Vec<&str> = draft.doubts.iter().map(|doubt| doubt.why.as_str()).collect();
    assert!(doubts[0].contains("国办公开办函〔2021〕30号格式的项目"), "{doubts:?}");
    for whole in [&old, &new] {
        assert_eq!(read_again(whole, &forms).doubts, []);
    }
}

#[test]
fn figures_under_the_heads_of_another_edition_are_not_read_into_this_one() {
    let forms = superset();
    let report = full(&forms, "2021", 2024);
    let text = gongkai_export::markdown(&gongkai_compose::document(&report, &forms));
    let mixed = text
        .replace("本年制发件数", "本年新制作数量")
        .replace("本年废止件数", "本年新公开数量")
        .replace("现行有效件数", "对外公开总数量");
    assert_ne!(mixed, text);
    let draft = read_again(&mixed, &forms);
    assert_eq!(draft.report.edition.as_deref(), Some("2021"));
    for row in ["rules", "normative_documents"] {
        for column in ["issued", "repealed", "in_force"] {
            let cell = CellId::new("disclosure", row, column);
            assert_eq!(draft.report.figure(&cell), Figure::Unread, "{cell}");
            assert!(draft.doubts.iter().any(|doubt| doubt.cell == cell), "{cell}");
        }
    }
    assert_eq!(right(&draft, &report), report.cells.len() - 6);
}

#[test]
fn constraints_reach_over_blocks_and_tables_and_to_last_year() {
    let forms = superset();
    let form = forms.edition("2027").unwrap();
    let equations = form.equations();
    let mut report = full(&forms, "2027", 2027);
    report.cells.insert("cases/reconsideration/total".into(), Cell::typed(5));
    report.cells.insert("requests/other_handling.forwarded/total".into(), Cell::typed(6));
    let over_tables = equations.iter().find(|e| e.rule == "balance" && e.place == "表四").unwrap();
    assert_eq!(over_tables.left[0].cell.table(), "cases");
    assert_eq!(over_tables.right[0].cell.table(), "requests");
    let found = findings(&forms, &report, "balance");
    let cells: Vec<CellId> = over_tables.terms().map(|term| term.cell.clone()).collect();
    assert!(found.contains(&cells), "{found:?}");
}

/// A figure the new edition has dropped still stands in the report of its first year's last year.
#[test]
fn a_constraint_reaches_to_a_figure_only_the_edition_before_has() {
    let official = Forms::official();
    let mut edition = official.edition("2021").unwrap().clone();
    edition.id = "2027";
    edition.first_year = 2027;
    edition.links = Vec::new();
    edition.tables[0].blocks[2].rows.retain(|row| row.id != "coercion");
    edition.tables[0].constraints.push(Constraint {
        rule: "carry_over",
        across: Across::Cells,
        left: vec![Side::last("disclosure/coercion/decisions").named("行政强制")],
        right: vec![Side::this("disclosure/penalty/decisions")],
        computes: false,
    });
    let mut editions = official.editions().to_vec();
    editions.push(edition);
    let forms = Forms::of(editions).unwrap();
    let zeros = |edition: &str, year: i32| {
        let mut report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year);
        report.cells.values_mut().for_each(|cell| *cell = Cell::typed(0));
        report
    };
    let (this, mut last) = (zeros("2027", 2027), zeros("2021", 2026));
    let settings = Settings::default();
    let found = |last: &Report| {
        let case = Case {
            forms: &forms,
            report: &this,
            last: Some(last),
            last_unconfirmed: false,
            published: false,
            settings: &settings,
            today: None,
        };
        let mut found = gongkai_check::check(&case);
        found.retain(|finding| finding.rule == "carry_over");
        found
    };
    assert_eq!(found(&last), []);
    let coercion = CellId::from("disclosure/coercion/decisions");
    last.cells.insert(coercion.clone(), Cell::typed(4));
    let found = found(&last);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].last_cells, [coercion]);
    assert!(found[0].message.contains("上年“行政强制”（4）"), "{}", found[0].message);
}
