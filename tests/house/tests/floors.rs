//! Who may import whom. The table is that of `docs/architecture.md`.

#![expect(clippy::expect_used, reason = "tests")]

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// The floor of each package, lowest first; a package imports only from floors below its own.
const FLOORS: &[(&str, u8)] = &[
    ("taskpilot-context", 0),
    ("taskpilot-tasks", 1),
    ("taskpilot-conversations", 1),
    ("taskpilot-model-client", 1),
    ("taskpilot-chatkit", 1),
    ("taskpilot-auth", 1),
    ("taskpilot-attachments", 1),
    ("taskpilot-agent-runner", 2),
    ("taskpilot-demo-model", 2),
    ("taskpilot-storage", 2),
    ("taskpilot-mcp-tools", 3),
    ("taskpilot-chatkit-agent", 3),
    ("taskpilot-assistant", 4),
    ("taskpilot", 5),
    ("taskpilot-model-sim", 5),
    ("taskpilot-bench", 6),
    ("taskpilot-house", 6),
];

/// Crates that serve any product: they know nothing of tasks, conversations or users.
const PRODUCT_FREE: &[&str] = &[
    "taskpilot-model-client",
    "taskpilot-agent-runner",
    "taskpilot-chatkit",
    "taskpilot-chatkit-agent",
];

/// Foreign crates that only some packages may name, by prefix.
const CONFINED: &[(&str, &[&str])] = &[
    (
        "actix",
        &["taskpilot", "taskpilot-model-sim", "taskpilot-bench"],
    ),
    ("utoipa", &["taskpilot"]),
    ("diesel", &["taskpilot-storage"]),
    ("tokio-postgres", &["taskpilot-storage", "taskpilot"]),
    (
        "reqwest",
        &[
            "taskpilot-model-client",
            "taskpilot-auth",
            // Hands the client it is given to `object_store`, for buckets.
            "taskpilot-attachments",
            "taskpilot-mcp-tools",
            "taskpilot",
            "taskpilot-model-sim",
            "taskpilot-bench",
        ],
    ),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata answers")
}

/// Returns the packages that `package` imports outside its tests.
fn imports(package: &Package) -> impl Iterator<Item = &str> {
    let normal = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind == DependencyKind::Normal);
    normal.map(|dependency| dependency.name.as_str())
}

#[test]
fn every_package_has_a_floor() {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let homeless: Vec<_> = metadata()
        .packages
        .into_iter()
        .map(|package| package.name.to_string())
        .filter(|name| !floors.contains_key(name.as_str()))
        .collect();
    assert!(
        homeless.is_empty(),
        "give these packages a floor: {homeless:?}"
    );
}

#[test]
fn no_package_imports_upward() {
    let floors: BTreeMap<_, _> = FLOORS.iter().copied().collect();
    let mut faults = Vec::new();
    for package in &metadata().packages {
        let own = floors[package.name.as_str()];
        for import in imports(package) {
            if floors.get(import).is_some_and(|floor| *floor >= own) {
                faults.push(format!("{} (floor {own}) imports {import}", package.name));
            }
        }
    }
    assert!(faults.is_empty(), "imports must go down: {faults:#?}");
}

#[test]
fn crates_for_any_product_know_nothing_of_ours() {
    let ours = [
        "taskpilot-context",
        "taskpilot-tasks",
        "taskpilot-conversations",
    ];
    for package in metadata()
        .packages
        .iter()
        .filter(|package| PRODUCT_FREE.contains(&package.name.as_str()))
    {
        let leak = imports(package).find(|import| ours.contains(import));
        assert_eq!(leak, None, "{} serves any product", package.name);
    }
}

#[test]
fn confined_crates_stay_where_they_belong() {
    let mut faults = Vec::new();
    for package in &metadata().packages {
        for import in imports(package) {
            let confined = CONFINED
                .iter()
                .find(|(prefix, _)| import.starts_with(prefix));
            if confined.is_some_and(|(_, homes)| !homes.contains(&package.name.as_str())) {
                faults.push(format!("{} names {import}", package.name));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_package_takes_the_workspace_lints_and_has_a_readme() {
    for package in &metadata().packages {
        let folder = package
            .manifest_path
            .parent()
            .expect("a manifest is in a folder");
        let manifest =
            std::fs::read_to_string(&package.manifest_path).expect("the manifest can be read");
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{} sets its own lints",
            package.name
        );
        assert!(
            folder.join("README.md").exists(),
            "{} has no README.md",
            package.name
        );
    }
}
