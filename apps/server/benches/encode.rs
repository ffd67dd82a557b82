//! What it costs to write the frames of an answer.

use std::hint::black_box;

use actix_web::web::BytesMut;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use taskpilot::encode_chat_event;
use taskpilot_assistant::TurnEvent;

const TOKENS: usize = 50;

fn frames(criterion: &mut Criterion) {
    let words = [
        "Added",
        " \u{201c}Milk\u{201d}",
        " \u{2014} tomorrow,",
        " 17:00.\n",
    ];
    let events: Vec<_> = words
        .iter()
        .cycle()
        .take(TOKENS)
        .map(|word| TurnEvent::Text((*word).into()))
        .collect();
    let mut group = criterion.benchmark_group("sse encode");
    group.throughput(Throughput::Elements(50));
    group.bench_function("50 chunks", |bencher| {
        let mut out = BytesMut::with_capacity(8_192);
        bencher.iter(|| {
            out.clear();
            for event in &events {
                encode_chat_event(black_box(event), &mut out);
            }
            black_box(out.len())
        });
    });
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
