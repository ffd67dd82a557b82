mod faults;
mod order;
mod plain;
mod support;
