//! `model-sim`: see `model-sim --help` and the README.

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::{Parser, ValueEnum};
use taskpilot_model_sim::{Behaviour, Script, TextOptions, serve};

/// An OpenAI-compatible server for tests and demos: no key, no network, no real model.
///
/// It serves POST /v1/responses and POST /v1/chat/completions (streaming and not), GET /v1/models
/// and GET /healthz, on a loopback address only.
#[derive(Parser)]
#[command(name = "model-sim", version, after_help = EXAMPLES)]
struct Options {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9090")]
    listen: SocketAddr,

    /// What answers
    #[arg(long, value_enum, default_value_t = Kind::Demo)]
    behaviour: Kind,

    /// The script to play (JSON; see the README)
    #[arg(long, value_name = "FILE", required_if_eq("behaviour", "script"))]
    script: Option<PathBuf>,

    /// With text: tokens in each answer, 0 to 999999
    #[arg(long, value_name = "N", default_value_t = 50)]
    tokens: usize,

    /// With text: milliseconds before each token; with 0, all are sent in a few writes
    #[arg(long, value_name = "MS", default_value_t = 0)]
    delay_ms: u64,

    /// With text: put the time of sending (Unix microseconds) into the text of each token
    #[arg(long)]
    stamp: bool,

    /// Threads that serve
    #[arg(long, value_name = "N", default_value_t = 1)]
    workers: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The rule-based model that keeps a to-do list
    Demo,
    /// Meaningless text, for load tests
    Text,
    /// Replies and faults from a file
    Script,
}

const EXAMPLES: &str = "\
Examples:
  model-sim
  model-sim --behaviour text --tokens 100 --delay-ms 30 --stamp
  model-sim --behaviour script --script replies.json

Then, with any client of the API:
  OPENAI_BASE_URL=http://127.0.0.1:9090/v1 OPENAI_API_KEY=any";

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let behaviour = behaviour(&options)?;
    let address = options.listen;
    serve(address, behaviour, options.workers, |address| {
        let mut output = io::stdout().lock();
        writeln!(output, "model-sim listens on http://{address}/v1")?;
        output.flush()
    })
    .with_context(|| format!("could not serve on {address}"))
}

fn behaviour(options: &Options) -> anyhow::Result<Behaviour> {
    match (options.behaviour, &options.script) {
        (Kind::Demo, None) => Ok(Behaviour::demo()),
        (Kind::Text, None) => Ok(Behaviour::Text(TextOptions {
            tokens: options.tokens,
            delay: Duration::from_millis(options.delay_ms),
            stamp: options.stamp,
        })),
        (Kind::Script, Some(path)) => {
            let file = File::open(path);
            let file = file.with_context(|| format!("could not open {}", path.display()))?;
            let script: Script = serde_json::from_reader(BufReader::new(file))
                .with_context(|| format!("{} is not a script", path.display()))?;
            Ok(Behaviour::Script(script))
        }
        (_, _) => bail!("--script goes with --behaviour script"),
    }
}
