//! The processes under measurement: started here, measured through `/proc`, ended here.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// The secret that signs the driver's tokens.
pub(crate) const SECRET: &str = "a-secret-for-benchmarks-on-loopback-only";

/// A process that is killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

impl Process {
    /// Starts `command` and waits until something answers at `address`.
    pub(crate) fn start(command: &mut Command, address: SocketAddr) -> anyhow::Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .with_context(|| format!("could not start {}", command.get_program().display()))?;
        let mut process = Self { child, address };
        process.wait_healthy()?;
        Ok(process)
    }

    fn wait_healthy(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline {
            if healthy(self.address) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("a process under measurement ended early: {status}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        bail!("nothing answers at {}", self.address)
    }

    /// Peak resident memory in KiB.
    pub(crate) fn peak_kib(&self) -> anyhow::Result<u64> {
        self.status_field("VmHWM:")
    }

    /// Resident memory in KiB.
    pub(crate) fn resident_kib(&self) -> anyhow::Result<u64> {
        self.status_field("VmRSS:")
    }

    fn status_field(&self, field: &str) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field));
        let number = line.and_then(|rest| rest.split_whitespace().next());
        number
            .context("no such field")?
            .parse()
            .context("not a number")
    }

    /// CPU time so far, user and system, in microseconds; the kernel counts hundredths of a second.
    pub(crate) fn cpu_us(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after_name = stat.rsplit(") ").next().context("malformed stat")?;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let ticks = |index: usize| -> anyhow::Result<u64> {
            Ok(fields.get(index).context("short stat")?.parse()?)
        };
        let ticks = u32::try_from(ticks(11)? + ticks(12)?)?;
        Ok(f64::from(ticks) * 10_000.0)
    }
}

/// Asks for `/healthz` once.
pub(crate) fn healthy(address: SocketAddr) -> bool {
    use std::io::{Read as _, Write as _};
    let Ok(mut stream) = std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200))
    else {
        return false;
    };
    let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut answer = [0_u8; 12];
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b"200")
}

/// Returns a loopback address that nobody uses.
pub(crate) fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// How the simulated model speaks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) tokens: u32,
    pub(crate) delay_ms: u32,
}

impl Pace {
    /// Returns the pause between two tokens.
    pub(crate) fn between(self) -> Duration {
        Duration::from_millis(self.delay_ms.into())
    }
}

/// Starts the simulated model.
pub(crate) fn model(binaries: &Path, pace: Pace) -> anyhow::Result<Process> {
    let address = free_address()?;
    let mut command = Command::new(binaries.join("model-sim"));
    command
        .args([
            "--listen",
            &address.to_string(),
            "--behaviour",
            "text",
            "--stamp",
        ])
        .args([
            "--tokens",
            &pace.tokens.to_string(),
            "--delay-ms",
            &pace.delay_ms.to_string(),
        ]);
    Process::start(&mut command, address)
}

/// Starts the bare relay before `model`.
pub(crate) fn relay(binaries: &Path, model: &Process) -> anyhow::Result<Process> {
    let address = free_address()?;
    let mut command = Command::new(binaries.join("taskpilot-bench"));
    command
        .args(["relay", "--listen", &address.to_string()])
        .args(["--upstream", &format!("http://{}/v1", model.address)]);
    Process::start(&mut command, address)
}

/// Returns the command that starts TaskPilot on `database`, asking `model`.
pub(crate) fn taskpilot_command(
    binaries: &Path,
    database: &str,
    model: Option<SocketAddr>,
    address: SocketAddr,
) -> Command {
    let mut command = Command::new(binaries.join("taskpilot"));
    command
        .arg("serve")
        .current_dir(std::env::temp_dir())
        .env("BIND", address.to_string())
        .env("DATABASE_URL", database)
        .env("AUTH_JWT_SECRET", SECRET)
        .env("AUTH_JWKS_URL", "")
        .env("RATE_LIMIT_PER_MINUTE", "0")
        .env("RUST_LOG", "warn");
    if let Some(model) = model {
        command
            .env("OPENAI_BASE_URL", format!("http://{model}/v1"))
            .env("MODEL_API", "chat_completions")
            .env("AGENT_MODEL", "simulated");
    }
    command
}

/// Starts TaskPilot on `database`, asking `model`.
pub(crate) fn taskpilot(
    binaries: &Path,
    database: &str,
    model: &Process,
) -> anyhow::Result<Process> {
    let address = free_address()?;
    let binaries = std::fs::canonicalize(binaries)?;
    let mut command = taskpilot_command(&binaries, database, Some(model.address), address);
    Process::start(&mut command, address)
}

/// A database that is gone when dropped.
pub(crate) enum Scratch {
    Sqlite(PathBuf),
    Postgres { server: String, name: String },
}

impl Scratch {
    pub(crate) fn sqlite() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("taskpilot-bench-{}", unique()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self::Sqlite(folder))
    }

    pub(crate) fn postgres(server: &str) -> anyhow::Result<Self> {
        let name = format!("taskpilot_bench_{}", unique());
        psql(server, &format!("CREATE DATABASE {name}"))?;
        Ok(Self::Postgres {
            server: server.to_owned(),
            name,
        })
    }

    /// Has the server look at what it holds, as it does by itself a minute after many writes; SQLite needs no such look.
    pub(crate) fn analyze(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres { .. } => psql(&self.url(), "ANALYZE"),
        }
    }

    /// Returns its `DATABASE_URL`.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}/bench.db", folder.display()),
            Self::Postgres { server, name } => {
                let base = server
                    .rsplit_once('/')
                    .map_or(server.as_str(), |(base, _)| base);
                format!("{base}/{name}")
            }
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is named by its prefix for whoever cleans up.
        match self {
            Self::Sqlite(folder) => drop(std::fs::remove_dir_all(folder)),
            Self::Postgres { server, name } => {
                drop(psql(
                    server,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                ));
            }
        }
    }
}

fn unique() -> String {
    let elapsed = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    format!("{}_{}", std::process::id(), elapsed.as_nanos())
}

fn psql(server: &str, statement: &str) -> anyhow::Result<()> {
    let status = Command::new("psql")
        .args(["-wXq", "-c", statement, server])
        .status()
        .context("psql")?;
    if !status.success() {
        bail!("psql could not run: {statement}");
    }
    Ok(())
}
