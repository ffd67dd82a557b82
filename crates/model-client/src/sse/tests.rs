use super::*;

const LIMIT: usize = 16 << 20;

/// Decodes chunks; returns the data of the events, how the input ended, and the work done for it.
fn decode<'a>(
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<String>, Result<Ending, Error>, usize) {
    let mut decoder = Decoder::new(LIMIT);
    let mut events = Vec::new();
    let mut result = Ok(Ending::Clean);
    for chunk in chunks {
        if let Err(error) = decoder.push(chunk, &mut events) {
            result = Err(error);
        }
    }
    let ending = decoder.finish(&mut events);
    (events, result.and(Ok(ending)), decoder.work)
}

/// The same in one chunk, in single bytes, and cut in two at every place.
#[track_caller]
fn check(input: &[u8], expected: &[&str], ending: Ending) {
    let expected = (
        expected.iter().map(ToString::to_string).collect::<Vec<_>>(),
        Ok(ending),
    );
    let result = |(data, ending, _)| (data, ending);
    assert_eq!(result(decode([input])), expected, "in one chunk");
    assert_eq!(result(decode(input.chunks(1))), expected, "byte by byte");
    for cut in 0..=input.len() {
        let (a, b) = input.split_at(cut);
        assert_eq!(result(decode([a, b])), expected, "cut at {cut}");
        assert_eq!(
            result(decode([a, b"", b])),
            expected,
            "cut at {cut}, with nothing between"
        );
    }
}

#[test]
fn a_byte_order_mark_is_dropped_once() {
    check(b"\xEF\xBB\xBFdata: a\n\n", &["a"], Ending::Clean);
    check(b"\xEF\xBB\xBF\ndata: a\n\n", &["a"], Ending::Clean);
    check(b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\n\n", &[], Ending::Clean);
    check(b"data: a\n\n\xEF\xBB\xBFdata: b\n\n", &["a"], Ending::Clean);
    check(
        "data: \u{feff}a\n\n".as_bytes(),
        &["\u{feff}a"],
        Ending::Clean,
    );
}

#[test]
fn all_line_ends_are_known() {
    check(b"data: a\n\ndata: b\n\n", &["a", "b"], Ending::Clean);
    check(
        b"data: a\r\n\r\ndata: b\r\n\r\n",
        &["a", "b"],
        Ending::Clean,
    );
    check(b"data: a\r\ndata: b\r\n\r\n", &["a\nb"], Ending::Clean);
    check(b"data: a\r\rdata: b\r\r", &["a", "b"], Ending::Clean);
    check(
        b"data: a\rdata: b\n\r\ndata: c\r\n\n",
        &["a\nb", "c"],
        Ending::Clean,
    );
}

#[test]
fn characters_split_over_chunks_survive() {
    check("data: ä€🦀\n\n".as_bytes(), &["ä€🦀"], Ending::Clean);
    check(
        "data: a\u{2028}b\u{85}c\n\n".as_bytes(),
        &["a\u{2028}b\u{85}c"],
        Ending::Clean,
    );
}

#[test]
fn data_is_read_as_the_standard_says() {
    check(
        b"data: a\ndata:b\ndata:  c\n\n",
        &["a\nb\n c"],
        Ending::Clean,
    );
    check(b"data\n\n", &[""], Ending::Clean);
    check(b"data:\ndata:\n\n", &["\n"], Ending::Clean);
    check(
        b"id: 1\nretry: 5\nfoo: bar\ndatax: 1\ndata: a:b\n\n",
        &["a:b"],
        Ending::Clean,
    );
    check(b"id: a\0b\ndata: x\0y\n\n", &["x\0y"], Ending::Clean);
}

#[test]
fn comments_and_events_without_data_are_nothing() {
    check(
        b": OPENROUTER PROCESSING\n\n:\n\ndata: a\n: x\ndata: b\n\n",
        &["a\nb"],
        Ending::Clean,
    );
    check(b"event: ping\n\ndata: a\n\n", &["a"], Ending::Clean);
    check(b"\n\n\n\ndata: a\n\n\n\n", &["a"], Ending::Clean);
    check(b": \xFF not text\n\ndata: a\n\n", &["a"], Ending::Clean);
}

#[test]
fn an_end_inside_of_an_event_is_told_and_its_rest_given_out() {
    check(b"data: a\n\ndata: [DONE]", &["a", "[DONE]"], Ending::Cut);
    check(b"data: [DONE]\n", &["[DONE]"], Ending::Cut);
    check(b"data: a\n\ndata: {\"x", &["a", "{\"x"], Ending::Cut);
    check(b"data: a\n\nda", &["a"], Ending::Cut);
    check(b"data: \xE2\x82", &[], Ending::Cut);
    check(b"\xEF\xBB", &[], Ending::Cut);
    check(b"", &[], Ending::Clean);
}

#[test]
fn invalid_utf8_ends_the_stream_at_once_and_for_good() {
    let input = b"data: a\n\ndata: \xFF\n\ndata: b\n\n";
    let (data, result, _) = decode([&input[..]]);
    assert_eq!(
        (data, result),
        (vec!["a".to_owned()], Err(Error::InvalidUtf8))
    );
    let mut decoder = Decoder::new(LIMIT);
    let mut events = Vec::new();
    assert!(decoder.push(b"data: \xC3\x28\n\n", &mut events).is_err());
    assert_eq!(decoder.push(b"data: b\n\n", &mut events), Ok(()));
    assert_eq!(decoder.finish(&mut events), Ending::Clean);
    assert!(events.is_empty());
}

#[test]
fn events_are_bounded_however_they_grow() {
    let endless_line = |piece: &[u8]| {
        let mut decoder = Decoder::new(1000);
        let mut events = Vec::new();
        let mut pushed = 0;
        while decoder.push(piece, &mut events).is_ok() {
            pushed += piece.len();
            assert!(pushed <= 1000 + piece.len(), "no bound");
        }
        assert!(events.is_empty());
    };
    endless_line(b"data: no end");
    endless_line(b"data: x\n");
    endless_line(b": a comment without an end");
    let mut decoder = Decoder::new(1000);
    let mut events = Vec::new();
    let exact = format!("data: {}\n\n", "x".repeat(1000 - "data: \n".len()));
    assert_eq!(decoder.push(exact.as_bytes(), &mut events), Ok(()));
    let comments = ": ping\n".repeat(1000);
    assert_eq!(decoder.push(comments.as_bytes(), &mut events), Ok(()));
    let error = decoder.push(exact.replace('x', "xx").as_bytes(), &mut events);
    assert_eq!(error, Err(Error::TooLarge { limit: 1000 }));
    assert_eq!(events.len(), 1);
}

/// Four looks at each byte are enough: to find its line, to keep it, to keep its event, to read its event.
fn assert_linear(work: usize, input: usize) {
    assert!(work <= 4 * input, "{work} bytes of work for {input}");
}

#[test]
fn many_events_in_one_chunk_cost_what_they_weigh() {
    for event in [
        "data: {\"a\":1}\n\n",
        "data: {\"a\":1}\r\n\r\n",
        "data: 1\ndata: 2\n\n",
    ] {
        let input = event.repeat(32 * 1024);
        let (data, _, work) = decode([input.as_bytes()]);
        assert_eq!(data.len(), 32 * 1024);
        assert_linear(work, input.len());
    }
}

#[test]
fn a_long_line_in_small_chunks_costs_what_it_weighs() {
    let input = format!("data: {}\n\n", "x".repeat(4 << 20));
    let (data, _, work) = decode(input.as_bytes().chunks(1024));
    assert_eq!(data[0].len(), 4 << 20);
    assert_linear(work, input.len());
}

#[test]
fn an_event_of_many_lines_costs_what_it_weighs() {
    // The parser behind the guard must not see more than a line at a time: it copies the rest after each.
    let input = format!("{}\n", "data: x\n".repeat(256 * 1024));
    let (data, _, work) = decode(input.as_bytes().chunks(1000));
    assert_eq!(data[0].len(), 2 * 256 * 1024 - 1);
    assert_linear(work, input.len());
    let widest = block::widest_feed(&b"data: x\n".repeat(1000));
    assert_eq!(widest, b"data: x\n".len());
}

proptest::proptest! {
    #[test]
    fn no_input_breaks_it_and_chunks_do_not_matter(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                &b"data"[..], b"data:", b"event: e", b": c", b"\n", b"\r", b"\r\n", b"\n\n", b"x",
                b"\xEF\xBB\xBF", b"\xE2\x82\xAC", b"\xE2", b"\xFF", b"\0", b" ", b"id: 1",
            ]),
            0..40,
        ),
        cuts in proptest::collection::vec(0_usize..200, 0..6),
    ) {
        let input: Vec<u8> = pieces.concat();
        let whole = decode([&input[..]]);
        let mut cuts: Vec<usize> = cuts.into_iter().filter(|cut| *cut < input.len()).collect();
        cuts.extend([0, input.len()]);
        cuts.sort_unstable();
        let parts = decode(cuts.windows(2).map(|cut| &input[cut[0]..cut[1]]));
        proptest::prop_assert_eq!((whole.0, whole.1), (parts.0, parts.1));
    }
}

proptest::proptest! {
    #[test]
    fn a_single_line_is_read_as_the_parser_would(value in "[ -~:ä\u{2028}\0]{0,20}", colon in "(: |:|)") {
        let line = format!("data{colon}{}", if colon.is_empty() { "" } else { &value });
        let by_hand = block::data_of(line.as_bytes()).map(|data| String::from_utf8(data.to_vec()).unwrap());
        let parsed = block::parse(format!("{line}\n").as_bytes()).unwrap();
        proptest::prop_assert_eq!(by_hand, parsed);
    }
}
