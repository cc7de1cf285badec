//! The offices whose reports are kept.

use super::Session;
use crate::failure::Failure;
use crate::report::organ_or_new;
use gongkai_model::organ::OrganKind;
use gongkai_store::Organ;

impl Session {
    /// The organ of this name, added when there is none.
    ///
    /// # Errors
    /// When the name is empty, or the store can't be used.
    pub fn add_organ(&self, name: &str, kind: OrganKind) -> Result<i64, Failure> {
        let name = name.to_owned();
        self.store().run(move |store| organ_or_new(store, &name, kind))
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
        self.store().run(move |store| Ok(store.restore_organ(id)?))
    }
}
