//! The tasks that were spoken of, so that "it", "both" and "the second one" have a meaning.

use crate::outcome::Item;
use crate::request::{Part, Target};

/// Tasks that were shown or changed together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) items: Vec<Item>,
    /// Whether they were shown as a list, with places to count.
    pub(crate) listed: bool,
}

/// What was spoken of, the latest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene {
    groups: Vec<Group>,
}

impl Scene {
    pub(crate) fn show(&mut self, group: Group) {
        if !group.items.is_empty() {
            self.groups.push(group);
        }
    }

    /// Returns what "it" may mean: one task if that is clear.
    pub(crate) fn focus(&self) -> &[Item] {
        self.groups.last().map_or(&[], |group| &group.items)
    }

    /// Returns what "them" means.
    pub(crate) fn several(&self, part: Part) -> Vec<Item> {
        let counted = part != Part::All;
        let fits = |group: &&Group| group.items.len() > 1 && (!counted || group.listed);
        let group = self.groups.iter().rev().find(fits).or(self.groups.last());
        let items = group.map(|group| group.items.clone()).unwrap_or_default();
        match part {
            Part::All => items,
            Part::First(count) => items.into_iter().take(count).collect(),
            Part::Last(count) => {
                let skip = items.len().saturating_sub(count);
                items.into_iter().skip(skip).collect()
            }
        }
    }

    /// Returns the task at a place of the list shown last.
    pub(crate) fn place(&self, target: &Target) -> Option<&Item> {
        let group = self
            .groups
            .iter()
            .rev()
            .find(|group| group.listed)
            .or(self.groups.last())?;
        match target {
            Target::Nth(place) => group.items.get(place.checked_sub(1)?),
            Target::Last => group.items.last(),
            _ => None,
        }
    }

    /// Returns what is known of the task numbered `id`.
    pub(crate) fn by_id(&self, id: i64) -> Option<&Item> {
        let mut items = self.groups.iter().rev().flat_map(|group| &group.items);
        items.find(|item| item.id == Some(id) && !item.title.is_empty())
    }

    /// Returns whether a task whose title contains `name` was spoken of.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let name = taskpilot_tasks::fold(name);
        let mut items = self.groups.iter().flat_map(|group| &group.items);
        items.any(|item| taskpilot_tasks::fold(&item.title).contains(&name))
    }
}

/// Returns whether `target` names `item`.
pub(crate) fn names(target: &Target, item: &Item) -> bool {
    match target {
        Target::Id(id) => item.id == Some(*id),
        Target::Name(name) => {
            taskpilot_tasks::fold(&item.title).contains(&taskpilot_tasks::fold(name))
        }
        Target::Nth(_) | Target::Last | Target::It => false,
    }
}
