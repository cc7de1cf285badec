//! Which figures of one edition stand for which of another, however many editions lie between.

use super::{CellId, Comparable, Edition, Link};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Figures of this report's edition and those of the other's that stand for the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Figures of this report's edition.
    pub this: Vec<CellId>,
    /// Figures of the other edition.
    pub last: Vec<CellId>,
    /// How well they compare.
    pub how: Comparable,
}

/// How the figures of two editions belong together.
#[derive(Clone, Debug)]
pub struct EditionMapping {
    groups: Vec<Group>,
    by_this: HashMap<CellId, usize>,
}

impl EditionMapping {
    /// From this report's edition to the other one's, which may be older, the same or newer, each with
    /// the rows its report holds; none for an edition the forms don't hold.
    pub fn editions(forms: &[Edition], this: &Edition, last: &Edition) -> Option<Self> {
        let place = |id: &str| forms.iter().position(|edition| edition.id == id);
        let (at, last_at) = (place(this.id)?, place(last.id)?);
        let between = |from: usize, to: usize| forms.get(from + 1..to).unwrap_or_default();
        let mut groups = match at.cmp(&last_at) {
            Ordering::Equal => within(forms, this, last),
            Ordering::Greater => across(last, between(last_at, at), this),
            Ordering::Less => across(this, between(at, last_at), last),
        };
        if at < last_at {
            groups.iter_mut().for_each(Group::turn);
        }
        let by_this = groups
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.this.iter().map(move |cell| (cell.clone(), at)))
            .collect();
        Some(EditionMapping { groups, by_this })
    }

    /// The cells of the other edition that together stand for this one; none where there are none,
    /// or where they stand for several cells of this edition.
    pub fn last_of(&self, cell: &CellId) -> Option<(&[CellId], Comparable)> {
        let group = self.group_of(cell)?;
        let alone = group.this.len() == 1 && !group.last.is_empty();
        alone.then_some((group.last.as_slice(), group.how))
    }

    /// The group a figure of this edition stands in.
    pub fn group_of(&self, cell: &CellId) -> Option<&Group> {
        self.groups.get(*self.by_this.get(cell)?)
    }

    /// Every group, in the order of the newer edition.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

impl Group {
    fn turn(&mut self) {
        std::mem::swap(&mut self.this, &mut self.last);
        self.how = match self.how {
            Comparable::Dropped => Comparable::New,
            Comparable::New => Comparable::Dropped,
            other => other,
        };
    }
}

/// From an older edition to a newer one, through those between.
fn across(older: &Edition, between: &[Edition], newer: &Edition) -> Vec<Group> {
    let mut before = older;
    let mut groups = within(&[], before, before);
    for edition in between.iter().chain([newer]) {
        groups = joined(groups, step(before, edition));
        before = edition;
    }
    groups
}

/// Between two reports of one edition, of which one may have rows of another: what the links of the
/// editions say of those rows, then all figures with the same id.
fn within(forms: &[Edition], this: &Edition, last: &Edition) -> Vec<Group> {
    let (now, before) = (ids(this), ids(last));
    let links = forms.iter().flat_map(|edition| &edition.links);
    let linked = links.flat_map(|link| {
        let forth = linked(link.now, &now, link.before, &before, link.how);
        let mut back = linked(link.now, &before, link.before, &now, link.how);
        back.iter_mut().for_each(Group::turn);
        forth.into_iter().chain(back)
    });
    // A figure both have stands for itself.
    let foreign = |group: &Group| {
        !group.this.iter().any(|cell| before.contains(cell))
            && !group.last.iter().any(|cell| now.contains(cell))
    };
    completed(linked.filter(foreign).collect(), now.clone(), before.clone())
}

/// From one edition to the next: its links, then all figures with the same id.
fn step(before: &Edition, now: &Edition) -> Vec<Group> {
    let (before, now_ids) = (ids(before), ids(now));
    let links = now.links.iter();
    let linked = links.flat_map(|link| linked(link.now, &now_ids, link.before, &before, link.how));
    completed(linked.collect(), now_ids.clone(), before.clone())
}

/// Groups that are known, then all figures with the same id, then what was dropped and what is new.
fn completed(mut groups: Vec<Group>, now_ids: Vec<CellId>, before: Vec<CellId>) -> Vec<Group> {
    let used = |side: fn(&Group) -> &[CellId], groups: &[Group]| -> HashSet<CellId> {
        groups.iter().flat_map(side).cloned().collect()
    };
    let mut used_now = used(|group| &group.this, &groups);
    let mut used_before = used(|group| &group.last, &groups);
    let known: HashSet<&CellId> = before.iter().collect();
    for id in &now_ids {
        if known.contains(id) && !used_now.contains(id) && !used_before.contains(id) {
            used_now.insert(id.clone());
            used_before.insert(id.clone());
            groups.push(Group {
                this: vec![id.clone()],
                last: vec![id.clone()],
                how: Comparable::Yes,
            });
        }
    }
    let alone = |this, last, how| Group { this, last, how };
    groups.extend(
        now_ids
            .into_iter()
            .filter(|id| !used_now.contains(id))
            .map(|id| alone(vec![id], Vec::new(), Comparable::New)),
    );
    groups.extend(
        before
            .into_iter()
            .filter(|id| !used_before.contains(id))
            .map(|id| alone(Vec::new(), vec![id], Comparable::Dropped)),
    );
    groups
}

impl Link {
    /// Whether any figure of the two editions is linked by it.
    pub(super) fn holds(&self, edition: &Edition, before: &Edition) -> bool {
        !linked(self.now, &ids(edition), self.before, &ids(before), self.how).is_empty()
    }
}

fn ids(edition: &Edition) -> Vec<CellId> {
    edition.figures().into_iter().map(|figure| figure.id).collect()
}

/// A link between cells, or between rows: then it holds for each column all of its rows have.
fn linked(
    now: &[&str],
    now_ids: &[CellId],
    before: &[&str],
    before_ids: &[CellId],
    how: Comparable,
) -> Vec<Group> {
    let columns = |ids: &[CellId], entry: &str| -> Vec<String> {
        ids.iter()
            .filter_map(|id| id.as_str().strip_prefix(entry))
            .filter(|rest| rest.is_empty() || rest.starts_with('/'))
            .map(str::to_owned)
            .collect()
    };
    let mut sides = now
        .iter()
        .map(|entry| columns(now_ids, entry))
        .chain(before.iter().map(|entry| columns(before_ids, entry)));
    let Some(first) = sides.next() else { return Vec::new() };
    let others: Vec<Vec<String>> = sides.collect();
    first
        .into_iter()
        .filter(|column| others.iter().all(|columns| columns.contains(column)))
        .map(|column| {
            let cells = |entries: &[&str]| -> Vec<CellId> {
                entries
                    .iter()
                    .map(|entry| CellId::from(format!("{entry}{column}").as_str()))
                    .collect()
            };
            Group { this: cells(now), last: cells(before), how }
        })
        .collect()
}

/// Two steps after each other: groups that share a figure of the edition between them become one,
/// in the order of the newer edition.
fn joined(first: Vec<Group>, second: Vec<Group>) -> Vec<Group> {
    let roots = roots(&first, &second);
    // The later step leads: its groups say this edition's figures, the earlier one's the other's.
    let later = second.into_iter().map(|group| Group { last: Vec::new(), ..group });
    let earlier = first.into_iter().map(|group| Group { this: Vec::new(), ..group });
    let mut merged: Vec<Group> = Vec::new();
    let mut place: HashMap<usize, usize> = HashMap::new();
    for (group, root) in later.chain(earlier).zip(roots) {
        let known = place.get(&root).and_then(|there| merged.get_mut(*there));
        match known {
            Some(known) => {
                known.this.extend(group.this);
                known.last.extend(group.last);
                known.how = worse(known.how, group.how);
            }
            None => {
                place.insert(root, merged.len());
                merged.push(group);
            }
        }
    }
    merged.retain(|group| !(group.this.is_empty() && group.last.is_empty()));
    merged.iter_mut().for_each(|group| group.how = group.compared());
    merged
}

/// For each group of the second step, then for each of the first, a number all groups have that are
/// linked by figures of the edition between them.
fn roots(first: &[Group], second: &[Group]) -> Vec<usize> {
    let mut by_middle: HashMap<&CellId, Vec<usize>> = HashMap::new();
    for (at, group) in first.iter().enumerate() {
        for cell in &group.this {
            by_middle.entry(cell).or_default().push(second.len() + at);
        }
    }
    let mut root: Vec<usize> = (0..first.len() + second.len()).collect();
    for (at, group) in second.iter().enumerate() {
        for other in group.last.iter().filter_map(|cell| by_middle.get(cell)).flatten() {
            let (own, other) = (root.get(at).copied(), root.get(*other).copied());
            if let (Some(own), Some(other)) = (own, other) {
                root.iter_mut().filter(|root| **root == other).for_each(|root| *root = own);
            }
        }
    }
    root
}

impl Group {
    /// How figures compare after two steps: not at all where one side was dropped or came new on the
    /// way.
    fn compared(&self) -> Comparable {
        match (self.this.is_empty(), self.last.is_empty(), self.how) {
            (true, ..) => Comparable::Dropped,
            (_, true, _) => Comparable::New,
            (_, _, Comparable::Dropped | Comparable::New) => Comparable::No,
            (_, _, how) => how,
        }
    }
}

/// Of two steps, the one that compares less well.
fn worse(a: Comparable, b: Comparable) -> Comparable {
    let rank = |how| match how {
        Comparable::Yes => 0,
        Comparable::Changed => 1,
        Comparable::No => 2,
        Comparable::Dropped | Comparable::New => 3,
    };
    if rank(b) > rank(a) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Forms;

    fn last_of(this: &str, last: &str, cell: &str) -> Option<(Vec<String>, Comparable)> {
        let forms = Forms::official();
        let (this, last) = (forms.edition(this)?, forms.edition(last)?);
        let between = EditionMapping::editions(forms.editions(), this, last)?;
        let (cells, how) = between.last_of(&cell.into())?;
        Some((cells.iter().map(|cell| cell.as_str().to_owned()).collect(), how))
    }

    #[test]
    fn the_same_id_is_the_same_figure() {
        let cell = "requests/carried_out/total";
        for (this, last) in [("2021", "2021"), ("2021", "2019"), ("2019", "2021")] {
            let found = last_of(this, last, cell);
            assert_eq!(found, Some((vec![cell.to_owned()], Comparable::Yes)));
        }
    }

    #[test]
    fn a_figure_the_other_edition_never_had_has_no_counterpart() {
        assert_eq!(last_of("2021", "2019", "disclosure/rules/repealed"), None);
        assert_eq!(last_of("2021", "2019", "requests/other_handling.other/total"), None);
    }

    #[test]
    fn one_old_row_is_three_new_ones_in_both_directions() {
        let forms = Forms::official();
        let between =
            EditionMapping::editions(forms.editions(), &forms.editions()[1], &forms.editions()[0])
                .unwrap();
        let group = between.group_of(&"requests/other_handling.other/business".into()).unwrap();
        assert_eq!(group.last, ["requests/other_handling/business".into()]);
        assert_eq!((group.this.len(), group.how), (3, Comparable::Yes));
        let (cells, how) = last_of("2019", "2021", "requests/other_handling/business").unwrap();
        assert_eq!((cells.len(), how), (3, Comparable::Yes));
    }

    #[test]
    fn links_say_how_well_figures_compare() {
        let how = |cell: &str| last_of("2021", "2019", cell).map(|(_, how)| how);
        assert_eq!(how("disclosure/rules/issued"), Some(Comparable::Changed));
        assert_eq!(how("disclosure/rules/in_force"), Some(Comparable::No));
        assert_eq!(how("disclosure/penalty/decisions"), Some(Comparable::Yes));
        assert_eq!(last_of("2021", "2018", "disclosure/rules/issued"), None);
    }

    #[test]
    fn every_figure_of_both_editions_stands_in_exactly_one_group() {
        let forms = Forms::official();
        let between =
            EditionMapping::editions(forms.editions(), &forms.editions()[1], &forms.editions()[0])
                .unwrap();
        let sorted = |side: fn(&Group) -> &Vec<CellId>| {
            let mut cells: Vec<_> = between.groups().iter().flat_map(side).cloned().collect();
            cells.sort();
            cells
        };
        let of = |id: &str| {
            let mut cells: Vec<_> =
                forms.edition(id).unwrap().figures().into_iter().map(|f| f.id).collect();
            cells.sort();
            cells
        };
        assert_eq!(sorted(|group| &group.this), of("2021"));
        assert_eq!(sorted(|group| &group.last), of("2019"));
    }
}
