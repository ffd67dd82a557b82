//! What the assistant says of itself.

use crate::request::Talk;

const CONNECT: &str = "To connect a real model, set OPENAI_API_KEY or OPENROUTER_API_KEY, or OPENAI_BASE_URL for \
any compatible server (Ollama, vLLM, llama.cpp), and restart.";

const HELP: &str = "I can keep your tasks. For example:\n\n\
- add buy milk tomorrow at 5, high priority\n\
- remind me to pay rent every month\n\
- what do I have today? · what is overdue? · list done tasks\n\
- mark milk as done · complete 3 and 5 · reopen task 3\n\
- move the gym task to friday · rename milk to oat milk · make task 3 urgent\n\
- delete the gym task · delete all completed tasks\n\n\
Several things in one message are fine.";

/// Returns the answer to talk.
pub(crate) fn talk(talk: Talk) -> String {
    match talk {
        Talk::Greeting => {
            "Hello! What needs doing? You can say “add buy milk tomorrow at 5”, or ask “what do I have today?”".to_owned()
        }
        Talk::Thanks => "You are welcome.".to_owned(),
        Talk::Farewell => "Goodbye. Your tasks stay where they are.".to_owned(),
        Talk::Acknowledged => "All right. Is there anything to add, show or change?".to_owned(),
        Talk::NothingAsked => "I have not asked anything. What should I add, show or change?".to_owned(),
        Talk::Help => HELP.to_owned(),
        Talk::WhoAreYou => format!(
            "I am the demo assistant built into TaskPilot. I work by rules, not by a language model, so I understand \
             plain requests about your tasks and little else. {CONNECT}"
        ),
        Talk::Connect => CONNECT.to_owned(),
    }
}

/// Says that a question is not about tasks.
pub(crate) fn off_topic() -> String {
    "I am the built-in demo assistant and work by rules: I can only help with your tasks. Say “help” for examples, \
     or connect a real model (set OPENAI_API_KEY, OPENROUTER_API_KEY or OPENAI_BASE_URL)."
        .to_owned()
}

/// Says that words were not understood.
pub(crate) fn unclear(words: &str) -> String {
    if words.trim().is_empty() {
        return "I can read text only, and there is none. Say “help” for examples.".to_owned();
    }
    let short: String = words.chars().take(100).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    let words = super::plain(&short);
    format!(
        "I did not understand “{words}{more}”, so nothing was done for it. Say “add …” to make it a task, or “help” for examples."
    )
}

/// Says that there is no undoing by word.
pub(crate) fn no_undo() -> String {
    "I have no tool to undo with. Use the Undo button beside the change, or send its undo token to \
     `POST /api/{user_id}/undo`."
        .to_owned()
}

/// Says that a tool is missing.
pub(crate) fn no_tool(name: &str) -> String {
    format!(
        "I cannot do that here: the tool {} is not available, so nothing was done.",
        super::plain(name)
    )
}
