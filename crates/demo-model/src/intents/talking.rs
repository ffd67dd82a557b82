//! Greetings, thanks, questions about the assistant.

use crate::lexicon::{NO, YES};
use crate::request::{Request, Talk};
use crate::text::Phrase;

pub(super) fn read(phrase: Phrase<'_>) -> Option<Request> {
    let rest = phrase.trim_marks();
    let words: Vec<&str> = rest
        .words()
        .filter(|word| !word.is_empty() && *word != "," && *word != "!")
        .collect();
    let said = words.join(" ");
    if is_undo(&said) {
        return Some(Request::Undo);
    }
    let said = said
        .strip_prefix("hi ")
        .or_else(|| said.strip_prefix("hey "))
        .unwrap_or(&said);
    let talk = greeting(said)
        .or_else(|| about_itself(said))
        .or_else(|| help(said))?;
    Some(Request::Talk(talk))
}

fn is_undo(said: &str) -> bool {
    #[rustfmt::skip]
    const UNDO: &[&str] = &[
        "undo", "undo that", "undo it", "undo this", "undo the last change", "undo last",
        "undo the last one", "undo the deletion", "undo delete", "undo everything",
        "take that back", "take it back", "revert", "revert that", "revert it", "bring it back",
        "bring that back", "bring them back", "restore it", "restore that", "restore them",
        "undelete it", "undelete", "that was a mistake", "undo my last change",
        "i didn't mean that", "i didn't mean to do that", "put it back",
    ];
    UNDO.contains(&said)
}

fn greeting(said: &str) -> Option<Talk> {
    Some(match said {
        "hi" | "hello" | "hey" | "yo" | "hello there" | "there" | "hi there" | "hey there"
        | "good morning" | "good afternoon" | "good evening" | "morning" | "greetings" | "hiya"
        | "howdy" | "how are you" | "how are you doing" | "how's it going" | "what's up"
        | "whats up" | "sup" | "how do you do" | "nice to meet you" | "salam"
        | "assalamualaikum" | "hola" | "hallo" | "hello how are you" => Talk::Greeting,
        "thanks"
        | "thank you"
        | "thx"
        | "ty"
        | "cheers"
        | "thanks a lot"
        | "thank you so much"
        | "thank you very much"
        | "many thanks"
        | "much appreciated"
        | "great thanks"
        | "ok thanks"
        | "perfect thanks"
        | "thanks so much"
        | "awesome thanks"
        | "okay thanks"
        | "ok thank you"
        | "great thank you" => Talk::Thanks,
        "bye" | "goodbye" | "good bye" | "see you" | "see you later" | "good night" | "cya"
        | "later" | "that's all" | "that is all" | "that's it" | "exit" | "quit" => Talk::Farewell,
        "ok" | "okay" | "great" | "cool" | "nice" | "perfect" | "good" | "awesome" | "got it"
        | "alright" | "fine" | "well done" | "good job" | "wow" | "k" | "i see" | "understood"
        | "sounds good" | "very good" | "great job" | "amazing" | "excellent" | "wonderful"
        | "lovely" | "haha" | "lol" => Talk::Acknowledged,
        "never mind" | "forget it" | "no thanks" | "yes please" => Talk::NothingAsked,
        answer if YES.contains(&answer) || NO.contains(&answer) => Talk::NothingAsked,
        _ => return None,
    })
}

fn help(said: &str) -> Option<Talk> {
    #[rustfmt::skip]
    const HELP: &[&str] = &[
        "help", "help me", "i need help", "need help", "can you help me", "can you help",
        "what can you do", "what can you do for me", "what do you do", "what can i do",
        "what can i say", "what can i ask", "what can i ask you", "how does this work",
        "how do you work", "how do i use this", "how do i use you", "commands",
        "what are your commands", "show help", "show commands", "list commands",
        "what do you understand", "examples", "how do i start", "what now", "how do i add a task",
        "how can i add a task", "how do i delete a task", "how do i complete a task",
        "what else can you do", "how can you help me", "how can you help", "?", "instructions",
        "what are you able to do", "tell me what you can do", "features",
    ];
    HELP.contains(&said).then_some(Talk::Help)
}

#[rustfmt::skip]
const WHO: &[&str] = &[
    "who are you", "what are you", "who is this", "what is this", "what's this", "are you a bot",
    "are you a robot", "are you ai", "are you an ai", "are you real", "are you human",
    "are you a human", "are you a person", "are you a real person", "are you chatgpt",
    "are you gpt", "are you gpt-4", "are you claude", "are you an llm", "are you a language model",
    "what model are you", "which model are you", "what llm are you", "what is your name",
    "what's your name", "your name", "who made you", "what model is this", "which model is this",
    "what model do you use", "which model do you use", "what ai are you", "is this ai",
    "is this an ai", "is this a real ai", "are you a real ai", "are you intelligent",
    "what kind of ai are you", "which ai are you", "who am i talking to", "tell me about yourself",
    "introduce yourself", "are you the demo", "is this a demo", "are you a demo",
    "what is taskpilot", "what's taskpilot", "are you smart", "do you use ai", "so what are you",
    "what exactly are you",
];

fn about_itself(said: &str) -> Option<Talk> {
    #[rustfmt::skip]
    const CONNECT: &[&str] = &[
        "connect a", "connect the", "connect an", "connect my", "connect you", "use a real model",
        "use a real ai", "use a better model", "real model", "better model", "change the model",
        "change model", "switch model", "switch the model", "another model", "different model",
        "use gpt", "use openai", "use chatgpt", "use claude", "use ollama", "use openrouter",
        "use llama", "api key", "openai_api_key", "openrouter_api_key", "openai_base_url",
        "set up a model", "set a model", "configure a model",
    ];
    #[rustfmt::skip]
    const ASKS: &[&str] = &[
        "how", "can", "could", "where", "connect", "use", "what",
    ];
    let first = said.split(' ').next().unwrap_or_default();
    if ASKS.contains(&first) && CONNECT.iter().any(|part| said.contains(part)) {
        return Some(Talk::Connect);
    }
    WHO.contains(&said).then_some(Talk::WhoAreYou)
}
