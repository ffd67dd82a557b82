//! How many messages a second, when 64 users never pause and the model answers at once.

use std::time::{Duration, Instant};

use crate::LoadArgs;
use crate::client::{Client, Door};
use crate::process::{Pace, Process, Scratch, model, relay, taskpilot};
use crate::report::{Report, mib};

const USERS: usize = 64;
const PACE: Pace = Pace {
    tokens: 50,
    delay_ms: 0,
};

pub(crate) async fn measure(arguments: &LoadArgs, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "Saturated: 64 users, 50 tokens without delay, everything stored",
        &[
            "server",
            "messages/s",
            "against the relay",
            "CPU per message",
            "errors",
            "stored",
            "peak memory",
        ],
    );
    let model = model(&arguments.binaries, PACE)?;
    let floor = relay(&arguments.binaries, &model)?;
    let at = At {
        name: "bare relay".to_owned(),
        server: &floor,
        door: Door::Chat,
    };
    let floor_rate = row(at, arguments, None, report).await?;
    drop(floor);
    let mut databases = vec![("SQLite", Scratch::sqlite()?)];
    if let Some(server) = &arguments.postgres {
        databases.push(("PostgreSQL", Scratch::postgres(server)?));
    }
    for (name, database) in &databases {
        let server = taskpilot(&arguments.binaries, &database.url(), &model)?;
        for (door, by) in [(Door::Chat, ""), (Door::ChatKit, ", ChatKit")] {
            let at = At {
                name: format!("TaskPilot on {name}{by}"),
                server: &server,
                door,
            };
            row(at, arguments, Some(floor_rate), report).await?;
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

async fn row(
    At { name, server, door }: At<'_>,
    arguments: &LoadArgs,
    floor: Option<f64>,
    report: &mut Report,
) -> anyhow::Result<f64> {
    let before = server.cpu_us()?;
    let run = run((server, door), Duration::from_secs(arguments.seconds)).await?;
    let cpu_us = (server.cpu_us()? - before) / f64::from(run.messages.max(1));
    let said = u64::from(run.messages) * 2;
    let stored = match floor {
        None => "-".to_owned(),
        Some(_) if run.stored == said => format!("all {said}"),
        Some(_) => format!("{} of {said}", run.stored),
    };
    report.row(&[
        name,
        format!("{:.0}", run.rate),
        floor.map_or("1.00".to_owned(), |floor| {
            format!("{:.2}", run.rate / floor)
        }),
        format!("{cpu_us:.0} µs"),
        run.errors.to_string(),
        stored,
        mib(server.peak_kib()?),
    ]);
    Ok(run.rate)
}

struct Run {
    rate: f64,
    messages: u32,
    errors: u64,
    stored: u64,
}

async fn run((server, door): (&Process, Door), time: Duration) -> anyhow::Result<Run> {
    let started = Instant::now();
    let users = (0..USERS).map(|number| user((server.address, door), number, started + time));
    let counts = futures_util::future::join_all(users).await;
    let elapsed = started.elapsed();
    let mut run = Run {
        rate: 0.0,
        messages: 0,
        errors: 0,
        stored: 0,
    };
    for (messages, errors, stored) in counts {
        run.messages += messages;
        run.errors += errors;
        run.stored += stored;
    }
    run.rate = f64::from(run.messages) / elapsed.as_secs_f64();
    Ok(run)
}

async fn user(
    (address, door): (std::net::SocketAddr, Door),
    number: usize,
    until: Instant,
) -> (u32, u64, u64) {
    // The users of one door have nothing at the other, so that what is stored can be counted.
    let name = format!("{door:?}{number}");
    let Ok(mut client) = Client::connect(address, name, door).await else {
        return (0, 1, 0);
    };
    let (mut messages, mut errors) = (0, 0);
    while Instant::now() < until {
        match client.say(&mut |_| {}).await {
            Ok(answer) if answer.tokens > 0 => messages += 1,
            _ => {
                errors += 1;
                break;
            }
        }
    }
    let stored = client.stored_messages().await.unwrap_or(0);
    (messages, errors, stored)
}
