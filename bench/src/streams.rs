//! What many open streams cost: lag of each token, time to the first, memory, CPU.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::LoadArgs;
use crate::client::{Client, Door};
use crate::process::{Pace, Process, Scratch, model, relay, taskpilot};
use crate::report::{Report, mib, ms};

const TOKENS: u32 = 100;

/// Messages per user, one after another; the first of each falls into the ramp and is not counted for lag.
const MESSAGES: u32 = 4;

pub(crate) async fn measure(arguments: &LoadArgs, report: &mut Report) -> anyhow::Result<()> {
    let pace = Pace {
        tokens: TOKENS,
        delay_ms: arguments.pause,
    };
    let title = format!(
        "{} users streaming at once ({} tokens each, {} ms apart)",
        arguments.streams, pace.tokens, pace.delay_ms
    );
    let columns = [
        "server",
        "errors",
        "first token over the model's p50 / p95 / p99",
        "relay lag p50 / p95 / p99",
        "peak memory",
        "CPU per token",
        "against the relay",
    ];
    report.table(&title, &columns);
    let model = model(&arguments.binaries, pace)?;
    let floor = relay(&arguments.binaries, &model)?;
    let at = At {
        name: "bare relay".to_owned(),
        server: &floor,
        door: Door::Chat,
    };
    let load = (arguments.streams, pace);
    let floor_cpu = row(at, load, None, report).await?;
    drop(floor);
    let mut databases = vec![("SQLite", Scratch::sqlite()?)];
    if let Some(server) = &arguments.postgres {
        databases.push(("PostgreSQL", Scratch::postgres(server)?));
    }
    for (name, database) in &databases {
        for (door, by) in [(Door::Chat, ""), (Door::ChatKit, ", ChatKit")] {
            // A server of its own for each, so that its memory is its own.
            let server = taskpilot(&arguments.binaries, &database.url(), &model)?;
            let at = At {
                name: format!("TaskPilot on {name}{by}"),
                server: &server,
                door,
            };
            row(at, load, Some(floor_cpu), report).await?;
        }
    }
    Ok(())
}

/// What is measured.
struct At<'a> {
    name: String,
    server: &'a Process,
    door: Door,
}

/// How each user comes.
#[derive(Clone, Copy)]
struct Visit {
    address: SocketAddr,
    door: Door,
    pace: Pace,
}

async fn row(
    At { name, server, door }: At<'_>,
    (users, pace): (usize, Pace),
    floor: Option<f64>,
    report: &mut Report,
) -> anyhow::Result<f64> {
    let visit = Visit {
        address: server.address,
        door,
        pace,
    };
    let before = server.cpu_us()?;
    let run = run(visit, users).await?;
    let tokens = u32::try_from(run.tokens.max(1))?;
    let cpu_us = (server.cpu_us()? - before) / f64::from(tokens);
    report.row(&[
        name,
        run.errors.to_string(),
        percentiles(&run.first),
        percentiles(&run.lag),
        mib(server.peak_kib()?),
        format!("{cpu_us:.1} µs"),
        floor.map_or("1.00".to_owned(), |floor| format!("{:.2}", cpu_us / floor)),
    ]);
    Ok(cpu_us)
}

fn percentiles(histogram: &Histogram<u64>) -> String {
    [0.5, 0.95, 0.99]
        .map(|quantile| ms(histogram.value_at_quantile(quantile)))
        .join(" / ")
}

/// Up to a minute, in microseconds.
fn histogram() -> anyhow::Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 60_000_000, 3)?)
}

struct Run {
    lag: Histogram<u64>,
    first: Histogram<u64>,
    tokens: u64,
    errors: u64,
}

async fn run(visit: Visit, users: usize) -> anyhow::Result<Run> {
    let run = RefCell::new(Run {
        lag: histogram()?,
        first: histogram()?,
        tokens: 0,
        errors: 0,
    });
    // Over one answer's length, so that once all have come, all stream at once.
    let ramp = visit.pace.between() * visit.pace.tokens;
    let step = ramp / u32::try_from(users)?;
    let all = (0..users).map(|number| user(visit, number, step, &run));
    futures_util::future::join_all(all).await;
    Ok(run.into_inner())
}

async fn user(visit: Visit, number: usize, step: Duration, run: &RefCell<Run>) {
    tokio::time::sleep(step * u32::try_from(number).unwrap_or(0)).await;
    if let Err(error) = talk(visit, number, run).await {
        let mut run = run.borrow_mut();
        run.errors += 1;
        if run.errors == 1 {
            eprintln!("first error: {error:#}");
        }
    }
}

async fn talk(visit: Visit, number: usize, run: &RefCell<Run>) -> anyhow::Result<()> {
    let Visit {
        address,
        door,
        pace,
    } = visit;
    let name = format!("{door:?}{number}");
    let mut client = Client::connect(address, name, door).await?;
    for message in 0..MESSAGES {
        let counted = message > 0;
        let mut on_lag = |lag: u64| {
            if counted {
                run.borrow_mut().lag.saturating_record(lag);
            }
        };
        let answer = client.say(&mut on_lag).await?;
        let mut run = run.borrow_mut();
        run.tokens += answer.tokens;
        if counted {
            // The model itself waits one pause before its first token.
            let own = u64::from(pace.delay_ms) * 1_000;
            run.first
                .saturating_record(answer.first_text_us.saturating_sub(own));
        }
        if answer.tokens != u64::from(pace.tokens) {
            anyhow::bail!("{} tokens came instead of {}", answer.tokens, pace.tokens);
        }
    }
    Ok(())
}
