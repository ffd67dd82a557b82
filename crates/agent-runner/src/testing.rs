//! For tests of whatever runs agents: models that play a script, break, or replay what was recorded, and a clock that
//! stands still (feature `testing`).
//!
//! Together with tokio's paused time (`#[tokio::test(start_paused = true)]`) runs are the same each time, and those
//! that wait take no time.

mod clock;
mod cues;
mod faults;
mod record;
mod script;
mod session_store;
mod turn;

pub use clock::VirtualClock;
pub use faults::{Fault, FaultyModel};
pub use record::{Cassette, CassetteError, RecordingModel, ReplayModel};
pub use script::ScriptedModel;
pub use session_store::check_session_store;
pub use turn::Turn;
