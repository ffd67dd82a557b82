//! model-sim.
fn main() {}
