use std::io::Write as _;

/// A Markdown report, printed at the end of the run.
pub(crate) struct Report {
    lines: Vec<String>,
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { lines: Vec::new() }
    }

    /// Begins a table.
    pub(crate) fn table(&mut self, title: &str, columns: &[&str]) {
        self.lines.push(format!("\n### {title}\n"));
        self.lines.push(format!("| {} |", columns.join(" | ")));
        self.lines
            .push(format!("|{}", " --- |".repeat(columns.len())));
    }

    /// Adds a row, and shows it at once.
    pub(crate) fn row(&mut self, cells: &[String]) {
        let line = format!("| {} |", cells.join(" | "));
        // Progress is for whoever watches; the report itself goes to standard output.
        if writeln!(std::io::stderr(), "{line}").is_err() {
            // Nobody watches.
        }
        self.lines.push(line);
    }

    /// Prints everything.
    pub(crate) fn print(self) -> anyhow::Result<()> {
        let mut out = std::io::stdout().lock();
        for line in self.lines {
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// Milliseconds with two decimals, from microseconds.
pub(crate) fn ms(microseconds: u64) -> String {
    format!(
        "{}.{:02} ms",
        microseconds / 1_000,
        microseconds % 1_000 / 10
    )
}

/// Mebibytes with one decimal, from kibibytes.
pub(crate) fn mib(kibibytes: u64) -> String {
    format!(
        "{}.{} MiB",
        kibibytes / 1_024,
        kibibytes % 1_024 * 10 / 1_024
    )
}
