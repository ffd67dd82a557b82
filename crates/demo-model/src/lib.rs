#![doc = include_str!("../README.md")]

mod calls;
mod clauses;
mod details;
mod dialogue;
mod drafts;
mod history;
mod intents;
mod lexicon;
mod model;
mod outcome;
mod pending;
mod perform;
mod query;
mod report;
mod request;
mod say;
mod scene;
mod script;
mod streaming;
mod surroundings;
mod targets;
mod text;

#[cfg(test)]
mod tests;

pub use model::DemoModel;
