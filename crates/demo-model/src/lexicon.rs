//! The words the rules know.

/// Said before a request; the longer ones first.
#[rustfmt::skip]
pub(crate) const LEADING: &[&str] = &[
    "i would like you to", "i'd like you to", "i want you to", "i need you to", "go ahead and",
    "would you mind", "would you please", "could you please", "can you please", "will you please",
    "can you", "could you", "would you", "will you", "can u", "can we", "could we", "let us",
    "thank you", "by the way", "please", "pls", "plz", "kindly", "hey", "hi", "hello", "ok", "okay",
    "alright", "right", "so", "and", "also", "now", "then", "just", "well", "great", "cool",
    "perfect", "nice", "actually", "um", "uh", "hmm", "oh", "yo", "let's", "lets", "thanks",
    "finally", "but", "next", "afterwards", "assistant", "taskpilot", "@taskpilot", "quickly",
    "maybe",
];

/// Said after a request.
#[rustfmt::skip]
pub(crate) const TRAILING: &[&str] = &[
    "thank you very much", "thanks a lot", "thank you", "if you can", "for me", "please", "pls",
    "plz", "thanks", "thx", "cheers", "will you", "would you", "too", "as well", "also",
];

/// Between two requests; a request word must follow.
#[rustfmt::skip]
pub(crate) const CONNECTIVES: &[&str] = &[
    ",", "and", "&", "then", "also", "plus", "but", "afterwards", "finally", "next", "-", "—", "–",
    ";",
];

/// Words that begin a request wherever they stand after a connective.
#[rustfmt::skip]
pub(crate) const CLEAR_HEADS: &[&str] = &[
    "add", "delete", "remind", "rename", "reschedule", "show", "what's", "whats", "what", "which",
    "how many", "i need to", "i have to", "i finished", "i've finished", "i completed", "i did",
    "i've done", "don't forget", "dont forget", "undo", "tell me", "give me", "get rid of",
];

/// Words that begin a request after a connective, unless the first is a thing to be remembered.
#[rustfmt::skip]
pub(crate) const STRONG_HEADS: &[&str] = &[
    "create", "remove", "list", "mark", "uncheck", "untick", "complete", "postpone", "reopen",
    "search", "tick", "prioritize", "prioritise", "remember", "put", "cross off", "check off",
];

/// Words that begin a request only when they speak of a task.
#[rustfmt::skip]
pub(crate) const WEAK_HEADS: &[&str] = &[
    "finish", "cancel", "drop", "close", "clear", "change", "move", "check", "set", "make",
    "update", "find", "push", "delay", "tag", "untag", "edit", "erase", "schedule", "new", "done",
    "see", "defer", "start", "trash", "repeat", "shift",
];

/// Words after a weak head that speak of a task.
#[rustfmt::skip]
pub(crate) const DETERMINERS: &[&str] = &[
    "the", "it", "that", "this", "them", "those", "these", "task", "tasks", "my", "all", "every",
    "everything", "both", "number", "priority", "due", "with",
];

/// Words that can only speak of a task.
#[rustfmt::skip]
pub(crate) const TASKISH: &[&str] = &[
    "task", "tasks", "number", "all", "everything", "it", "them", "that", "those", "todo",
];

/// What people call a task.
#[rustfmt::skip]
pub(crate) const TASK_NOUNS: &[&str] = &[
    "task", "tasks", "todo", "todos", "to-do", "to-dos", "item", "items", "reminder", "reminders",
    "entry", "one", "ones", "thing", "things",
];

/// What people call all their tasks.
#[rustfmt::skip]
pub(crate) const WHOLE_LISTS: &[&str] = &[
    "to-do", "todo", "task", "tasks", "todos", "to-dos", "to do", "my", "the", "", "this", "that",
    "a", "full", "whole", "entire",
];

/// Verbs with which everyday tasks begin.
#[rustfmt::skip]
pub(crate) const ERRANDS: &[&str] = &[
    "answer", "apply", "arrange", "ask", "assemble", "bake", "bathe", "bike", "book", "borrow",
    "bring", "brush", "build", "buy", "call", "cancel", "change", "charge", "check", "choose",
    "clean", "close", "collect", "complete", "contact", "cook", "copy", "cut", "declutter",
    "deliver", "deploy", "discuss", "do", "donate", "download", "draft", "draw", "drink", "drive",
    "drop", "dust", "eat", "email", "e-mail", "empty", "exercise", "feed", "fetch", "file", "fill",
    "finalize", "find", "finish", "fix", "fold", "get", "give", "go", "grab", "hand", "hang",
    "help", "hire", "install", "invite", "iron", "learn", "mail", "make", "measure", "meditate",
    "meet", "merge", "message", "mop", "move", "mow", "order", "organize", "organise", "pack",
    "paint", "pay", "phone", "pick", "plan", "plant", "play", "polish", "post", "practice",
    "practise", "prepare", "print", "publish", "put", "read", "refill", "register", "renew",
    "repair", "replace", "reply", "report", "research", "reserve", "return", "review", "ring",
    "run", "schedule", "sell", "send", "ship", "shop", "sign", "sort", "study", "submit", "sweep",
    "swim", "take", "talk", "tell", "test", "text", "throw", "tidy", "train", "translate", "try",
    "turn", "unpack", "update", "upload", "vacuum", "visit", "wait", "walk", "wash", "watch",
    "water", "weed", "withdraw", "work", "wrap", "write",
];

/// Words before a full stop that do not end a sentence.
#[rustfmt::skip]
pub(crate) const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "st", "vs", "e.g", "i.e", "a.m", "p.m", "no", "nr", "prof", "approx",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

/// Words with which no task begins.
#[rustfmt::skip]
pub(crate) const NO_TASK: &[&str] = &[
    "i", "i'm", "im", "i've", "i'd", "i'll", "you", "you're", "your", "he", "she", "it", "it's",
    "we", "we're", "they", "this", "that", "that's", "these", "those", "there", "there's", "lol",
    "haha", "hmm", "hm", "wow", "ugh", "meh", "sorry", "oops", "why", "how", "who", "who's", "what",
    "what's", "where", "when", "which", "whose", "is", "are", "am", "was", "were", "do", "does",
    "did", "can", "could", "would", "should", "will", "may", "might", "has", "have", "had", "if",
    "because", "ignore", "pretend", "nothing", "none", "all", "everything", "both", "them", "maybe",
    "idk", "whatever", "yes", "no", "stop", "wait", "never", "not", "same", "good", "bad", "and",
    "or", "but", "of", "first", "second", "third", "last", "test", "testing", "asdf",
];

/// Words that make a question.
#[rustfmt::skip]
pub(crate) const QUESTIONS: &[&str] = &[
    "what", "what's", "whats", "who", "who's", "why", "how", "how's", "where", "where's", "when",
    "when's", "which", "whose", "is", "are", "am", "was", "were", "do", "does", "did", "can",
    "could", "would", "should", "will", "may", "has", "have", "isn't", "aren't", "don't", "doesn't",
];

/// Words that say yes.
#[rustfmt::skip]
pub(crate) const YES: &[&str] = &[
    "yes", "y", "yep", "yeah", "yup", "ya", "sure", "ok", "okay", "k", "confirm", "confirmed",
    "correct", "right", "exactly", "absolutely", "definitely", "affirmative", "certainly", "si",
    "ja",
];

/// What people add to a yes, or say in its place.
#[rustfmt::skip]
pub(crate) const YES_PHRASES: &[&str] = &[
    "go ahead", "do it", "please do", "do that", "do so", "i am sure", "i'm sure", "of course",
    "that's right", "sounds good", "make it so", "i do", "that one", "that's the one", "please",
    "delete them all", "delete all of them", "delete them", "delete all", "delete it",
    "delete both", "remove them all", "remove all of them", "remove them", "remove it",
    "all of them", "them all", "complete them", "mark them", "change them", "move them", "add it",
    "it is", "thanks", "now",
];

/// Words that say no.
#[rustfmt::skip]
pub(crate) const NO: &[&str] = &[
    "no", "n", "nope", "nah", "cancel", "stop", "nevermind", "none", "neither", "abort", "nothing",
];

/// What people say in place of a no, or after it.
#[rustfmt::skip]
pub(crate) const NO_PHRASES: &[&str] = &[
    "never mind", "forget it", "forget that", "don't do it", "don't do that", "do not", "don't",
    "not now", "none of them", "none of these", "leave it", "leave them", "keep them", "keep it",
    "keep them all", "cancel that", "no thanks", "thanks", "thank you", "please",
    "leave everything", "let it be", "rather not", "skip it",
];

/// Names of numbers in an order, from the first.
pub(crate) const ORDINALS: &[&[&str]] = &[
    &["first", "1st"],
    &["second", "2nd"],
    &["third", "3rd"],
    &["fourth", "4th"],
    &["fifth", "5th"],
    &["sixth", "6th"],
    &["seventh", "7th"],
    &["eighth", "8th"],
    &["ninth", "9th"],
    &["tenth", "10th"],
];

/// Names of small numbers, from one.
#[rustfmt::skip]
pub(crate) const NUMBERS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
