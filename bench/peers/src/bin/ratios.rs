//! Prints what criterion measured in its last run, as ratios to ours: `ratios <folder of criterion>`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

/// Median times in nanoseconds, by group and reader.
type Times = BTreeMap<String, BTreeMap<String, f64>>;

fn main() -> Result<()> {
    let folder = std::env::args().nth(1).context("which folder?")?;
    let mut times = Times::new();
    collect(Path::new(&folder), &mut times)?;
    for (group, readers) in &times {
        let ours = readers.get("ours").context("ours is not there")?;
        println!("\n{group}\n\n| Reader | Time | Ratio |\n|---|---|---|");
        for (reader, time) in readers {
            println!(
                "| {reader} | {:.0} µs | {:.2} |",
                time / 1000.0,
                time / ours
            );
        }
    }
    Ok(())
}

/// Takes the results in and below `folder`.
fn collect(folder: &Path, times: &mut Times) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") {
            let (group, reader, time) = result(&path)?;
            times.entry(group).or_default().insert(reader, time);
        } else {
            collect(&path, times)?;
        }
    }
    Ok(())
}

fn result(folder: &Path) -> Result<(String, String, f64)> {
    let read = |name: &str| -> Result<Value> {
        Ok(serde_json::from_str(&fs::read_to_string(
            folder.join(name),
        )?)?)
    };
    let benchmark = read("benchmark.json")?;
    let name = |key: &str| benchmark[key].as_str().unwrap_or_default().to_owned();
    let time = read("estimates.json")?["median"]["point_estimate"].as_f64();
    Ok((
        name("group_id"),
        name("function_id"),
        time.context("no median")?,
    ))
}
