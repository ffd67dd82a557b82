//! Reads the same streams by all, from memory and over loopback. See the README.
#![allow(missing_docs, reason = "criterion's macros")]

mod async_openai;
mod genai;
mod ours;
mod rig;
mod server;

use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use taskpilot_bench_peers::{Answer, PACKET, Recording, recordings};
use tokio::runtime::Runtime;

/// Returns the packets in which a recording comes.
fn packets(recording: &Recording) -> Vec<bytes::Bytes> {
    let bytes = bytes::Bytes::from(recording.bytes.clone());
    let starts = (0..bytes.len()).step_by(PACKET);
    starts
        .map(|at| bytes.slice(at..bytes.len().min(at + PACKET)))
        .collect()
}

/// Measures one reader, after a look at whether it reads what is there.
fn measure<F: Future<Output = Answer>>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    runtime: &Runtime,
    (name, recording): (&str, &Recording),
    read: impl Fn() -> F,
) {
    let answer = runtime.block_on(read());
    assert_eq!(
        answer, recording.answer,
        "{name} reads {} otherwise",
        recording.name
    );
    group.bench_function(name, |b| b.to_async(runtime).iter(&read));
}

fn from_memory(c: &mut Criterion) {
    let runtime = runtime();
    for recording in recordings() {
        let mut group = group(c, "memory", &recording);
        let packets = packets(&recording);
        measure(&mut group, &runtime, ("ours", &recording), || async {
            ours::decode(&packets)
        });
        let model = rig::from_memory(&packets);
        measure(&mut group, &runtime, ("rig-core", &recording), || {
            rig::read(&model)
        });
        let client = async_openai::from_memory(&packets);
        measure(&mut group, &runtime, ("async-openai", &recording), || {
            async_openai::read(&client)
        });
        group.finish();
    }
}

fn over_loopback(c: &mut Criterion) {
    let runtime = runtime();
    let address = server::start(recordings());
    for recording in recordings() {
        let mut group = group(c, "loopback", &recording);
        let url = format!("http://{address}/{}/v1", recording.name);
        let client = reqwest::Client::builder().build().expect("a client");
        group.bench_function("bytes alone", |b| {
            b.to_async(&runtime)
                .iter(|| server::read_bytes(&client, &url));
        });
        let model = ours::over_http(&url);
        measure(&mut group, &runtime, ("ours", &recording), || {
            ours::read(&model)
        });
        let model = rig::over_http(&url);
        measure(&mut group, &runtime, ("rig-core", &recording), || {
            rig::read(&model)
        });
        let client = async_openai::over_http(&url);
        measure(&mut group, &runtime, ("async-openai", &recording), || {
            async_openai::read(&client)
        });
        let client = genai::over_http(&url);
        measure(&mut group, &runtime, ("genai", &recording), || {
            genai::read(&client)
        });
        group.finish();
    }
}

fn group<'c>(
    c: &'c mut Criterion,
    way: &str,
    recording: &Recording,
) -> BenchmarkGroup<'c, WallTime> {
    let mut group = c.benchmark_group(format!("{way} {}", recording.name));
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .throughput(Throughput::Bytes(
            recording.bytes.len().try_into().unwrap_or(u64::MAX),
        ));
    group
}

fn runtime() -> Runtime {
    // Nothing is encrypted here, but clients of `reqwest` want to know how they would.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built")
}

criterion_group!(all, from_memory, over_loopback);
criterion_main!(all);
