//! `docs/configuration.md` is what the command line says of itself.

use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory as _};
use taskpilot::cli::Cli;

use crate::generated;

#[test]
fn the_page_of_the_configuration_is_up_to_date() {
    generated::check("docs/configuration.md", &page(&Cli::command()));
}

#[test]
fn every_setting_has_a_help_text_and_an_own_variable() {
    let command = Cli::command();
    for (name, arguments) in groups(&command) {
        for argument in arguments {
            assert!(
                argument.get_help().is_some(),
                "{name}: {}",
                argument.get_id()
            );
        }
    }
    // One variable means the same wherever it is taken.
    for subcommand in command.get_subcommands() {
        for argument in settings(subcommand) {
            let variable = argument.get_env();
            let all = command.get_subcommands().flat_map(settings);
            let mut same = all.filter(|other| other.get_env() == variable);
            assert!(same.all(|other| default(other) == default(argument)));
        }
    }
}

fn page(command: &Command) -> String {
    let mut out = String::from(
        "# Configuration\n\n\
         <!-- Generated from the command line by scripts/generate.sh; change the doc comments in apps/server/src instead. -->\n\n\
         Each setting can be given as a flag, as an environment variable, or in a file `.env` in the current folder or above it.\n\
         A flag wins over the environment, and the environment over `.env`.\n\
         With nothing set at all TaskPilot works: it keeps its data in a SQLite file and answers by the built-in demo model.\n\
         `taskpilot <command> --help` says the same in a terminal.\n",
    );
    for (name, arguments) in groups(command) {
        write!(
            out,
            "\n## {name}\n\n| Variable | Flag | Default | |\n|---|---|---|---|\n"
        )
        .unwrap();
        for argument in arguments {
            writeln!(out, "{}", row(command, argument)).unwrap();
        }
    }
    out.push_str("\n## Commands\n\n| Command | |\n|---|---|\n");
    for subcommand in command.get_subcommands() {
        let about = subcommand.get_about().unwrap().to_string();
        writeln!(
            out,
            "| `taskpilot {}` | {} |",
            subcommand.get_name(),
            cell(&about)
        )
        .unwrap();
    }
    out
}

/// The settings under the headings of `--help`, in its order, each once.
fn groups(command: &Command) -> Vec<(String, Vec<&Arg>)> {
    let mut groups: Vec<(String, Vec<&Arg>)> = Vec::new();
    let own = settings(command);
    for argument in command.get_subcommands().flat_map(settings).chain(own) {
        let heading = argument.get_help_heading().unwrap_or("General").to_owned();
        let known = groups.iter().position(|(name, _)| *name == heading);
        let index = known.unwrap_or_else(|| {
            groups.push((heading, Vec::new()));
            groups.len() - 1
        });
        let group = &mut groups[index].1;
        if !group
            .iter()
            .any(|known| known.get_env() == argument.get_env())
        {
            group.push(argument);
        }
    }
    groups
}

/// The arguments that can be set by a variable.
fn settings(command: &Command) -> impl Iterator<Item = &Arg> {
    command
        .get_arguments()
        .filter(|argument| argument.get_env().is_some())
}

fn row(command: &Command, argument: &Arg) -> String {
    let variable = argument.get_env().unwrap().to_string_lossy();
    let flag = argument.get_long().unwrap();
    let default = default(argument);
    let default = if default.is_empty() {
        "unset".to_owned()
    } else {
        format!("`{default}`")
    };
    let help = argument.get_long_help().or(argument.get_help());
    let mut help = cell(&help.unwrap().to_string());
    if !help.ends_with(['.', ';']) {
        help.push('.');
    }
    let values: Vec<_> = argument
        .get_possible_values()
        .iter()
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if argument.get_action().takes_values() && !values.is_empty() {
        write!(help, " One of {}.", values.join(", ")).unwrap();
    }
    let takers: Vec<_> = command
        .get_subcommands()
        .filter(|subcommand| {
            settings(subcommand).any(|other| other.get_env() == argument.get_env())
        })
        .map(|subcommand| format!("`{}`", subcommand.get_name()))
        .collect();
    if argument.get_help_heading().is_none() {
        write!(help, " For {}.", takers.join(", ")).unwrap();
    }
    format!("| `{variable}` | `--{flag}` | {default} | {help} |")
}

fn default(argument: &Arg) -> String {
    if !argument.get_action().takes_values() {
        return "false".to_owned();
    }
    let values: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .collect();
    values.join(",")
}

/// Text in one cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
