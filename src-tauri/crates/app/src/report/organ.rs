//! The offices as the store keeps them.

use crate::failure::Failure;
use gongkai_model::organ::OrganKind;
use gongkai_store::{Organ, Store, StoreError};

/// Key of the office's id in the store, by which the example is told from the user's own reports.
pub(crate) const EXAMPLE: &str = "example";

pub(crate) fn organ_of_id(store: &Store, id: i64) -> Result<Organ, Failure> {
    let organs = store.organs()?;
    Ok(organs.into_iter().find(|organ| organ.id == id).ok_or(StoreError::NotThere)?)
}

pub(crate) fn organ_named(store: &Store, name: &str) -> Result<Option<Organ>, Failure> {
    Ok(store.organs()?.into_iter().find(|organ| organ.name == name))
}

/// The organ of this name that was removed; of several, the one removed last.
pub(crate) fn removed_organ(store: &Store, name: &str) -> Result<Option<Organ>, Failure> {
    Ok(store.removed_organs()?.into_iter().find(|organ| organ.name == name))
}

/// The organ of this name, with its reports where it was removed, added when there is none.
pub(crate) fn organ_or_new(store: &mut Store, name: &str, kind: OrganKind) -> Result<i64, Failure> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Failure::refused("请填写单位全称。"));
    }
    if let Some(organ) = organ_named(store, name)? {
        return Ok(organ.id);
    }
    match removed_organ(store, name)? {
        Some(organ) => {
            store.restore_organ(organ.id)?;
            Ok(organ.id)
        }
        None => Ok(store.add_organ(name, kind)?),
    }
}

/// The office of the example; none when the example was never opened.
pub(crate) fn example_organ(store: &Store) -> Result<Option<i64>, Failure> {
    Ok(store.setting(EXAMPLE)?.and_then(|id| id.as_i64()))
}
