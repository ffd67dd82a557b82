//! How soon the server answers, and what it weighs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::bail;

use crate::LoadArgs;
use crate::process::{Process, Scratch, free_address, healthy, taskpilot_command};
use crate::report::{Report, mib};

/// Starts per measurement; the median counts.
const STARTS: usize = 7;

pub(crate) async fn measure(arguments: &LoadArgs, report: &mut Report) -> anyhow::Result<()> {
    report.table("Start and weight", &["", "value"]);
    let binaries = std::fs::canonicalize(&arguments.binaries)?;
    let database = Scratch::sqlite()?;
    let mut times = Vec::with_capacity(STARTS);
    // The first start migrates and is not counted.
    for number in 0..=STARTS {
        let elapsed = start_once(&binaries, &database)?;
        if number > 0 {
            times.push(elapsed);
        }
    }
    times.sort_unstable();
    let median = times.get(STARTS / 2).copied().unwrap_or_default();
    report.row(&[
        "start to first healthy answer (median of 7, migrated SQLite)".into(),
        format!("{:.1} ms", median.as_secs_f64() * 1_000.0),
    ]);
    let address = free_address()?;
    let mut command = taskpilot_command(&binaries, &database.url(), None, address);
    let server = Process::start(&mut command, address)?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    report.row(&["idle memory".into(), mib(server.resident_kib()?)]);
    let size = std::fs::metadata(binaries.join("taskpilot"))?.len();
    report.row(&["release binary".into(), mib(size / 1_024)]);
    Ok(())
}

fn start_once(binaries: &std::path::Path, database: &Scratch) -> anyhow::Result<Duration> {
    let address = free_address()?;
    let mut command = taskpilot_command(binaries, &database.url(), None, address);
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    while !healthy(address) {
        if started.elapsed() > Duration::from_secs(20) {
            child.kill()?;
            bail!("the server does not start");
        }
        std::thread::sleep(Duration::from_micros(500));
    }
    let elapsed = started.elapsed();
    stop(&mut child)?;
    Ok(elapsed)
}

/// Asks the process to stop in order, so that the next start finds nothing to recover.
fn stop(child: &mut std::process::Child) -> anyhow::Result<()> {
    Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()?;
    child.wait()?;
    Ok(())
}
