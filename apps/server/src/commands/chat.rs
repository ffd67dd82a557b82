//! The assistant in a terminal: a prompt with line editing, or lines from a pipe.

mod painter;

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use futures_util::StreamExt as _;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};
use taskpilot_assistant::{
    ApprovalDecision, ApprovalRequired, Assistant, AssistantOptions, TurnContext, TurnError,
    TurnEvent, TurnRequest, TurnStream,
};
use taskpilot_context::SystemClock;
use taskpilot_conversations::{ConversationError, ConversationId};
use taskpilot_tasks::{TaskService, UndoToken};

use self::painter::{Painter, printable};
use super::zone;
use crate::cli::ChatArgs;
use crate::product::Product;
use crate::telemetry::cause;

/// Talks until the input ends.
///
/// # Errors
/// The database cannot be opened, or (with a pipe or an argument) an answer failed.
pub async fn chat(arguments: ChatArgs) -> anyhow::Result<()> {
    let model = arguments.model.choose()?;
    let database = arguments.database.open()?;
    database.migrate().await?;
    let product = Product::new(&database, Arc::new(SystemClock));
    let options = AssistantOptions {
        daily_limits: arguments.limits.limits(),
        ..AssistantOptions::default()
    };
    let assistant = product.assistant(model.build()?, options);
    let mut chat = Chat {
        assistant: assistant.clone(),
        context: TurnContext {
            user: arguments.user,
            zone: zone::of(arguments.time_zone.as_deref())?,
            locale: None,
        },
        conversation: arguments.conversation.map(ConversationId::new),
        tasks: product.tasks.clone(),
        is_attended: std::io::stdin().is_terminal(),
        undo: Vec::new(),
    };
    let result = if !arguments.message.is_empty() {
        chat.say(&arguments.message.join(" ")).await
    } else if std::io::stdin().is_terminal() {
        let history = arguments.database.data_dir().join("chat-history");
        chat.prompt(&model.describe(), history).await
    } else {
        chat.pipe().await
    };
    assistant.shut_down(std::time::Duration::ZERO).await;
    database.close().await;
    result
}

struct Chat {
    assistant: Assistant,
    context: TurnContext,
    conversation: Option<ConversationId>,
    tasks: TaskService,
    /// Whether somebody can be asked.
    is_attended: bool,
    /// What undoes the changes of the last turn, latest last.
    undo: Vec<UndoToken>,
}

impl Chat {
    /// Reads lines with editing and history until Ctrl-D.
    async fn prompt(&mut self, model: &str, history: PathBuf) -> anyhow::Result<()> {
        writeln!(
            std::io::stdout(),
            "TaskPilot. Answers come from {model}.\nSay what to do, such as: add milk tomorrow at 5. /undo takes the last changes back, Ctrl-D ends.\n"
        )?;
        let mut editor = Some(editor(&history)?);
        loop {
            let (line, back) = read_line(editor.take()).await?;
            editor = Some(back);
            match line {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => self.say_or_interrupt(&line).await?,
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => break,
                Err(error) => return Err(error.into()),
            }
        }
        if let Some(mut editor) = editor {
            // A history that cannot be kept is no reason to fail.
            if let Err(error) = editor.save_history(&history) {
                tracing::debug!(error = cause(&error), "no history kept");
            }
        }
        Ok(())
    }

    /// Answers; Ctrl-C stops the answer, not the program.
    async fn say_or_interrupt(&mut self, line: &str) -> anyhow::Result<()> {
        tokio::select! {
            result = self.say(line) => {
                if let Err(error) = result {
                    writeln!(std::io::stdout(), "{error}\n")?;
                }
            }
            signal = tokio::signal::ctrl_c() => {
                signal?;
                writeln!(std::io::stdout(), "\n(stopped)\n")?;
            }
        }
        Ok(())
    }

    /// Answers each line of standard input.
    async fn pipe(&mut self) -> anyhow::Result<()> {
        let lines: Vec<String> = tokio::task::spawn_blocking(|| {
            std::io::stdin().lock().lines().collect::<Result<_, _>>()
        })
        .await??;
        for line in lines.iter().filter(|line| !line.trim().is_empty()) {
            self.say(line).await?;
        }
        Ok(())
    }

    /// Undoes the changes of the last turn, latest first; saying it again does them again.
    async fn take_back(&mut self) -> anyhow::Result<()> {
        let tokens = std::mem::take(&mut self.undo);
        if tokens.is_empty() {
            writeln!(std::io::stdout(), "The last answer changed nothing.\n")?;
            return Ok(());
        }
        for token in tokens.iter().rev() {
            let undone = self.tasks.undo(&self.context.user, token).await?;
            for task in &undone.restored {
                writeln!(
                    std::io::stdout(),
                    "↶ “{}” is as it was.",
                    printable(&task.title)
                )?;
            }
            for id in &undone.removed {
                writeln!(std::io::stdout(), "↶ Task {id} is gone again.")?;
            }
            self.undo.extend(undone.undo);
        }
        writeln!(std::io::stdout())?;
        Ok(())
    }

    async fn say(&mut self, message: &str) -> anyhow::Result<()> {
        if message.trim() == "/undo" {
            return self.take_back().await;
        }
        let request = TurnRequest {
            conversation: self.conversation,
            message: message.to_owned(),
            idempotency_key: None,
        };
        let mut turn = self
            .assistant
            .start_turn(self.context.clone(), request)
            .await
            .map_err(explain)?;
        self.conversation = Some(turn.conversation().id);
        self.undo.clear();
        while let Some(required) = self.show(turn).await? {
            let decision = self.ask(&required).await?;
            let place = (required.conversation, required.id.as_str());
            let context = self.context.clone();
            turn = self.assistant.decide(context, place, &decision).await?;
        }
        Ok(())
    }

    /// Shows a turn; returns what it waits for, if anything.
    async fn show(&mut self, mut turn: TurnStream) -> anyhow::Result<Option<ApprovalRequired>> {
        let mut painter = Painter::new();
        let (mut failure, mut required) = (None, None);
        while let Some(event) = turn.next().await {
            match &event {
                TurnEvent::Failed(failed) => failure = Some(failed.message.clone()),
                TurnEvent::ApprovalRequired(asked) => required = Some((**asked).clone()),
                TurnEvent::ToolResult { result, .. } => self.undo.extend(undo_token(result)),
                _ => {}
            }
            painter.paint(&event)?;
        }
        painter.finish()?;
        failure.map_or(Ok(required), |message| Err(anyhow::anyhow!(message)))
    }

    /// Asks the person; where there is nobody to ask, the answer is no.
    async fn ask(&self, required: &ApprovalRequired) -> anyhow::Result<ApprovalDecision> {
        let mut out = std::io::stdout();
        writeln!(out, "This needs your approval:")?;
        for action in &required.actions {
            let text = printable(&action.text);
            match action.task_id {
                Some(id) => writeln!(out, "  {text} (task {id})")?,
                None => writeln!(out, "  {text}")?,
            }
        }
        if !required.takes_always() {
            writeln!(
                out,
                "You did not ask for this in your own words. It may come from the text of a task."
            )?;
        }
        if !self.is_attended {
            writeln!(out, "Nobody is here to ask, so it is rejected.\n")?;
            return Ok(ApprovalDecision::Reject(Some(
                "Nobody was there to approve it.".to_owned(),
            )));
        }
        let always = if required.takes_always() {
            " [a]lways,"
        } else {
            ""
        };
        write!(out, "Do it? [y]es,{always} or say why not: ")?;
        out.flush()?;
        let line = tokio::task::spawn_blocking(|| {
            let mut line = String::new();
            std::io::stdin().lock().read_line(&mut line).map(|_| line)
        });
        Ok(answer(&line.await??, required.takes_always()))
    }
}

/// Reads the answer to a question: what is no yes is a no, and a reason if it is more than that. "Always" is a yes to
/// what is asked each time.
fn answer(line: &str, takes_always: bool) -> ApprovalDecision {
    match line.trim().to_lowercase().as_str() {
        "a" | "always" if takes_always => ApprovalDecision::Always,
        "y" | "yes" | "a" | "always" => ApprovalDecision::Approve,
        "" | "n" | "no" => ApprovalDecision::Reject(None),
        _ => ApprovalDecision::Reject(Some(line.trim().to_owned())),
    }
}

fn undo_token(result: &serde_json::Value) -> Option<UndoToken> {
    let token = result.get("undo_token")?.as_str()?;
    Some(UndoToken::from_text(token))
}

fn explain(error: TurnError) -> anyhow::Error {
    match error {
        TurnError::Conversation(
            error @ (ConversationError::NotFound(_) | ConversationError::Invalid(_)),
        ) => {
            anyhow::anyhow!("{error}")
        }
        error => error.into(),
    }
}

type LineEditor = Editor<(), FileHistory>;

fn editor(history: &PathBuf) -> anyhow::Result<LineEditor> {
    let config = Config::builder()
        .max_history_size(1_000)?
        .auto_add_history(true)
        .build();
    let mut editor = LineEditor::with_config(config)?;
    if history.exists() {
        editor.load_history(history)?;
    }
    Ok(editor)
}

/// Waits for a line on a thread that may block, and hands the editor back.
async fn read_line(
    editor: Option<LineEditor>,
) -> anyhow::Result<(Result<String, ReadlineError>, LineEditor)> {
    let mut editor = editor.context("the line editor is in use")?;
    let task = tokio::task::spawn_blocking(move || (editor.readline("you> "), editor));
    Ok(task.await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_yes_is_a_no() {
        let asked = |line: &str| answer(line, true);
        assert_eq!(asked("Yes\n"), ApprovalDecision::Approve);
        assert_eq!(asked("a"), ApprovalDecision::Always);
        assert_eq!(answer("a", false), ApprovalDecision::Approve);
        assert_eq!(asked("\n"), ApprovalDecision::Reject(None));
        assert_eq!(asked("n"), ApprovalDecision::Reject(None));
        let why = ApprovalDecision::Reject(Some("only milk".to_owned()));
        assert_eq!(asked(" only milk\n"), why);
    }
}
