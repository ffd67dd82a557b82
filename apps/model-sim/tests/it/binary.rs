//! The program, as a person starts it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use crate::ask::bare;

struct Program {
    child: Child,
    base_url: String,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        let base_url = line.trim_end().strip_prefix("model-sim listens on ");
        Self {
            base_url: base_url.unwrap().to_owned(),
            child,
        }
    }

    async fn post(&self, path: &str, body: &str) -> Value {
        let request = bare()
            .post(self.base_url.clone() + path)
            .body(body.to_owned());
        let text = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-sim"));
    command.args(["--listen", "127.0.0.1:0"]).args(arguments);
    command
}

fn script(name: &str, json: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, json).unwrap();
    path.to_str().unwrap().to_owned()
}

fn fails(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = command(arguments).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[tokio::test]
async fn it_serves_and_stops_when_asked() {
    let mut program = Program::start(&["--behaviour", "text", "--tokens", "3"]);
    let answer = program.post("/responses", r#"{"input":"hi"}"#).await;
    let text = &answer["output"][0]["content"][0]["text"];
    assert_eq!(text, "t000000 t000001 t000002 ");

    let id = program.child.id().to_string();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    assert!(program.child.wait().unwrap().success());
}

#[tokio::test]
async fn it_plays_a_script_from_a_file() {
    let path = script("good.json", r#"{"replies": [{"text": "From a file."}]}"#);
    let program = Program::start(&["--behaviour", "script", "--script", &path]);
    let body = r#"{"messages":[{"role":"user","content":"hi"}]}"#;
    let answer = program.post("/chat/completions", body).await;
    assert_eq!(answer["choices"][0]["message"]["content"], "From a file.");
}

#[test]
fn mistakes_are_explained() {
    let missing = fails(&["--behaviour", "script"]);
    assert!(missing.contains("--script <FILE>"), "{missing}");
    let absent = fails(&["--behaviour", "script", "--script", "no/such/file.json"]);
    assert!(
        absent.contains("could not open no/such/file.json"),
        "{absent}"
    );
    let path = script("bad.json", r#"{"replies": [{"txt": "Hm."}]}"#);
    let bad = fails(&["--behaviour", "script", "--script", &path]);
    assert!(
        bad.contains("is not a script") && bad.contains("unknown field `txt`"),
        "{bad}"
    );
    let useless = fails(&["--script", &path]);
    assert!(
        useless.contains("goes with --behaviour script"),
        "{useless}"
    );
}

#[test]
fn it_serves_this_machine_alone() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-sim"));
    let output = command.args(["--listen", "0.0.0.0:0"]).output().unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("not a loopback address"), "{told}");
}
