use std::io::{Stdout, Write as _};

use owo_colors::{OwoColorize as _, Stream};
use taskpilot_assistant::TurnEvent;
use taskpilot_conversations::ToolCallStatus;

/// Shows a turn as it comes: tool steps dim, text plain, failures red; no colours where none are wanted.
pub(crate) struct Painter {
    out: Stdout,
    at_line_start: bool,
}

impl Painter {
    pub(crate) fn new() -> Self {
        Self {
            out: std::io::stdout(),
            at_line_start: true,
        }
    }

    /// Shows one event.
    pub(crate) fn paint(&mut self, event: &TurnEvent) -> std::io::Result<()> {
        match event {
            TurnEvent::Text(text) => self.text(&printable(text)),
            TurnEvent::ToolCall {
                name, arguments, ..
            } => self.step(&format!("· {name} {}", printable(arguments))),
            TurnEvent::ToolResult {
                name,
                status,
                result,
                ..
            } => match status {
                ToolCallStatus::Completed => Ok(()),
                _ => self.step(&format!("· {name}: {}", printable(&reason(result)))),
            },
            TurnEvent::Retrying { delay, code } => self.step(&format!(
                "· {code}: asking again in {} s",
                delay.as_secs().max(1)
            )),
            TurnEvent::Failed(failure) => self.failure(&failure.message),
            _ => Ok(()),
        }
    }

    /// Ends the last line.
    pub(crate) fn finish(&mut self) -> std::io::Result<()> {
        self.end_line()?;
        writeln!(self.out)?;
        self.out.flush()
    }

    fn text(&mut self, text: &str) -> std::io::Result<()> {
        if !text.is_empty() {
            self.at_line_start = text.ends_with('\n');
        }
        write!(self.out, "{text}")?;
        self.out.flush()
    }

    fn step(&mut self, text: &str) -> std::io::Result<()> {
        self.end_line()?;
        writeln!(
            self.out,
            "{}",
            text.if_supports_color(Stream::Stdout, |text| text.dimmed())
        )
    }

    fn failure(&mut self, text: &str) -> std::io::Result<()> {
        self.end_line()?;
        writeln!(
            self.out,
            "{}",
            text.if_supports_color(Stream::Stdout, |text| text.red())
        )
    }

    fn end_line(&mut self) -> std::io::Result<()> {
        if !std::mem::replace(&mut self.at_line_start, true) {
            writeln!(self.out)?;
        }
        Ok(())
    }
}

/// Model output is data: escape sequences in it must not steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() || *character == '\n')
        .collect()
}

/// Returns what a tool's error says.
fn reason(result: &serde_json::Value) -> String {
    let message = result
        .pointer("/error/message")
        .and_then(serde_json::Value::as_str);
    message.map_or_else(|| result.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\nc\u{7}"), "a[2Jb\nc");
    }
}
