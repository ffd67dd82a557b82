//! The six tools over a vector, answering in the shapes of `taskpilot-mcp-tools`.

use jiff::Zoned;
use serde_json::{Map, Value, json};
use taskpilot_tasks::{fold, when};

#[derive(Debug, Clone)]
pub(super) struct FakeTask {
    pub(super) id: i64,
    pub(super) title: String,
    pub(super) completed: bool,
    pub(super) fields: Map<String, Value>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct FakeTools {
    pub(super) tasks: Vec<FakeTask>,
    /// How many deletions the turn has asked for, where more than one waits for a click.
    pub(super) deletions: Option<usize>,
    last_id: i64,
}

#[rustfmt::skip]
const ADD: &[&str] = &[
    "title", "description", "due", "priority", "list", "tags", "recurrence",
];
#[rustfmt::skip]
const LIST: &[&str] = &[
    "status", "priority", "tag", "list", "text", "due", "sort", "order", "limit", "cursor",
];
#[rustfmt::skip]
const UPDATE: &[&str] = &[
    "task_id", "current_title", "title", "description", "due", "priority", "list", "tags",
    "recurrence", "clear",
];

fn now() -> Zoned {
    "2026-11-21T12:00[Europe/Berlin]".parse().unwrap()
}

fn due_text(phrase: &str) -> Option<String> {
    let due = when::parse(phrase, &now()).ok()?.due?;
    Some(when::describe(&due, &now()))
}

impl FakeTools {
    pub(super) fn begin_turn(&mut self) {
        self.deletions = self.deletions.map(|_| 0);
    }

    /// Counts a call before those of its round are made.
    pub(super) fn announce(&mut self, name: &str) {
        if name == "delete_task" {
            self.deletions = self.deletions.map(|count| count + 1);
        }
    }

    pub(super) fn call(&mut self, name: &str, arguments: &Value) -> Value {
        let arguments = arguments.as_object().expect("arguments are an object");
        let allowed = match name {
            "add_task" => ADD,
            "list_tasks" => LIST,
            "update_task" => UPDATE,
            "complete_task" => &["task_id", "title", "completed"],
            "delete_task" => &["task_id", "title"],
            "find_task" => &["name", "status"],
            other => panic!("no tool {other}"),
        };
        let unknown: Vec<_> = arguments
            .keys()
            .filter(|key| !allowed.contains(&key.as_str()))
            .collect();
        assert!(unknown.is_empty(), "{name} does not take {unknown:?}");
        self.answer(name, arguments)
            .unwrap_or_else(|fault| json!({ "error": fault }))
    }

    fn answer(&mut self, name: &str, arguments: &Map<String, Value>) -> Result<Value, Value> {
        match name {
            "add_task" => self.add(arguments),
            "list_tasks" => Ok(self.list(arguments)),
            "complete_task" => self.complete(arguments),
            "delete_task" => {
                let index = self.index(arguments, "title")?;
                if self.deletions.is_some_and(|count| count > 1) {
                    return Err(
                        json!({"code": "approval_required", "message": "The app asks.", "hint": "Wait."}),
                    );
                }
                let task = self.tasks.remove(index);
                Ok(changed("deleted", &task))
            }
            "update_task" => self.update(arguments),
            _ => Ok(self.find(text(arguments, "name"))),
        }
    }

    fn add(&mut self, arguments: &Map<String, Value>) -> Result<Value, Value> {
        let title = text(arguments, "title");
        if title.trim().is_empty() || title.chars().count() > 200 {
            return Err(
                json!({"code": "invalid", "message": "Invalid arguments: title: must have 1 to 200 characters."}),
            );
        }
        check_date(arguments)?;
        self.last_id += 1;
        let task = FakeTask {
            id: self.last_id,
            title: title.to_owned(),
            completed: false,
            fields: arguments.clone(),
        };
        self.tasks.push(task.clone());
        Ok(changed("created", &task))
    }

    fn complete(&mut self, arguments: &Map<String, Value>) -> Result<Value, Value> {
        let index = self.index(arguments, "title")?;
        let completed = arguments
            .get("completed")
            .and_then(Value::as_bool)
            .unwrap_or(true);
        let task = &mut self.tasks[index];
        let status = match (task.completed == completed, completed) {
            (true, _) => "unchanged",
            (false, true) => "completed",
            (false, false) => "reopened",
        };
        task.completed = completed;
        let mut answer = changed(status, task);
        if completed && task.fields.contains_key("recurrence") {
            answer["next_due_text"] = json!("Mon 30 Nov, 09:00");
        }
        Ok(answer)
    }

    fn update(&mut self, arguments: &Map<String, Value>) -> Result<Value, Value> {
        check_date(arguments)?;
        let index = self.index(arguments, "current_title")?;
        let task = &mut self.tasks[index];
        for (key, value) in arguments {
            match key.as_str() {
                "task_id" | "current_title" => {}
                "title" => task.title = value.as_str().unwrap().to_owned(),
                "clear" => {
                    for field in value.as_array().unwrap() {
                        task.fields.remove(field.as_str().unwrap());
                    }
                }
                _ => {
                    task.fields.insert(key.clone(), value.clone());
                }
            }
        }
        Ok(changed("updated", task))
    }

    fn list(&self, arguments: &Map<String, Value>) -> Value {
        let status = text(arguments, "status");
        let field = |task: &FakeTask, key: &str| {
            let wanted = text(arguments, key);
            wanted.is_empty() || fold(text(&task.fields, key)) == fold(wanted)
        };
        let takes = |task: &&FakeTask| {
            let tag = text(arguments, "tag");
            let tagged = tag.is_empty()
                || task
                    .fields
                    .get("tags")
                    .is_some_and(|tags| tags.as_array().unwrap().contains(&json!(tag)));
            let due = text(arguments, "due");
            let dated = due.is_empty()
                || due_text(text(&task.fields, "due")).map(|text| text[..4].to_owned())
                    == due_text(due).map(|text| text[..4].to_owned());
            tagged
                && dated
                && field(task, "list")
                && field(task, "priority")
                && fold(&task.title).contains(&fold(text(arguments, "text")))
        };
        let all: Vec<&FakeTask> = self.tasks.iter().filter(takes).collect();
        let of = |done: bool| all.iter().filter(|task| task.completed == done).count();
        let (pending, completed) = (of(false), of(true));
        let shown = all.iter().filter(|task| {
            status == "all" || status.is_empty() || task.completed == (status == "completed")
        });
        let limit =
            usize::try_from(arguments.get("limit").and_then(Value::as_u64).unwrap_or(20)).unwrap();
        let total = shown.clone().count();
        let rows: Vec<Value> = shown.take(limit).map(|task| view(task)).collect();
        json!({"tasks": rows, "total": total, "pending": pending, "completed": completed, "has_more": total > limit})
    }

    fn find(&self, name: &str) -> Value {
        let fitting = self.fitting(name);
        let number = name.trim_start_matches("task ").parse::<i64>().ok();
        match fitting.as_slice() {
            [] => {
                let numbered = self.tasks.iter().find(|task| Some(task.id) == number);
                numbered.map_or_else(|| self.no_match(name), |task| found("exact", task))
            }
            [only] => found("partial", only),
            several => {
                let candidates: Vec<Value> = several.iter().map(|task| candidate(task)).collect();
                json!({"match": "several", "candidates": candidates, "message": "several"})
            }
        }
    }

    fn no_match(&self, name: &str) -> Value {
        let close = self.close(name);
        let matched = if close.is_empty() { "none" } else { "close" };
        json!({"match": matched, "candidates": close, "message": "no"})
    }

    fn fitting(&self, name: &str) -> Vec<&FakeTask> {
        let exact: Vec<&FakeTask> = self
            .tasks
            .iter()
            .filter(|task| fold(&task.title) == fold(name))
            .collect();
        if exact.len() == 1 {
            return exact;
        }
        self.tasks
            .iter()
            .filter(|task| fold(&task.title).contains(&fold(name)))
            .collect()
    }

    /// Titles that share their first two letters with the name.
    fn close(&self, name: &str) -> Vec<Value> {
        let start: String = fold(name).chars().take(2).collect();
        self.tasks
            .iter()
            .filter(|task| fold(&task.title).starts_with(&start))
            .map(candidate)
            .collect()
    }

    fn index(&self, arguments: &Map<String, Value>, key: &str) -> Result<usize, Value> {
        let position = |id: i64| self.tasks.iter().position(|task| task.id == id);
        if let Some(id) = arguments.get("task_id") {
            let id = id.as_i64().unwrap();
            return position(id).ok_or_else(
                || json!({"code": "not_found", "message": format!("There is no task {id}.")}),
            );
        }
        let name = text(arguments, key);
        assert!(!name.is_empty(), "neither task_id nor {key}");
        match self.fitting(name).as_slice() {
            [only] => Ok(position(only.id).unwrap()),
            [] => {
                Err(json!({"code": "not_found", "message": "none", "candidates": self.close(name)}))
            }
            several => {
                let candidates: Vec<Value> = several.iter().map(|task| candidate(task)).collect();
                Err(json!({"code": "ambiguous", "message": "several", "candidates": candidates}))
            }
        }
    }
}

fn check_date(arguments: &Map<String, Value>) -> Result<(), Value> {
    for key in ["due", "recurrence"] {
        let phrase = text(arguments, key);
        if !phrase.is_empty() && when::parse(phrase, &now()).is_err() {
            return Err(
                json!({"code": "invalid", "message": format!("Invalid arguments: {key}: '{phrase}' is not understood as a date.")}),
            );
        }
    }
    Ok(())
}

fn text<'a>(map: &'a Map<String, Value>, key: &str) -> &'a str {
    map.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn view(task: &FakeTask) -> Value {
    let mut view = json!({"id": task.id, "title": task.title, "completed": task.completed, "priority": "none", "tags": []});
    for (key, value) in &task.fields {
        match key.as_str() {
            "due" => view["due_text"] = json!(due_text(value.as_str().unwrap())),
            "recurrence" => {
                view["recurrence"] = json!({"rule": "FREQ=WEEKLY", "basis": "schedule"});
                if let Some(text) = due_text(value.as_str().unwrap()) {
                    view["due_text"] = json!(text);
                }
            }
            "title" => {}
            _ => view[key] = value.clone(),
        }
    }
    view
}

fn changed(status: &str, task: &FakeTask) -> Value {
    let mut view = view(task);
    let due = view.as_object_mut().unwrap().remove("due_text");
    let mut answer = json!({"task_id": task.id, "status": status, "title": task.title, "task": view, "undo_token": "u"});
    if let Some(due) = due {
        answer["due_text"] = due;
    }
    if let Some(repeat) = task.fields.get("recurrence") {
        answer["recurrence_text"] = repeat.clone();
    }
    answer
}

fn found(matched: &str, task: &FakeTask) -> Value {
    json!({"match": matched, "task": view(task), "candidates": [], "message": "found"})
}

fn candidate(task: &FakeTask) -> Value {
    let mut candidate =
        json!({"task_id": task.id, "title": task.title, "completed": task.completed});
    if let Some(due) = due_text(text(&task.fields, "due")) {
        candidate["due_text"] = json!(due);
    }
    candidate
}
