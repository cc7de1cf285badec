//! What holds of all rules together, and of any report.

use crate::{Case, Finding, Level, Rule, Settings, check, rules};
use chrono::NaiveDate;
use gongkai_model::form::{CellId, Forms};
use gongkai_model::report::{Cell, Chapter, Figure, Origin, Report, Scope};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

#[test]
fn every_rule_explains_itself_under_the_same_headings() {
    let headings = ["查什么", "为什么", "依据", "正确", "错误"];
    for rule in rules() {
        let help = rule.help();
        let found: Vec<_> = help.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(found, headings, "{}", rule.name);
        let explained = rule.explained();
        let parts = &explained.sections;
        assert!(!explained.says.is_empty() && !explained.says.contains('#'), "{}", rule.name);
        assert_eq!(parts.iter().map(|one| one.heading.as_str()).collect::<Vec<_>>(), headings);
        assert!(parts.iter().all(|one| !one.paragraphs.is_empty()), "{}", rule.name);
        let examples = parts.iter().map(|one| one.example);
        assert_eq!(examples.collect::<Vec<_>>(), [false, false, false, true, true]);
        assert!(!rule.title.is_empty() && !rule.levels.is_empty(), "{}", rule.name);
    }
}

#[test]
fn rules_have_names_of_their_own() {
    let names: BTreeSet<_> = rules().iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules().len());
}

#[test]
fn every_constraint_of_the_form_has_its_rule() {
    for edition in Forms::official().editions() {
        for equation in edition.equations() {
            assert!(rules().iter().any(|rule| rule.name == equation.rule), "{}", equation.rule);
        }
    }
}

#[test]
fn a_rule_applies_to_the_forms_and_years_it_judges() {
    let forms = Forms::official();
    let not_for = |edition: &str, year: i32| -> Vec<&str> {
        let report = Report::blank(forms.edition(edition).unwrap(), "青铜镇人民政府", year);
        let rules = rules()
            .iter()
            .filter(|rule| !rule.applies_to(report.edition_in(&forms), report.year, &forms));
        rules.map(|rule| rule.name).collect()
    };
    let of_2021 = [
        "rules_not_allowed",
        "fee_in_yuan",
        "direct_suit",
        "in_force",
        "fee_untold",
        "aspects",
        "length",
    ];
    assert_eq!(not_for("2019", 2020), of_2021);
    let of_2019 = [
        "disclosed_more_than_total",
        "total_is_a_sum",
        "items_below_zero",
        "projects_without_amount",
        "much_other_handling",
        "items",
    ];
    assert_eq!(not_for("2021", 2026), of_2019);
    assert!(not_for("2021", 2023).contains(&"direct_suit"));
}

#[test]
fn no_setting_turns_off_a_fault() {
    let forms = Forms::official();
    let mut report = Report::blank(forms.edition("2021").unwrap(), "青铜镇人民政府", 2026);
    report.cells.insert("requests/new/natural_person".into(), Cell::typed(-1));
    report.date = Some("2026年2月30日".into());
    let strict = Settings {
        jump_percent: 10_000,
        jump_at_least: 1_000_000,
        repeat_explain: 100,
        repeat_hint: 100,
        longest_overview: Some(100_000),
        hidden_hints: rules().iter().map(|rule| rule.name.to_owned()).collect(),
        ..Settings::default()
    };
    let errors = |settings: &Settings| -> Vec<Finding> {
        let mut found = check(&Case {
            forms: &forms,
            report: &report,
            last: None,
            last_unconfirmed: false,
            published: false,
            settings,
            today: None,
        });
        found.retain(|finding| finding.level == Level::Error);
        found
    };
    assert!(errors(&strict).len() > 4);
    assert_eq!(errors(&strict), errors(&Settings::default()));
}

/// Any report of either edition: figures of any size, texts of any characters.
fn reports() -> impl Strategy<Value = Report> {
    let figure = prop_oneof![
        Just(Figure::Blank),
        Just(Figure::Unread),
        (0..50i64).prop_map(Figure::from),
        (any::<i64>(), 0..6u32).prop_map(|(n, scale)| Figure::Number(Decimal::new(n, scale))),
        Just(Figure::Number(Decimal::MAX)),
        Just(Figure::Number(Decimal::MIN)),
    ];
    let text = prop_oneof![
        any::<String>(),
        "[（）(){}《》“”一二三0-9年月日收到申请公开未复议诉讼件结转，。其中X*#]{0,60}",
    ];
    const IDS: [&str; 7] =
        ["overview", "disclosure", "requests", "cases", "improvement", "other", "unknown"];
    let chapter = (
        prop::option::of(prop::sample::select(&IDS[..])),
        text.clone(),
        prop::collection::vec(text.clone(), 0..4),
    );
    (
        prop::sample::select(&["2019", "2021", "1999"][..]),
        prop::option::of(any::<i32>()),
        prop::collection::vec(figure, 200),
        prop::collection::vec(chapter, 0..8),
        prop::option::of(text.clone()),
        prop::option::of(text),
    )
        .prop_map(|(edition, year, figures, chapters, title, date)| {
            let forms = Forms::official();
            let ids = forms.edition(edition).map(|e| e.figures()).unwrap_or_default();
            let cell = |figure| Cell { figure, ..Cell::default() };
            let cells = ids.into_iter().map(|form| form.id);
            Report {
                edition: Some(edition.to_owned()),
                year,
                cells: cells.zip(figures.into_iter().map(cell)).collect(),
                chapters: chapters
                    .into_iter()
                    .map(|(id, heading, paragraphs)| Chapter {
                        id: id.map(str::to_owned),
                        heading,
                        paragraphs,
                        ..Chapter::default()
                    })
                    .collect(),
                title,
                date,
                ..Report::default()
            }
        })
}

/// Cells of which many are still blank, with the totals the program computes.
fn half_filled(edition: &str, year: i32, figures: &[Option<i64>]) -> Report {
    let forms = Forms::official();
    let form = forms.edition(edition).unwrap();
    let mut report = Report::blank(form, "青铜镇人民政府", year).with_totals(form);
    let typed = form.figures().into_iter().map(|figure| figure.id).zip(figures);
    for (id, figure) in typed {
        if let (Some(figure), Origin::Typed) = (figure, report.cells[&id].origin) {
            report.cells.insert(id, Cell::typed(*figure));
        }
    }
    report.with_totals(form)
}

/// Blank, or a total of which a part is blank.
fn is_open(report: &Report, cell: &CellId) -> bool {
    let forms = Forms::official();
    let form = forms.edition(report.edition.as_deref().unwrap()).unwrap();
    let parts = form.equations().into_iter().filter(|e| e.computes && e.right[0].cell == *cell);
    report.figure(cell) == Figure::Blank
        || parts.flat_map(|e| e.left).any(|term| is_open(report, &term.cell))
}

fn found(report: &Report, last: Option<&Report>, today: Option<NaiveDate>) -> Vec<Finding> {
    let (forms, settings) = (Forms::official(), Settings::default());
    let (last_unconfirmed, published) = (false, false);
    check(&Case {
        forms: &forms,
        report,
        last,
        last_unconfirmed,
        published,
        settings: &settings,
        today,
    })
}

#[test]
fn an_empty_new_report_has_no_fault() {
    let today = NaiveDate::from_ymd_opt(2030, 6, 1);
    for (edition, year) in [("2019", 2020), ("2021", 2025)] {
        let report = half_filled(edition, year, &[]);
        let last = half_filled(edition, year - 1, &[Some(3); 200]);
        for last in [None, Some(&last)] {
            let found = found(&report, last, today);
            let faults: Vec<_> = found.iter().filter(|finding| !finding.unfilled).collect();
            assert!(faults.is_empty(), "{faults:#?}");
            assert_eq!(found.len(), 5, "three tables, two chapters");
        }
    }
}

/// A report that breaks every rule against the year before it.
fn against(year: i32, scope: Scope) -> BTreeSet<String> {
    let mut this = half_filled("2021", 2025, &[Some(40); 200]);
    let mut last = half_filled("2021", year, &[Some(40); 200]);
    last.scope = scope;
    let told = "公开目录更新不及时、栏目设置不合理的问题仍然存在，下一步将按月核对目录。".repeat(3);
    for report in [&mut this, &mut last] {
        for chapter in &mut report.chapters {
            chapter.paragraphs = vec![told.clone()];
        }
    }
    let names = |this: &Report, last: &Report| {
        let found = found(this, Some(last), None).into_iter();
        let against = |name: &str| rules().iter().any(|r| r.name == name && r.against_last_year);
        found.map(|finding| finding.rule).filter(|name| against(name)).collect::<Vec<_>>()
    };
    let mut rules: BTreeSet<String> = names(&this, &last).into_iter().collect();
    this.cells.insert("cases/reconsideration/total".into(), Cell::typed(3));
    this.cells.insert("disclosure/licensing/decisions".into(), Cell::typed(400));
    this.cells.insert("requests/carried_in/other".into(), Cell::typed(1));
    this.cells.insert("disclosure/rules/in_force".into(), Cell::typed(41));
    rules.extend(names(&this, &last));
    let old = |year: i32| half_filled("2019", year, &[Some(7); 200]);
    let (this, mut last) = (Report { scope: Scope::Own, ..old(2020) }, old(year - 5));
    last.scope = scope;
    rules.extend(names(&this, &last));
    rules
}

#[test]
fn no_rule_compares_with_another_year_than_the_one_before() {
    let all = rules().iter().filter(|rule| rule.against_last_year);
    let all: BTreeSet<String> = all.map(|rule| rule.name.to_owned()).collect();
    assert_eq!(against(2024, Scope::Own), all, "every such rule has something to say");
    for (year, scope) in
        [(2023, Scope::Own), (2025, Scope::Own), (2026, Scope::Own), (2024, Scope::Consolidated)]
    {
        assert_eq!(against(year, scope), BTreeSet::new(), "{year}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// While a cell is blank, no rule on figures says anything that involves it, in this year or in
    /// the last.
    #[test]
    fn what_is_not_filled_in_yet_is_no_fault(
        figures in prop::collection::vec(prop::option::weighted(0.9, 0..30i64), 200),
        last in prop::collection::vec(prop::option::weighted(0.9, 0..30i64), 200),
        edition in prop::sample::select(&["2019", "2021"][..]),
    ) {
        let mut report = half_filled(edition, 2025, &figures);
        let told = "收到政府信息公开申请12件，上年结转1件；答复13件，结转下年度3件。发生行政复议9件。";
        report.chapters[0].paragraphs = vec![told.to_owned()];
        let last = half_filled(edition, 2024, &last);
        for finding in found(&report, Some(&last), None).iter().filter(|f| !f.unfilled) {
            let open = finding.cells.iter().find(|cell| is_open(&report, cell));
            prop_assert_eq!(open, None, "{:?}", finding);
            let open = finding.last_cells.iter().find(|cell| is_open(&last, cell));
            prop_assert_eq!(open, None, "{:?}", finding);
        }
    }

    /// Nothing a user or a file can bring makes a rule fail, and the same case has the same
    /// findings with the same keys.
    #[test]
    fn any_report_can_be_checked(report in reports(), last in prop::option::of(reports()), published: bool) {
        let (forms, settings) = (Forms::official(), Settings::default());
        let case = Case {
            forms: &forms,
            report: &report,
            last: last.as_ref(),
            last_unconfirmed: false,
            published,
            settings: &settings,
            today: NaiveDate::from_ymd_opt(2027, 1, 20),
        };
        let found = check(&case);
        prop_assert_eq!(&found, &check(&case));
        for finding in &found {
            let rule = rules().iter().find(|rule| rule.name == finding.rule);
            let own = |rule: &&Rule| {
                rule.levels.contains(&finding.level) && rule.applies_to(report.edition_in(&forms), report.year, &forms)
            };
            prop_assert!(rule.filter(own).is_some(), "{finding:?}");
            prop_assert_eq!(finding.key.len(), 16);
        }
    }

    /// Totals the program computes are never found wrong.
    #[test]
    fn computed_totals_are_right(figures in prop::collection::vec(0..90_000i64, 200)) {
        let forms = Forms::official();
        for edition in forms.editions() {
            let mut report = Report::blank(edition, "青铜镇人民政府", edition.first_year);
            let equations = edition.equations();
            let computed = equations.iter().filter(|equation| equation.computes);
            let totals: BTreeSet<_> =
                computed.flat_map(|e| &e.right).map(|term| term.cell.clone()).collect();
            for (form, figure) in edition.figures().into_iter().zip(&figures) {
                if !totals.contains(&form.id) {
                    report.cells.insert(form.id, Cell::typed(*figure));
                }
            }
            let report = report.with_totals(edition);
            let settings = Settings::default();
            let case = Case {
                forms: &forms,
                report: &report,
                last: None,
                last_unconfirmed: false,
                published: false,
                settings: &settings,
                today: None,
            };
            let sums = ["row_sum", "results_sum", "case_sum", "blank"];
            let wrong = check(&case).into_iter().find(|f| sums.contains(&f.rule.as_str()));
            prop_assert_eq!(wrong, None);
        }
    }
}
