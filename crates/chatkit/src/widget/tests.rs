mod changes;
mod gallery;
mod templates;
