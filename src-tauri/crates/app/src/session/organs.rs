//! The offices whose reports are kept.

use super::Session;
use crate::failure::Failure;
use crate::report::{organ_named, organ_or_new, removed_organ};
use gongkai_model::organ::OrganKind;
use gongkai_store::{Organ, Store};

/// The question whether an organ of this name that was removed is to come back; none where there is
/// no such one.
pub(super) fn comes_back(store: &Store, name: &str) -> Result<Option<String>, Failure> {
    if organ_named(store, name)?.is_some() {
        return Ok(None);
    }
    let Some(organ) = removed_organ(store, name)? else { return Ok(None) };
    let reports = store.reports_of(organ.id)?;
    Ok(Some(format!("“{name}”以前移除过，它和它的 {reports} 份年报都还在。把它恢复回来吗？")))
}

impl Session {
    /// The organ of this name, added when there is none; one that was removed is brought back with its
    /// reports, once the user is `sure`.
    ///
    /// # Errors
    /// When the name is empty, it is asked whether a removed one is meant, or the store can't be used.
    pub fn add_organ(&self, name: &str, kind: OrganKind, sure: bool) -> Result<i64, Failure> {
        let name = name.trim().to_owned();
        self.change(move |store| {
            if !sure && let Some(question) = comes_back(store, &name)? {
                return Err(Failure::asks(question));
            }
            organ_or_new(store, &name, kind)
        })
    }

    /// Sets name, kind and due date of an organ.
    ///
    /// # Errors
    /// When the name is empty or taken, the date is no day of a year, or the store can't be used.
    pub fn save_organ(&self, organ: Organ) -> Result<(), Failure> {
        let organ = Organ { name: organ.name.trim().to_owned(), ..organ };
        if organ.name.is_empty() {
            return Err(Failure::refused("单位全称不能空着。"));
        }
        let possible = organ.due.is_none_or(|due| {
            (1..=12).contains(&due.month) && (1..=31).contains(&due.day) && due.of(2023).is_some()
        });
        if !possible {
            return Err(Failure::refused("期限不是一年中的一天，请重新填写月和日。"));
        }
        self.change(move |store| Ok(store.update_organ(&organ)?))
    }

    /// Takes an organ and its reports out of sight.
    ///
    /// # Errors
    /// When it is not there, or the store can't be used.
    pub fn remove_organ(&self, id: i64) -> Result<(), Failure> {
        self.change(move |store| Ok(store.remove_organ(id)?))
    }

    /// Takes back [`Session::remove_organ`].
    ///
    /// # Errors
    /// When another of its name has been added since, or the store can't be used.
    pub fn restore_organ(&self, id: i64) -> Result<(), Failure> {
        self.change(move |store| Ok(store.restore_organ(id)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Code;
    use gongkai_model::report::Scope;

    #[test]
    fn a_removed_office_is_listed_and_comes_back_with_its_reports_at_any_time() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("青铜镇人民政府", OrganKind::Township, false).unwrap();
        let report = session.new_report(organ, 2025, Scope::Own, false).unwrap();
        session.remove_organ(organ).unwrap();
        assert!(session.start().unwrap().organs.is_empty());
        drop(session);

        let session = Session::open(folder.path());
        assert_eq!(session.start().unwrap().removed[0].id, organ);
        assert_eq!(session.settings().removed[0].id, organ);
        session.restore_organ(organ).unwrap();
        assert_eq!(session.start().unwrap().reports[0].listed.id, report);
        assert!(session.settings().removed.is_empty());
    }

    #[test]
    fn adding_the_name_of_a_removed_office_offers_it() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(folder.path());
        let organ = session.add_organ("青铜镇人民政府", OrganKind::Township, false).unwrap();
        session.new_report(organ, 2025, Scope::Own, false).unwrap();
        session.remove_organ(organ).unwrap();
        let add = |sure| session.add_organ(" 青铜镇人民政府 ", OrganKind::Township, sure);
        let asked = add(false).unwrap_err();
        assert_eq!(asked.code, Code::Asks);
        assert!(asked.sentence.contains("1 份年报"), "{}", asked.sentence);
        assert!(session.start().unwrap().organs.is_empty());
        assert_eq!(add(true).unwrap(), organ);
        assert_eq!(session.start().unwrap().reports.len(), 1);
        assert_eq!(add(false).unwrap(), organ);
    }
}
