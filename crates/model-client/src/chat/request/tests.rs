use super::*;
use crate::fixtures;
use crate::request::{InputItem, Role};
use crate::routing::{ProviderRouting, Routing};

fn snapshot(name: &str, request: &ModelRequest, dialect: &Dialect) {
    let body = body(
        request,
        &fixtures::config("default-model", dialect),
        &WrittenTools::default(),
    )
    .unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    insta::with_settings!({sort_maps => true, snapshot_path => "../snapshots"}, {
        insta::assert_json_snapshot!(name, body);
    });
}

#[test]
fn bodies() {
    snapshot("minimal", &fixtures::minimal(), &Dialect::default());
    let full = fixtures::full("made-it");
    snapshot("full_openai", &full, &Dialect::openai());
    snapshot("full_openrouter", &full, &Dialect::openrouter());
    snapshot("full_mistral", &full, &Dialect::mistral());
    snapshot("full_deepseek", &full, &Dialect::deepseek());
    snapshot("full_groq", &full, &Dialect::groq());
    snapshot("full_lm_studio", &full, &Dialect::lm_studio());
}

fn tools_of(choice: ToolChoice, dialect: &Dialect) -> (usize, Value) {
    let request = ModelRequest {
        tool_choice: choice,
        ..fixtures::full("m")
    };
    let body = body(
        &request,
        &fixtures::config("m", dialect),
        &WrittenTools::default(),
    )
    .unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    let tools = body["tools"].as_array().map_or(0, Vec::len);
    (tools, body["tool_choice"].clone())
}

#[test]
fn a_forced_tool_is_asked_for_as_far_as_the_server_goes() {
    let named = || ToolChoice::Named("list_tasks".to_owned());
    let (openai, llama, ollama) = (Dialect::openai(), Dialect::llama_cpp(), Dialect::ollama());
    assert_eq!(
        tools_of(named(), &openai),
        (
            2,
            json!({"type": "function", "function": {"name": "list_tasks"}})
        )
    );
    assert_eq!(tools_of(named(), &llama), (1, json!("required")));
    assert_eq!(tools_of(named(), &ollama), (1, Value::Null));
    assert_eq!(tools_of(ToolChoice::None, &openai), (2, json!("none")));
    assert_eq!(tools_of(ToolChoice::None, &ollama), (0, Value::Null));
    assert_eq!(tools_of(ToolChoice::Required, &ollama), (2, Value::Null));
    assert_eq!(tools_of(ToolChoice::Auto, &openai), (2, Value::Null));
}

#[test]
fn without_tools_nothing_is_said_of_them() {
    let request = ModelRequest {
        tools: [].into(),
        tool_choice: ToolChoice::Required,
        parallel_tool_calls: Some(true),
        ..fixtures::minimal()
    };
    let body = body(
        &request,
        &fixtures::config("m", &Dialect::openai()),
        &WrittenTools::default(),
    )
    .unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    for key in ["tools", "tool_choice", "parallel_tool_calls"] {
        assert!(body.get(key).is_none(), "{key}");
    }
}

#[test]
fn the_callers_own_fields_win() {
    let mut request = fixtures::minimal();
    request.temperature = Some(0.5);
    request
        .extra_body
        .insert("temperature".to_owned(), json!(1));
    request
        .extra_body
        .insert("provider".to_owned(), json!({"zdr": true}));
    request.extra_body.insert("stream".to_owned(), json!(false));
    let body = body(
        &request,
        &fixtures::config("m", &Dialect::openai()),
        &WrittenTools::default(),
    )
    .unwrap();
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(body["temperature"], json!(1));
    assert_eq!(body["provider"], json!({"zdr": true}));
    assert_eq!(body["stream"], json!(true));
}

#[test]
fn thoughts_go_back_only_to_the_model_that_had_them() {
    let sent = |asked: &str, dialect: &Dialect| {
        let request = ModelRequest {
            model: Some(asked.to_owned()),
            ..fixtures::full("made-it-2026-01-31")
        };
        let body = body(
            &request,
            &fixtures::config("m", dialect),
            &WrittenTools::default(),
        )
        .unwrap();
        String::from_utf8(body)
            .unwrap()
            .contains(r#""reasoning_content":"hm""#)
    };
    assert!(sent("made-it", &Dialect::openrouter()));
    assert!(!sent("another", &Dialect::openrouter()));
    assert!(sent("made-it", &Dialect::deepseek()));
    assert!(!sent("another", &Dialect::deepseek()));
    assert!(!sent("made-it", &Dialect::openai()));
}

#[test]
fn details_of_thoughts_go_back_untouched_and_only_to_their_model() {
    let details = |asked: &str| {
        let request = ModelRequest {
            model: Some(asked.to_owned()),
            ..fixtures::full("first/model")
        };
        let config = fixtures::config("m", &Dialect::openrouter());
        let body = body(&request, &config, &WrittenTools::default()).unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let messages = body["messages"].as_array().unwrap().clone();
        let all: Vec<_> = messages
            .iter()
            .filter_map(|message| message.get("reasoning_details").cloned())
            .collect();
        all
    };
    let kept = json!([{"type": "reasoning.text", "index": 0, "text": "hm"}]);
    for same in ["first/model", "first/model:nitro"] {
        assert_eq!(details(same), std::slice::from_ref(&kept));
    }
    assert!(details("second/model").is_empty());
    assert!(details("first/model-mini").is_empty());
}

#[test]
fn tools_are_written_anew_only_when_they_are_others() {
    let written = WrittenTools::default();
    let tools_of = |request: &ModelRequest| {
        let body = body(
            request,
            &fixtures::config("m", &Dialect::openai()),
            &written,
        )
        .unwrap();
        serde_json::from_slice::<Value>(&body).unwrap()["tools"].clone()
    };
    let full = fixtures::full("m");
    let first = tools_of(&full);
    assert_eq!(tools_of(&full), first);
    let fewer = ModelRequest {
        tools: full.tools.iter().take(1).cloned().collect(),
        ..full.clone()
    };
    assert_eq!(tools_of(&fewer).as_array().map(Vec::len), Some(1));
    assert_eq!(tools_of(&full), first);
}

#[test]
fn a_form_is_kept_back_while_it_would_keep_a_server_from_calling_tools() {
    let has_form = |dialect: &Dialect, change: fn(&mut ModelRequest)| {
        let mut request = fixtures::full("m");
        request.tool_choice = ToolChoice::Auto;
        request.output = Some(OutputSchema {
            name: "plan".to_owned(),
            schema: json!({"type": "object"}),
            strict: true,
        });
        change(&mut request);
        let body = body(
            &request,
            &fixtures::config("m", dialect),
            &WrittenTools::default(),
        )
        .unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        body["response_format"]["json_schema"]["name"] == "plan"
    };
    assert!(has_form(&Dialect::openai(), |_| {}));
    assert!(!has_form(&Dialect::vllm(), |_| {}));
    assert!(has_form(&Dialect::vllm(), |request| request.tool_choice =
        ToolChoice::None));
    assert!(has_form(&Dialect::vllm(), |request| request.tools = [].into()));
}

#[test]
fn a_server_without_schemas_is_told_the_form_in_words() {
    let request = ModelRequest {
        output: Some(OutputSchema {
            name: "plan".to_owned(),
            schema: json!({"type": "object"}),
            strict: true,
        }),
        instructions: Some("Be brief.".to_owned()),
        ..fixtures::minimal()
    };
    let sent = |answer_form| {
        let dialect = Dialect {
            answer_form,
            ..Dialect::generic()
        };
        let config = fixtures::config("m", &dialect);
        let body = body(&request, &config, &WrittenTools::default()).unwrap();
        let body: Value = serde_json::from_slice(&body).unwrap();
        let system = body["messages"][0]["content"].as_str().unwrap().to_owned();
        (body["response_format"]["type"].clone(), system)
    };
    let brief = "Be brief.".to_owned();
    let told = format!(
        "{brief}\n\nAnswer with JSON alone, and by this JSON Schema: {}",
        r#"{"type":"object"}"#
    );
    assert_eq!(sent(AnswerForm::JsonSchema), (json!("json_schema"), brief));
    assert_eq!(
        sent(AnswerForm::JsonObject),
        (json!("json_object"), told.clone())
    );
    assert_eq!(sent(AnswerForm::Instructions), (Value::Null, told));
}

#[test]
fn a_router_is_told_who_may_answer() {
    let sent = |request: &ModelRequest, provider: ProviderRouting| {
        let config =
            fixtures::config("first/model", &Dialect::openrouter()).with_routing(Routing {
                fallback_models: vec!["second/model".to_owned()],
                provider,
            });
        let body = body(request, &config, &WrittenTools::default()).unwrap();
        serde_json::from_slice::<Value>(&body).unwrap()
    };
    let plain = sent(&fixtures::minimal(), ProviderRouting::default());
    assert_eq!(plain["model"], "first/model");
    assert_eq!(plain["models"], json!(["second/model"]));
    assert!(plain.get("provider").is_none());
    let mut formed = fixtures::minimal();
    formed.output = Some(OutputSchema {
        name: "plan".to_owned(),
        schema: json!({}),
        strict: false,
    });
    let demanding = json!({"require_parameters": true});
    assert_eq!(
        sent(&formed, ProviderRouting::default())["provider"],
        demanding
    );
    let zdr = ProviderRouting {
        zdr: Some(true),
        ..ProviderRouting::default()
    };
    assert_eq!(
        sent(&fixtures::full("m"), zdr)["provider"],
        json!({"zdr": true, "require_parameters": true})
    );
    formed
        .extra_body
        .insert("provider".to_owned(), json!({"only": ["x"]}));
    let own = sent(&formed, ProviderRouting::default());
    assert_eq!(
        own["provider"],
        json!({"only": ["x"]}),
        "the request's own wins"
    );
}

fn messages_of(input: Vec<InputItem>, dialect: &Dialect) -> Vec<Value> {
    let request = ModelRequest {
        input,
        ..ModelRequest::default()
    };
    messages::build(&request, "m", dialect)
}

#[test]
fn what_a_tool_answered_beside_text_follows_the_answers_of_all_tools() {
    let input = vec![
        fixtures::call("c1", "{}"),
        fixtures::call("c2", "{}"),
        fixtures::media("c1"),
        InputItem::ToolOutput {
            call_id: "c2".to_owned(),
            output: "fine".to_owned(),
        },
        InputItem::text(Role::Assistant, "I see."),
    ];
    let sent = messages_of(input.clone(), &Dialect::openai());
    insta::with_settings!({sort_maps => true, snapshot_path => "../snapshots"}, {
        insta::assert_json_snapshot!("tool_media_shown", sent);
    });
    let roles: Vec<_> = sent.iter().map(|it| it["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["assistant", "tool", "tool", "user", "assistant"]);
    let last = messages_of(input[..4].to_vec(), &Dialect::openai());
    assert_eq!(last, sent[..4], "also at the end");
    let named = messages_of(input, &Dialect::generic());
    assert_eq!(
        named[1]["content"],
        "Two things.\n\n[image: it cannot be shown to you]\n\n[file a.pdf: it cannot be shown to you]\n\n[file b.pdf: it cannot be shown to you]"
    );
    assert_eq!(named.len(), 4, "and nothing follows");
}
