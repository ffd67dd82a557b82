//! How long ChatKit lists take: a long thread, and a user of many threads.

use std::net::SocketAddr;

use hdrhistogram::Histogram;

use crate::LoadArgs;
use crate::client::{Client, Door};
use crate::process::{Pace, Scratch, model, taskpilot};
use crate::report::{Report, ms};

/// Clients that ask at once.
const CLIENTS: usize = 16;

/// Questions of each client.
const QUESTIONS: usize = 200;

/// Turns of the long thread: two messages each.
const TURNS: usize = 600;

/// Threads of the user.
const THREADS: usize = 5_000;

const USER: &str = "reader";
const PACE: Pace = Pace {
    tokens: 5,
    delay_ms: 0,
};

pub(crate) async fn measure(arguments: &LoadArgs, report: &mut Report) -> anyhow::Result<()> {
    report.table(
        "ChatKit lists: 16 clients, pages of 20",
        &["what", "bytes", "p50 / p95 / p99"],
    );
    let model = model(&arguments.binaries, PACE)?;
    let mut databases = vec![("SQLite", Scratch::sqlite()?)];
    if let Some(server) = &arguments.postgres {
        databases.push(("PostgreSQL", Scratch::postgres(server)?));
    }
    for (name, database) in &databases {
        let server = taskpilot(&arguments.binaries, &database.url(), &model)?;
        let long = fill(server.address).await?;
        database.analyze()?;
        let middle = format!(
            r#"{{"type":"items.list","params":{{"thread_id":"{long}","limit":20,"order":"desc"}}}}"#
        );
        let threads = r#"{"type":"threads.list","params":{"limit":20,"order":"desc"}}"#;
        let thread = format!(r#"{{"type":"threads.get_by_id","params":{{"thread_id":"{long}"}}}}"#);
        for (what, question) in [
            (
                format!("`items.list`, {} messages, {name}", TURNS * 2),
                middle.as_str(),
            ),
            (
                format!("`threads.list`, {THREADS} threads, {name}"),
                threads,
            ),
            (format!("`threads.get_by_id`, {name}"), thread.as_str()),
        ] {
            row(&what, server.address, question, report).await?;
        }
    }
    Ok(())
}

/// Makes the long thread and the many, and returns the long one's id.
async fn fill(address: SocketAddr) -> anyhow::Result<String> {
    let mut client = connect(address).await?;
    for _ in 0..TURNS {
        client.say(&mut |_| {}).await?;
    }
    let long = client.thread().unwrap_or_default().to_owned();
    let begin = async || -> anyhow::Result<()> {
        let mut client = connect(address).await?;
        for _ in 0..THREADS / CLIENTS {
            client.begin_anew();
            client.say(&mut |_| {}).await?;
        }
        Ok(())
    };
    futures_util::future::try_join_all((0..CLIENTS).map(|_| begin())).await?;
    Ok(long)
}

async fn connect(address: SocketAddr) -> anyhow::Result<Client> {
    Client::connect(address, USER.to_owned(), Door::ChatKit).await
}

async fn row(
    what: &str,
    address: SocketAddr,
    question: &str,
    report: &mut Report,
) -> anyhow::Result<()> {
    let client = async || -> anyhow::Result<(Vec<u64>, usize)> {
        let mut client = connect(address).await?;
        let (mut times, mut bytes) = (Vec::with_capacity(QUESTIONS), 0);
        for _ in 0..QUESTIONS {
            let (time, length) = client.ask(question).await?;
            times.push(time);
            bytes = length;
        }
        Ok((times, bytes))
    };
    let answers = futures_util::future::try_join_all((0..CLIENTS).map(|_| client())).await?;
    let mut histogram: Histogram<u64> = Histogram::new_with_bounds(1, 60_000_000, 3)?;
    let mut bytes = 0;
    for (times, length) in answers {
        bytes = length;
        for time in times {
            histogram.saturating_record(time);
        }
    }
    let percentiles = [0.5, 0.95, 0.99].map(|at| ms(histogram.value_at_quantile(at)));
    report.row(&[what.to_owned(), bytes.to_string(), percentiles.join(" / ")]);
    Ok(())
}
