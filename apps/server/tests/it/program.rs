//! The real binary as a child process, in a folder and an environment of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::app::{SECRET, client, token};
use crate::user::User;

/// How long a test waits for a child.
const PATIENCE: Duration = Duration::from_secs(20);

/// The binary and what it is started with. Its folder is removed with it.
pub(crate) struct Program {
    folder: TempDir,
    variables: Vec<(String, String)>,
    /// The limit of open files that it is started with, if not this process's.
    open_files: Option<u32>,
}

/// How a child ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    /// With nothing set: neither the developer's keys nor their `.env` reach it.
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
            open_files: None,
        }
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn with_open_files(mut self, most: u32) -> Self {
        self.open_files = Some(most);
        self
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        const TASKPILOT: &str = env!("CARGO_BIN_EXE_taskpilot");
        let mut command = if let Some(most) = self.open_files {
            let mut shell = Command::new("/bin/sh");
            let limited = format!("ulimit -S -n {most} && exec \"$0\" \"$@\"");
            shell.args(["-c", &limited, TASKPILOT]);
            shell
        } else {
            Command::new(TASKPILOT)
        };
        command
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .env("COLUMNS", "100")
            .env("TZ", "UTC")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with_input(arguments, "")
    }

    /// Runs it to its end with this on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = self.command(arguments).spawn().unwrap();
        // A child that does not read its input is no failure.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        finish(child)
    }
}

/// Waits for the child's end; kills it if it does not come.
pub(crate) fn finish(mut child: Child) -> Ended {
    let stdout = child.stdout.take().map(read_to_end);
    let stderr = child.stderr.take().map(read_to_end);
    let deadline = Instant::now() + PATIENCE;
    let success = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.success();
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let text = |reader: Option<std::thread::JoinHandle<String>>| {
        reader.map_or_else(String::new, |reader| reader.join().unwrap())
    };
    Ended {
        success,
        stdout: text(stdout),
        stderr: text(stderr),
    }
}

fn read_to_end(mut pipe: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// `taskpilot serve` as a child; it is killed when this is dropped.
pub(crate) struct Server {
    child: Option<Child>,
    pub(crate) base: String,
    /// Standard error so far, told line by line.
    log: mpsc::Receiver<String>,
}

impl Server {
    /// Starts it on a free port and waits until it listens.
    pub(crate) fn start(program: &Program) -> Self {
        let mut command = program.command(&["serve"]);
        command
            .env("BIND", "127.0.0.1:0")
            .env("AUTH_JWT_SECRET", SECRET)
            .env("RATE_LIMIT_PER_MINUTE", "0")
            .env("LOG_FORMAT", "json")
            .stdout(Stdio::null())
            .stdin(Stdio::null());
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (told, log) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                // Nobody listens once the test is over.
                let _ = told.send(line);
            }
        });
        let mut server = Self {
            child: Some(child),
            base: String::new(),
            log,
        };
        server.base = tokio::task::block_in_place(|| server.listening());
        server
    }

    fn listening(&self) -> String {
        let mut seen = String::new();
        loop {
            let Ok(line) = self.log.recv_timeout(PATIENCE) else {
                panic!("it does not listen: {seen}");
            };
            let event: Value = serde_json::from_str(&line).unwrap_or_default();
            if event["message"] == "listening" {
                return format!("http://{}", event["address"].as_str().unwrap());
            }
            seen += &line;
        }
    }

    pub(crate) fn user(&self, name: &str) -> User {
        let authorization = format!("Bearer {}", token(name));
        User::new(name, &self.base, client(), Some(authorization))
    }

    /// Returns the process's id.
    pub(crate) fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Asks it to stop, as service managers do.
    pub(crate) fn terminate(&self) {
        let status = Command::new("kill")
            .args(["-TERM", &self.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// Ends it at once, as a power cut does: SIGKILL.
    pub(crate) fn kill(mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> Ended {
        let child = self.child.take().unwrap();
        let ended = tokio::task::block_in_place(|| finish(child));
        Ended {
            stderr: self.log.iter().collect::<Vec<_>>().join("\n"),
            ..ended
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
