//! What must hold on both databases, on real files and a real server.

mod agreement;
mod asked;
mod crash;
mod detached;
mod erase;
mod history;
mod migrations;
mod place;
mod plans;
mod purge;
mod stored;
mod suites;
mod turned_away;
