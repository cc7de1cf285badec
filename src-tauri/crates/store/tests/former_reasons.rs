//! Reasons of a database whose keys did not say where in the report a finding stands still belong to
//! their findings. Each reason of the dump tells the finding it was written for.

use chrono::NaiveDate;
use gongkai_check::{Case, Finding, Level, Settings, check};
use gongkai_model::form::Forms;
use gongkai_model::progress::ReportState;
use gongkai_store::{FILE, Store};
use std::collections::BTreeSet;

/// The rule, the sentence, and for a word of the text its chapter, paragraph and place.
fn described(finding: &Finding, chapter_of: impl Fn(&Finding) -> Option<usize>) -> String {
    let texts = finding.fix.iter().flat_map(|fix| &fix.texts);
    let place = texts.clone().next().and_then(|text| {
        let chapter = chapter_of(finding).map_or(String::new(), |index| index.to_string());
        Some(format!("｜{chapter}/{}/{}", text.at.paragraph?, text.at.characters.at))
    });
    format!("{}：{}{}", finding.rule, finding.message, place.unwrap_or_default())
}

#[test]
fn every_reason_of_a_database_of_before_belongs_to_its_finding() {
    let folder = tempfile::tempdir().unwrap();
    let dump = include_str!("databases/0.1.0-reasons.sql");
    let file = folder.path().join(FILE);
    rusqlite::Connection::open(&file).unwrap().execute_batch(dump).unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (forms, organs) = (Forms::official(), store.organs().unwrap());
    let (mut reasons, mut under_former_keys, mut rules) = (0, 0, BTreeSet::new());
    let list = store.list().unwrap();
    assert_eq!(list.len(), 4, "two offices, two years");
    for listed in list {
        let organ = organs.iter().find(|organ| organ.id == listed.organ_id).unwrap();
        let last = store.find(organ.id, listed.year - 1, listed.scope).unwrap();
        let last = last.map(|id| store.report(id).unwrap());
        let stored = store.report(listed.id).unwrap();
        let findings = check(&Case {
            forms: &forms,
            report: &stored.report,
            last: last.as_ref().map(|last| &last.report),
            last_unconfirmed: last.as_ref().is_some_and(|last| last.state == ReportState::Imported),
            published: matches!(stored.state, ReportState::Imported | ReportState::Published),
            settings: &Settings { kind: organ.kind, due: organ.due, ..Settings::default() },
            today: NaiveDate::from_ymd_opt(2026, 11, 30),
        });
        let chapter = |finding: &Finding| stored.report.chapter_at(finding.place.as_ref()?);
        let all = store.reasons(listed.id).unwrap();
        for reason in all.iter().filter(|reason| reason.rule != "change") {
            let own = |finding: &&Finding| finding.keys().any(|key| key == reason.key);
            let own: Vec<&Finding> = findings.iter().filter(own).collect();
            let [own] = own[..] else { panic!("{}: {own:#?}", reason.text) };
            assert_eq!(described(own, chapter), reason.text);
            reasons += 1;
            under_former_keys += usize::from(own.key != reason.key);
            rules.insert(reason.rule.clone());
        }
        for finding in findings.iter().filter(|finding| finding.level == Level::Explain) {
            let told = all.iter().any(|reason| finding.keys().any(|key| key == reason.key));
            assert!(told, "{finding:#?}");
        }
    }
    assert_eq!((reasons, under_former_keys), (43, 32));
    let of_each_kind = ["in_force", "title", "wrong_characters", "deadline", "unsigned", "period"];
    assert!(of_each_kind.iter().all(|rule| rules.contains(*rule)), "{rules:?}");
}
