/// Bounds on what one user may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most tasks, deleted ones aside.
    pub max_tasks: i64,
}

impl Limits {
    /// Longest title, in characters (Unicode scalar values).
    pub const TITLE_CHARS: usize = 200;
    /// Longest description, in characters.
    pub const DESCRIPTION_CHARS: usize = 5_000;
    /// Longest list name, in characters.
    pub const LIST_CHARS: usize = 100;
    /// Longest tag, in characters.
    pub const TAG_CHARS: usize = 50;
    /// Most tags on one task.
    pub const TAGS: usize = 20;
    /// Longest recurrence rule, in characters.
    pub const RULE_CHARS: usize = 500;
    /// Most rows on one page.
    pub const PAGE_ROWS: u32 = 100;
}

impl Default for Limits {
    /// 10,000 tasks.
    fn default() -> Self {
        Self { max_tasks: 10_000 }
    }
}
