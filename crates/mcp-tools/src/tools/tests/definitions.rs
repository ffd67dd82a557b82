use super::*;

/// About 3,000 tokens: what six tools may cost in every prompt.
const MAX_BYTES: usize = 12_000;

fn as_json(definition: &ToolDefinition) -> Value {
    let hints = definition.hints;
    json!({
        "name": definition.name,
        "title": definition.title,
        "description": definition.description,
        "inputSchema": definition.input_schema,
        "outputSchema": definition.output_schema,
        "annotations": {
            "readOnlyHint": hints.read_only,
            "destructiveHint": hints.destructive,
            "idempotentHint": hints.idempotent,
            "openWorldHint": hints.open_world,
        },
    })
}

#[test]
fn the_definitions_are_a_contract() {
    let fixture = fixture();
    for definition in fixture.tools.definitions() {
        insta::with_settings!({sort_maps => true, prepend_module_to_snapshot => false}, {
            insta::assert_json_snapshot!(definition.name, as_json(definition));
        });
    }
}

#[test]
fn the_definitions_are_small() {
    let fixture = fixture();
    let all: Vec<_> = fixture.tools.definitions().iter().map(as_json).collect();
    let bytes = serde_json::to_string(&all).unwrap().len();
    assert!(bytes <= MAX_BYTES, "{bytes} bytes");
}

#[test]
fn inputs_are_flat_and_closed() {
    let fixture = fixture();
    for definition in fixture.tools.definitions() {
        let schema = &definition.input_schema;
        assert_eq!(schema["type"], "object", "{}", definition.name);
        assert_eq!(schema["additionalProperties"], false, "{}", definition.name);
        for (name, property) in schema["properties"].as_object().unwrap() {
            let name = format!("{}.{name}", definition.name);
            let kind = property["type"]
                .as_str()
                .unwrap_or_else(|| panic!("{name}"));
            assert_ne!(kind, "object", "{name}");
            if kind == "array" {
                assert_eq!(property["items"]["type"], "string", "{name}");
                assert!(property["maxItems"].is_u64(), "{name}");
            }
            let bounded = property["maxLength"].is_u64() || property["enum"].is_array();
            assert!(kind != "string" || bounded, "{name} has no limit");
            assert_ne!(name.split('.').next_back(), Some("user_id"));
        }
        let text = schema.to_string() + &definition.output_schema.to_string();
        for word in ["$ref", "$defs", "oneOf", "anyOf", "\"null\""] {
            assert!(!text.contains(word), "{} has {word}", definition.name);
        }
    }
}

#[test]
fn names_and_order_are_fixed() {
    let fixture = fixture();
    let names: Vec<_> = fixture
        .tools
        .definitions()
        .iter()
        .map(|tool| tool.name)
        .collect();
    let expected = [
        "add_task",
        "list_tasks",
        "complete_task",
        "delete_task",
        "update_task",
        "find_task",
    ];
    assert_eq!(names, expected);
}
