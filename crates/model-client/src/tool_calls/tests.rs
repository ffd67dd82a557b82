use serde_json::Value;

use super::*;

/// Feeds fragments as they stand in `delta.tool_calls` and writes down calls and events.
fn check(fragments: &[&str], keep: Keep) -> String {
    let mut assembly = Assembly::new(&Limits::default(), "call_");
    let mut out = Vec::new();
    for fragment in fragments {
        let value: Value = serde_json::from_str(fragment).unwrap();
        let text = |key: &str| value[key].as_str().map(|it| it.to_owned().into());
        assembly
            .push(
                Fragment {
                    index: value["i"].as_u64(),
                    id: text("id"),
                    name: text("n"),
                    arguments: text("a"),
                },
                &mut out,
            )
            .unwrap();
    }
    let calls = assembly.finish(keep, &mut out);
    agree(&out, &calls);
    calls
        .iter()
        .map(|call| format!("{} {} {}", call.call_id, call.name, call.arguments))
        .collect::<Vec<_>>()
        .join("\n")
}

/// What was streamed of each call is what it came to; each is announced first and ready once.
fn agree(events: &[ModelEvent], calls: &[ToolCall]) {
    for call in calls {
        let mut steps = events.iter().filter(|event| match event {
            ModelEvent::ToolCallStarted { call_id, .. }
            | ModelEvent::ToolCallDelta { call_id, .. } => *call_id == call.call_id,
            ModelEvent::ToolCallReady(ready) => ready.call_id == call.call_id,
            _ => false,
        });
        assert_eq!(
            steps.next(),
            Some(&ModelEvent::ToolCallStarted {
                call_id: call.call_id.clone(),
                name: call.name.clone()
            })
        );
        let mut streamed = String::new();
        let mut ready = 0;
        for step in steps {
            match step {
                ModelEvent::ToolCallDelta { delta, .. } if ready == 0 => streamed += delta,
                ModelEvent::ToolCallReady(it) => {
                    assert_eq!(it, call);
                    ready += 1;
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(ready, 1);
        assert!(streamed == call.arguments || (streamed.is_empty() && call.arguments == "{}"));
    }
}

#[test]
fn as_openai_sends_it() {
    let calls = check(
        &[
            r#"{"i":0,"id":"c1","n":"f","a":""}"#,
            r#"{"i":0,"a":"{\"x\""}"#,
            r#"{"i":1,"id":"c2","n":"g","a":""}"#,
            r#"{"i":0,"a":":1}"}"#,
            r#"{"i":1,"a":"{}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "c1 f {\"x\":1}\nc2 g {}");
}

#[test]
fn index_always_zero_with_ids() {
    let calls = check(
        &[
            r#"{"i":0,"id":"a","n":"f","a":"{\"x\":1}"}"#,
            r#"{"i":0,"id":"b","n":"f","a":"{\"x\":2}"}"#,
            r#"{"i":0,"id":"c","a":"{\"x\":3}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "a f {\"x\":1}\nb f {\"x\":2}\nc  {\"x\":3}");
}

#[test]
fn another_id_alone_does_not_split_a_call() {
    let calls = check(
        &[
            r#"{"i":0,"id":"a","n":"f","a":"{\"x\":"}"#,
            r#"{"i":0,"id":"zz","a":"1}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "a f {\"x\":1}");
}

#[test]
fn index_zero_and_empty_ids() {
    let calls = check(
        &[
            r#"{"i":0,"id":"","n":"f","a":"{\"x\":1}"}"#,
            r#"{"i":0,"id":"","n":"g","a":"{\"y\":"}"#,
            r#"{"i":0,"id":"","a":"2}"}"#,
            r#"{"i":0,"id":"","n":"g","a":""}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "call_0 f {\"x\":1}\ncall_1 g {\"y\":2}");
}

#[test]
fn no_index_at_all() {
    let calls = check(
        &[
            r#"{"n":"f","a":"{\"x\":1}"}"#,
            r#"{"n":"g","a":"{\"y\":"}"#,
            r#"{"a":"2}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "call_0 f {\"x\":1}\ncall_1 g {\"y\":2}");
    let by_id = check(
        &[
            r#"{"id":"a","n":"f","a":"{\"x\":"}"#,
            r#"{"id":"b","n":"g","a":"{}"}"#,
            r#"{"id":"a","a":"1}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(by_id, "a f {\"x\":1}\nb g {}");
}

#[test]
fn names_repeat_or_come_in_pieces() {
    let repeated = check(
        &[
            r#"{"i":0,"id":"a","n":"add"}"#,
            r#"{"i":0,"id":"a","n":"add","a":"{"}"#,
            r#"{"i":0,"id":"a","n":"add","a":"}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(repeated, "a add {}");
    let pieces = check(
        &[
            r#"{"i":0,"id":"a","n":"add_"}"#,
            r#"{"i":0,"n":"task"}"#,
            r#"{"i":0,"a":"{}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(pieces, "a add_task {}");
}

#[test]
fn late_id_and_no_arguments() {
    let calls = check(
        &[
            r#"{"i":0,"n":"f"}"#,
            r#"{"i":0,"id":"late"}"#,
            r#"{"i":1,"n":"g"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "late f {}\ncall_1 g {}");
}

#[test]
fn ids_given_twice_are_kept_apart() {
    let calls = check(
        &[
            r#"{"i":0,"id":"a","n":"f","a":"{\"x\":1}"}"#,
            r#"{"i":1,"id":"a","n":"f","a":"{\"x\":2}"}"#,
        ],
        Keep::All,
    );
    assert_eq!(calls, "a f {\"x\":1}\na_1 f {\"x\":2}");
}

#[test]
fn a_cut_answer_keeps_only_whole_calls() {
    let fragments = [
        r#"{"i":0,"id":"a","n":"f","a":"{\"x\":1}"}"#,
        r#"{"i":1,"id":"b","n":"f","a":"{\"x\":"}"#,
        r#"{"i":2,"id":"c","n":"f"}"#,
        r#"{"i":3,"id":"d","n":"f","a":"{]"}"#,
    ];
    assert_eq!(check(&fragments, Keep::Complete), "a f {\"x\":1}");
    assert_eq!(check(&fragments, Keep::All).lines().count(), 4);
}

#[test]
fn limits_hold() {
    let limits = Limits {
        max_tool_calls: 2,
        max_tool_arguments_bytes: 8,
        ..Limits::default()
    };
    let fragment = |index, arguments: &str| Fragment {
        index: Some(index),
        arguments: Some(arguments.to_owned().into()),
        ..Fragment::default()
    };
    let mut assembly = Assembly::new(&limits, "call_");
    let mut out = Vec::new();
    assembly.push(fragment(0, "12345678"), &mut out).unwrap();
    let error = assembly.push(fragment(0, "9"), &mut out).unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge);
    assembly.push(fragment(1, ""), &mut out).unwrap();
    let error = assembly.push(fragment(2, ""), &mut out).unwrap_err();
    assert_eq!(error.kind, ErrorKind::TooLarge);
}

proptest::proptest! {
    #[test]
    fn any_cutting_of_the_arguments_gives_the_same_call(
        cuts in proptest::collection::vec(0_usize..40, 0..8),
    ) {
        let whole = r#"{"title":"Milk \"2%\" {x}","tags":[1,2]}"#;
        let mut cuts: Vec<usize> = cuts.into_iter().filter(|at| *at < whole.len()).collect();
        cuts.extend([0, whole.len()]);
        cuts.sort_unstable();
        let fragments: Vec<String> = cuts
            .windows(2)
            .map(|cut| serde_json::json!({"i": 0, "id": "a", "n": "f", "a": &whole[cut[0]..cut[1]]}).to_string())
            .collect();
        let fragments: Vec<&str> = fragments.iter().map(String::as_str).collect();
        proptest::prop_assert_eq!(check(&fragments, Keep::All), format!("a f {whole}"));
    }
}
