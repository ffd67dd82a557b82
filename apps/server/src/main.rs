//! TaskPilot.
fn main() {}
