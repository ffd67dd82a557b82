//! Beside widgets: what they show is not said again.

use insta::assert_snapshot;
use serde_json::json;

use super::utterances::rounds;
use super::*;

const HOME: &[&str] = &[
    "Buy milk",
    "Gym",
    "Report for Anna",
    "Oat milk",
    "Eggs",
    "Dentist",
];

/// What is said, the calls it leads to (`+` joins those made at once, `>` those that waited), and the answer.
type Row = (&'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Changes are shown.
    ("add tea", "add title=Tea", "Done."),
    ("add tea, jam and bread", "add title=Tea + add title=Jam + add title=Bread", "Done, 3 changes."),
    ("complete gym", "complete title=gym", "Done."),
    ("reopen yoga", "complete completed=false title=yoga", "I found no task like “yoga”."),
    ("move gym to friday", "update current_title=gym due=friday", "Done."),
    ("tag gym with sport", "find name=gym > update tags=[\"sport\"] task_id=2", "Done."),
    ("delete gym", "delete title=gym", "Done."),
    ("complete gym and delete eggs", "complete title=gym + delete title=eggs", "Done, 2 changes."),
    // What is no change is said, and then nothing of those that are.
    ("reopen gym", "complete completed=false title=gym", "“Gym” was open already."),
    ("complete 2 and 99", "complete task_id=2 + complete task_id=99", "There is no task 99."),
    ("complete gym and add tea on the 32nd of foo", "complete title=gym + add title=Tea on the 32nd of foo", "Done, 2 changes."),
    ("complete gym. tell me a joke", "complete title=gym", "I am the built-in demo assistant and work by rules: I can only help with your tasks. Say “help” for examples, or connect a real model (set OPENAI_API_KEY, OPENROUTER_API_KEY or OPENAI_BASE_URL)."),
    ("add jam and show my list", "add title=Jam > list status=pending", "You have 7 open tasks."),
    // Rows are shown; a note is not.
    ("what's left?", "list status=pending", "You have 6 open tasks."),
    ("how many tasks do I have?", "list status=pending", "There are 6 open tasks."),
    ("what do I have tomorrow?", "list due=tomorrow status=pending", "You have 1 open task due tomorrow."),
    ("show done tasks", "list status=completed", "Nothing done yet."),
    ("when is the dentist due?", "find name=dentist", "Here is “Dentist” — note: bring card."),
    ("show task 3", "find name=task 3", "Here is “Report for Anna”."),
    ("find milk", "find name=milk", "2 tasks fit “milk”."),
    ("find gyn", "find name=gyn", "I found no task like “gyn”. This one comes close."),
    ("find yoga", "find name=yoga", "I found no task like “yoga”."),
    // Choices are shown.
    ("delete milk", "delete title=milk", "2 tasks fit “milk”. Which one should I delete?"),
    ("tag milk with food", "find name=milk", "2 tasks fit “milk”. Which one should I change?"),
    ("complete dentil", "complete title=dentil", "I found no task like “dentil”. Did you mean “Dentist”?"),
    // Several deletions are asked about in a card.
    ("delete all tasks", "list status=all > delete task_id=1 + delete task_id=2 + delete task_id=3 + delete task_id=4 + delete task_id=5 + delete task_id=6", "Please confirm above, and I'll delete these 6 tasks."),
    ("delete 3 and 5", "delete task_id=3 + delete task_id=5", "Please confirm above, and I'll delete these 2 tasks."),
    ("delete gym and delete eggs", "delete title=gym + delete title=eggs", "Please confirm above, and I'll delete these 2 tasks."),
    ("delete gym and delete eggs and complete 3", "delete title=gym + delete title=eggs > complete task_id=3", "Please confirm above, and I'll delete these 2 tasks."),
    ("delete 3, eggs and 99", "delete task_id=3 + delete title=eggs + delete task_id=99", "Please confirm above, and I'll delete these 2 tasks.  \nThere is no task 99."),
    ("delete gym, eggs and milk", "find name=gym, eggs and milk > delete title=gym + delete title=eggs + delete title=milk", "Please confirm above, and I'll delete these 2 tasks.  \n2 tasks fit “milk”. Which one should I delete?"),
    ("delete 2 and 99", "delete task_id=2 + delete task_id=99", "Please confirm above, and I'll delete this task.  \nThere is no task 99."),
];

fn home() -> Chat {
    let mut chat = Chat::with(HOME).beside_widgets();
    let fields = &mut chat.tools.tasks[5].fields;
    fields.insert("due".to_owned(), json!("tomorrow"));
    fields.insert("description".to_owned(), json!("bring card"));
    chat
}

#[test]
fn what_is_shown_is_not_said() {
    let different: Vec<String> = ROWS
        .iter()
        .filter_map(|(said, calls, answer)| {
            let mut chat = home();
            let answered = chat.say(said);
            let made = rounds(&chat);
            (made != *calls || answered != *answer)
                .then(|| format!("{said}\n   calls: {made}\n   says:  {answered:?}"))
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

fn talk(messages: &[&str]) -> String {
    let mut chat = home();
    for message in messages {
        chat.say(message);
    }
    chat.transcript()
}

#[test]
fn a_choice_is_answered_as_ever() {
    assert_snapshot!(talk(&["complete milk", "the second one", "reopen it"]));
    assert_snapshot!(talk(&["rename milk to Soy milk", "oat milk"]));
    assert_snapshot!(talk(&["delete milk", "yes", "1"]));
    assert_snapshot!(talk(&[
        "find milk",
        "complete the last one",
        "how many tasks do I have?",
        "complete the third one",
        "what's left?",
        "move the second one to friday",
    ]));
}

#[test]
fn tasks_that_nothing_shows_are_listed() {
    // The pronoun is settled without a tool.
    assert_snapshot!(talk(&["add tea and jam", "mark it done", "the first one"]));
}

#[test]
fn an_answer_to_the_card_in_words_puts_it_again() {
    assert_snapshot!(talk(&["delete all tasks", "yes", "only gym", "list"]));
    assert_snapshot!(talk(&["delete 3 and 5", "no", "yes"]));
    assert_snapshot!(talk(&[
        "delete gym and delete eggs",
        "complete the second one"
    ]));
}

#[test]
fn a_card_that_was_confirmed_asks_nothing_more() {
    let mut chat = home();
    chat.say("delete 3 and 5");
    // So the click is told: as more calls of the same turn.
    for id in [3, 5] {
        let call_id = format!("click_{id}");
        chat.input.push(InputItem::ToolCall {
            call_id: call_id.clone(),
            name: "delete_task".to_owned(),
            arguments: json!({ "task_id": id }).to_string(),
        });
        let output = json!({"task_id": id, "status": "deleted", "title": "T"}).to_string();
        chat.input.push(InputItem::ToolOutput { call_id, output });
    }
    let told = "✓ Deleted: T  \n✓ Deleted: T";
    chat.input.push(InputItem::text(Role::Assistant, told));
    assert!(chat.say("yes").starts_with("I have not asked anything."));
}

#[test]
fn more_than_a_card_names_is_told() {
    let mut chat = Chat::new().beside_widgets();
    for n in 0..60 {
        chat.tools
            .call("add_task", &json!({ "title": format!("T{n}") }));
    }
    assert_eq!(
        chat.say("delete all tasks"),
        "Please confirm above, and I'll delete these 50 tasks.  \nThere are more; I take no more than these at once."
    );
    assert_eq!(
        chat.say("list"),
        "You have 60 open tasks; 50 of them are shown. Ask for a date, a tag, a list or a word to narrow it down."
    );
}

/// Says `messages` before the last to one model, the last to the other.
fn change_of_mode(begun: Chat, goes_on: &DemoModel, messages: &[&str]) -> String {
    let (last, first) = messages.split_last().unwrap();
    let mut chat = begun;
    for message in first {
        chat.say(message);
    }
    chat.model = goes_on.clone();
    chat.say(last)
}

#[test]
fn a_history_of_the_other_mode_is_read_as_another_models() {
    let quiet = DemoModel::new().beside_widgets();
    let unasked = "I have not asked anything. What should I add, show or change?";
    for messages in [["delete all tasks", "yes"], ["delete milk", "yes"]] {
        assert_eq!(change_of_mode(Chat::with(HOME), &quiet, &messages), unasked);
        assert_eq!(
            change_of_mode(home(), &DemoModel::new(), &messages),
            unasked
        );
    }
    // What was shown is still counted in.
    let messages = ["list", "complete the third one"];
    assert_eq!(change_of_mode(Chat::with(HOME), &quiet, &messages), "Done.");
    assert_eq!(
        change_of_mode(home(), &DemoModel::new(), &messages),
        "✓ Done: “Report for Anna”."
    );
}

fn answer(input: &[InputItem], tools: Arc<[ToolSpec]>) -> ModelResponse {
    let request = ModelRequest {
        input: input.to_vec(),
        tools,
        ..ModelRequest::default()
    };
    ask_of(&DemoModel::new().beside_widgets(), request)
}

#[test]
fn a_task_is_told_in_words_unless_its_row_is_shown() {
    let mut chat = home();
    chat.say("list");
    chat.input.push(InputItem::text(Role::User, "show task 2"));
    // Nothing finds it, or something else: "task 2" may be in a title, too.
    let told = "Task 2, “Gym” — open.";
    let tools: Vec<ToolSpec> = specs().iter().take(5).cloned().collect();
    assert_eq!(answer(&chat.input, tools.into()).text(), told);
    chat.tools
        .call("add_task", &json!({"title": "Slides of task 2"}));
    let call = answer(&chat.input, specs());
    chat.run(&call.tool_calls().cloned().collect::<Vec<_>>());
    assert_eq!(answer(&chat.input, specs()).text(), told);
}

#[test]
fn calls_that_come_one_by_one_are_asked_about_in_words() {
    let mut input = vec![InputItem::text(Role::User, "delete 2 and 5")];
    let mut tools = Chat::with(HOME).tools;
    for _ in 0..2 {
        let response = one_by_one(&input);
        let calls: Vec<_> = response.tool_calls().cloned().collect();
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].name, "find_task");
        let arguments = serde_json::from_str(&calls[0].arguments).unwrap();
        input.push(InputItem::ToolCall {
            call_id: calls[0].call_id.clone(),
            name: calls[0].name.clone(),
            arguments: calls[0].arguments.clone(),
        });
        input.push(InputItem::ToolOutput {
            call_id: calls[0].call_id.clone(),
            output: tools.call("find_task", &arguments).to_string(),
        });
    }
    let text = one_by_one(&input).text();
    assert!(text.starts_with("Shall I delete these 2 tasks?"), "{text}");
}

fn one_by_one(input: &[InputItem]) -> ModelResponse {
    let request = ModelRequest {
        input: input.to_vec(),
        tools: specs(),
        parallel_tool_calls: Some(false),
        ..ModelRequest::default()
    };
    ask_of(&DemoModel::new().beside_widgets(), request)
}

#[test]
fn only_where_it_is_asked_are_there_confirmations() {
    let says = |model: &DemoModel, tool: &str, arguments: &Value, message: &str| {
        let output =
            json!({"error": {"code": "approval_required", "message": "Ask.", "hint": "Wait."}});
        let input = vec![
            InputItem::text(Role::User, message),
            InputItem::ToolCall {
                call_id: "x".to_owned(),
                name: tool.to_owned(),
                arguments: arguments.to_string(),
            },
            InputItem::ToolOutput {
                call_id: "x".to_owned(),
                output: output.to_string(),
            },
        ];
        let request = ModelRequest {
            input,
            tools: specs(),
            ..ModelRequest::default()
        };
        ask_of(model, request).text()
    };
    let (plain, quiet) = (DemoModel::new(), DemoModel::new().beside_widgets());
    let asking = DemoModel::new().with_approvals();
    let arguments = json!({"title": "gym"});
    assert_eq!(
        says(&asking, "delete_task", &arguments, "delete gym"),
        "Please confirm above, and I'll delete this task."
    );
    assert_eq!(
        says(&plain, "delete_task", &arguments, "delete gym"),
        "I could not delete “gym”: Ask."
    );
    assert_eq!(
        says(&quiet, "delete_task", &arguments, "delete gym"),
        "Please confirm above, and I'll delete this task."
    );
    assert_eq!(
        says(&quiet, "complete_task", &arguments, "complete gym"),
        "Please confirm above, and I'll mark this task as done."
    );
}

#[test]
fn a_pace_is_kept_beside_widgets() {
    let pace = std::time::Duration::from_millis(1);
    let one = DemoModel::new().with_pace(pace).beside_widgets();
    let other = DemoModel::new().beside_widgets().with_pace(pace);
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
    assert!(format!("{one:?}").contains("1ms"));
}
