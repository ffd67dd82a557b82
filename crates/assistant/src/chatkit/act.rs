//! Does what was clicked in a widget. The answer is the widget as it is then.

use jiff::Zoned;
use serde_json::{Map, Value, json};
use taskpilot_chatkit::widget::WidgetAction;
use taskpilot_chatkit::{RequestError, ThreadItem, Turn, WidgetItem};
use taskpilot_conversations::{
    AssistantMessage, MessageId, MessageStatus, ToolCall, ToolCallStatus, Usage,
};
use taskpilot_mcp_tools::{FaultCode, ToolCaller, ToolFault};
use taskpilot_tasks::{TaskError, TaskId, UndoToken};

use super::action::{self, Choose, Mark, One, Undo};
use super::context::ChatContext;
use super::server::ChatKitAssistant;
use super::show::{Change, List, Row};
use super::widget::{self, Note};

/// What came of a click.
pub(super) struct Acted {
    /// The widget as it is now.
    pub(super) widget: WidgetItem,
    /// What the page around the chat is told, if something changed.
    pub(super) effect: Option<Map<String, Value>>,
}

/// One click: who, where, and on what.
pub(super) struct Click<'a> {
    pub(super) assistant: &'a ChatKitAssistant,
    pub(super) turn: &'a Turn<ChatContext>,
    pub(super) sender: Option<&'a ThreadItem>,
}

impl Click<'_> {
    /// Does an action of this assistant's widgets.
    pub(super) async fn act(&self, action: &WidgetAction) -> Result<Acted, RequestError> {
        let unknown = || {
            RequestError::Unsupported(format!(
                "this server does not know the action {:?} with such a payload",
                action.name()
            ))
        };
        match action.name() {
            action::UNDO => self.undo(action::read(action).ok_or_else(unknown)?).await,
            action::MARK => self.mark(action::read(action).ok_or_else(unknown)?).await,
            action::DELETE => self.delete(action::read(action).ok_or_else(unknown)?).await,
            action::CHOOSE => self.choose(action::read(action).ok_or_else(unknown)?).await,
            _ => Err(unknown()),
        }
    }

    async fn undo(&self, asked: Undo) -> Result<Acted, RequestError> {
        let token = UndoToken::from_text(&asked.token);
        let tasks = &self.assistant.parts.tasks;
        let undone = tasks.undo(&self.context().turn.user, &token).await;
        let undone = undone.map_err(refused)?;
        let undo = |ids| {
            undone.undo.as_ref().map(|token| Undo {
                token: token.as_str().to_owned(),
                text: asked.text.clone(),
                again: !asked.again,
                ids,
            })
        };
        let widget = if let Some(ids) = asked.ids.clone() {
            let text = if asked.again {
                "Done again."
            } else {
                "Undone."
            };
            let note = Note {
                text: text.to_owned(),
                undo: undo(Some(ids.clone())),
            };
            self.list((&ids, 0), Some(&note)).await?
        } else {
            let text = asked
                .text
                .clone()
                .unwrap_or_else(|| "the change".to_owned());
            widget::line(&text, undo(None).as_ref())
        };
        let restored = undone.restored.iter().map(|task| task.id.get());
        let ids = restored.chain(undone.removed.iter().map(|id| id.get()));
        Ok(Acted {
            widget,
            effect: Some(effect("undone", &ids.collect::<Vec<_>>())),
        })
    }

    async fn mark(&self, asked: Mark) -> Result<Acted, RequestError> {
        let arguments = json!({"task_id": asked.id, "completed": asked.done});
        self.change_in_list("complete_task", arguments, asked.id)
            .await
    }

    async fn delete(&self, asked: One) -> Result<Acted, RequestError> {
        self.change_in_list("delete_task", json!({"task_id": asked.id}), asked.id)
            .await
    }

    /// Changes a task of a list, and shows the list again.
    async fn change_in_list(
        &self,
        tool: &str,
        arguments: Value,
        id: i64,
    ) -> Result<Acted, RequestError> {
        let result = self.call(tool, arguments).await?;
        let change = Change::read(&result);
        let (mut ids, more) = self.listed();
        if ids.is_empty() {
            ids.push(id);
        }
        let note = change.as_ref().map(|change| Note {
            text: change.text(),
            undo: change.undo_token.as_ref().map(|token| Undo {
                token: token.clone(),
                text: Some(change.text()),
                again: false,
                ids: Some(ids.clone()),
            }),
        });
        Ok(Acted {
            widget: self.list((&ids, more), note.as_ref()).await?,
            effect: change.map(|change| change.effect()),
        })
    }

    async fn choose(&self, asked: Choose) -> Result<Acted, RequestError> {
        let may_choose = ["complete_task", "delete_task", "update_task"];
        if !may_choose.contains(&asked.tool.as_str()) {
            let message = format!("{:?} is nothing to choose a task for", asked.tool);
            return Err(RequestError::Unsupported(message));
        }
        let result = self.call(&asked.tool, asked.arguments.clone()).await?;
        let change = Change::read(&result);
        let call = told(0, &asked.tool, &asked.arguments, result);
        self.record(asked.message, vec![call]).await;
        let widget = match &change {
            Some(change) => widget::change(change),
            None => widget::line("It is that way already; nothing was changed.", None),
        };
        Ok(Acted {
            widget,
            effect: change.map(|change| change.effect()),
        })
    }

    /// Stores what was done as the assistant's, so that the model knows of it; a click is done even if this fails.
    async fn record(&self, message: Option<i64>, calls: Vec<ToolCall>) {
        let context = self.context();
        let thread = self.turn.thread().id;
        let (Some(message), Some(conversation)) = (message, context.conversation(&thread)) else {
            return;
        };
        let (threads, user) = (&self.assistant.parts.threads, &context.turn.user);
        let message = MessageId::new(message);
        let is_there = threads.turn(user, (conversation, message), 0).await.is_ok();
        if !is_there {
            return;
        }
        let reply = AssistantMessage {
            reply_to: message,
            content: super::show::summary(&calls),
            tool_calls: calls,
            status: MessageStatus::Completed,
            error_code: None,
            usage: Usage::default(),
        };
        let stored = threads
            .store_reply(user, (conversation, None), &reply, None)
            .await;
        if let Err(error) = stored {
            let error = crate::error::cause(&error);
            tracing::warn!(error, "the model will not know what was clicked");
        }
    }

    async fn call(&self, tool: &str, arguments: Value) -> Result<Value, RequestError> {
        let context = &self.context().turn;
        let caller = ToolCaller {
            user: context.user.clone(),
            zone: context.zone.clone(),
        };
        let answer = self.assistant.tools().call(&caller, tool, arguments).await;
        answer.map_err(faulty)
    }

    /// Returns the tasks of the list that was clicked in, and how many more there were.
    fn listed(&self) -> (Vec<i64>, i64) {
        let item = self
            .sender
            .and_then(|sender| sender.read::<WidgetItem>().ok().flatten());
        let widget: Value = item
            .and_then(|item| serde_json::from_str(item.widget.json()).ok())
            .unwrap_or_default();
        let rows = widget.get("children").and_then(Value::as_array);
        let keys = rows
            .into_iter()
            .flatten()
            .filter_map(|row| row.get("key")?.as_str());
        let (mut ids, mut more) = (Vec::new(), 0);
        for key in keys {
            if let Some(id) = key.strip_prefix(widget::TASK_KEY) {
                ids.extend(id.parse::<i64>());
            } else if let Some(count) = key.strip_prefix(widget::MORE_KEY) {
                more = count.parse().unwrap_or(0);
            }
        }
        (ids, more)
    }

    /// Shows tasks as they are now; those that are gone are left out.
    async fn list(
        &self,
        (ids, more): (&[i64], i64),
        note: Option<&Note>,
    ) -> Result<WidgetItem, RequestError> {
        let context = &self.context().turn;
        let ids: Vec<TaskId> = ids.iter().copied().map(TaskId::new).collect();
        let tasks = self
            .assistant
            .parts
            .tasks
            .get_many(&context.user, &ids)
            .await;
        let now = self.assistant.parts.clock.now();
        let zoned: Zoned = now.to_zoned(context.zone.clone());
        let rows = tasks.map_err(refused)?;
        let rows = rows.iter().map(|task| Row::of(task, &zoned)).collect();
        Ok(widget::list(&List::of(rows, more), note, now))
    }

    fn context(&self) -> &ChatContext {
        self.turn.context()
    }
}

fn told(at: usize, tool: &str, arguments: &Value, result: Value) -> ToolCall {
    ToolCall {
        id: format!("click_{at}"),
        name: tool.to_owned(),
        arguments: arguments.to_string(),
        result,
        status: ToolCallStatus::Completed,
        round: 1,
    }
}

fn effect(status: &str, ids: &[i64]) -> Map<String, Value> {
    let mut data = Map::new();
    data.insert("status".into(), json!(status));
    data.insert("task_ids".into(), json!(ids));
    data
}

fn faulty(fault: ToolFault) -> RequestError {
    match fault.code {
        FaultCode::Unavailable => RequestError::Store(fault.into()),
        FaultCode::Internal => RequestError::Handler(fault.into()),
        _ => RequestError::Conflict(fault.message),
    }
}

/// Says why a change could not be made, as a person would.
fn refused(error: TaskError) -> RequestError {
    let message = match error {
        TaskError::NotFound(_) => "This task is gone.".to_owned(),
        TaskError::UnknownUndo => "This can no longer be undone.".to_owned(),
        TaskError::UndoSpent => "This was undone already.".to_owned(),
        TaskError::UndoOutdated(_) => {
            "The task was changed since, so this can no longer be undone.".to_owned()
        }
        TaskError::Conflict { .. } => {
            "The task was changed by somebody else at the same moment. Try again.".to_owned()
        }
        TaskError::TooManyTasks(limit) => {
            format!("There are already {limit} tasks, and no more are allowed.")
        }
        error => return RequestError::Store(error.into()),
    };
    RequestError::Conflict(message)
}
