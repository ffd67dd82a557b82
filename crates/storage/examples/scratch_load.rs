#![allow(warnings)]
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::*;
use std::time::*;
use taskpilot_context::UserId;
use taskpilot_conversations::*;
use taskpilot_storage::*;

fn cpu(path: &str) -> f64 {
    let s = std::fs::read_to_string(path).unwrap_or_default();
    let Some((_, rest)) = s.rsplit_once(')') else {
        return 0.0;
    };
    let f: Vec<&str> = rest.split_whitespace().collect();
    (f[11].parse::<f64>().unwrap_or(0.) + f[12].parse::<f64>().unwrap_or(0.)) / 100.0
}
fn pg_cpu() -> f64 {
    let mut total = 0.0;
    for e in std::fs::read_dir("/proc").unwrap().flatten() {
        let p = e.path();
        if std::fs::read_to_string(p.join("comm"))
            .unwrap_or_default()
            .trim()
            == "postgres"
        {
            total += cpu(p.join("stat").to_str().unwrap());
        }
    }
    total
}
fn turn(c: Option<ConversationId>) -> BeginTurn {
    BeginTurn {
        conversation: c,
        content: "Please add buy milk, tomorrow at nine".into(),
        title: Title::from_stored("Buy milk".into()),
        key: None,
        history: 10,
        at: Timestamp::UNIX_EPOCH,
    }
}
#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    let secs: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let tasks: u64 = std::env::args().nth(3).unwrap().parse().unwrap();
    let mut o = DatabaseOptions::new(DatabaseUrl::parse(&url).unwrap());
    o.acquire_timeout = Duration::from_secs(60);
    if let Some(n) = std::env::args().nth(4) {
        o.max_connections = n.parse().unwrap();
    }
    let db = Database::open(o).unwrap();
    db.migrate().await.unwrap();
    let store = db.conversations();
    let done = Arc::new(AtomicU64::new(0));
    let mut convs = vec![];
    for i in 0..tasks {
        let user = UserId::parse(&format!("u{i}-{}", std::process::id())).unwrap();
        let b = store.begin_turn(&user, &turn(None)).await.unwrap();
        convs.push((user, b.conversation.id));
    }
    let (c0, p0) = (cpu("/proc/self/stat"), pg_cpu());
    let start = Instant::now();
    let worst = Arc::new(AtomicU64::new(0));
    let hs: Vec<_> = convs
        .into_iter()
        .map(|(user, c)| {
            let (store, done, worst) = (store.clone(), done.clone(), worst.clone());
            tokio::spawn(async move {
                while start.elapsed() < Duration::from_secs(secs) {
                    let t = Instant::now();
                    let b = store.begin_turn(&user, &turn(Some(c))).await.unwrap();
                    worst.fetch_max(t.elapsed().as_micros() as u64, Ordering::Relaxed);
                    let r = AssistantMessage {
                        reply_to: b.message.id,
                        content: "Added \"buy milk\" to your list, due tomorrow at nine. "
                            .repeat(4),
                        tool_calls: vec![],
                        status: MessageStatus::Completed,
                        error_code: None,
                        usage: Usage::default(),
                    };
                    store
                        .add_reply(&user, c, &r, Timestamp::UNIX_EPOCH)
                        .await
                        .unwrap();
                    done.fetch_add(2, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for h in hs {
        h.await.unwrap();
    }
    let e = start.elapsed().as_secs_f64();
    let n = done.load(Ordering::Relaxed) as f64;
    let (c1, p1) = (cpu("/proc/self/stat"), pg_cpu());
    println!(
        "{:.0} tx/s; own cpu {:.0} us/tx; pg cpu {:.0} us/tx; worst begin {} us; cores used {:.2}",
        n / e,
        (c1 - c0) * 1e6 / n,
        (p1 - p0) * 1e6 / n,
        worst.load(Ordering::Relaxed),
        (c1 - c0 + p1 - p0) / e
    );
    db.close().await;
}
