#![doc = include_str!("../README.md")]

mod convert;
mod run;
mod stage;

pub use convert::{ConvertError, DefaultConverter, Hook, Tag, ThreadItemConverter};
pub use run::converter::{DefaultRunConverter, RunConverter};
pub use run::{Shown, stream_run, stream_run_with};
pub use stage::Stage;
