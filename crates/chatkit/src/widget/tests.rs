mod changes;
mod gallery;
mod protocol;
mod templates;
