use jiff::tz::TimeZone;
use taskpilot_context::UserId;

/// Who calls a tool, and where they are: from the verified token, never from a tool's arguments.
#[derive(Debug, Clone)]
pub struct ToolCaller {
    /// Whose tasks.
    pub user: UserId,
    /// In which zone "tomorrow at 5" is meant.
    pub zone: TimeZone,
}
