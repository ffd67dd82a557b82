mod attachments;
mod faults;
mod order;
mod plain;
mod properties;
mod stop;
mod support;
