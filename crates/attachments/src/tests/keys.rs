//! Where files are.

use std::path::{Component, Path};

use proptest::prelude::*;
use taskpilot_context::UserId;

use super::support::{id, user};
use crate::{AttachmentFiles, FileId};

fn key(user: &UserId, id: &FileId) -> String {
    AttachmentFiles::in_memory().key(user, id).to_string()
}

#[test]
fn a_key_is_the_hash_of_a_user_and_an_id() {
    // `printf ada | sha256sum`
    assert_eq!(
        key(&user("ada"), &id("atc_1")),
        "fdee430d40bd57deeac186cd9790033d0f06f909a8806e7ce6e717ab7c7d5029/atc_1"
    );
}

proptest! {
    #[test]
    fn a_key_has_two_plain_parts(name in "[!-~]{1,128}", text in ".{0,80}") {
        let (Ok(user), Ok(id)) = (UserId::parse(&name), FileId::parse(&text)) else {
            return Ok(());
        };
        check(&user, &id);
    }

    #[test]
    fn the_key_of_what_is_accepted_has_two_plain_parts(name in "[a-zA-Z0-9@.|:_-]{3,40}", text in "[a-z0-9][a-z0-9_-]{0,63}") {
        check(&UserId::parse(&name).unwrap(), &FileId::parse(&text).unwrap());
    }

    #[test]
    fn keys_differ(names in prop::collection::hash_set("[a-bA-B]{3,4}", 2), ids in prop::collection::hash_set("[a-b0_-]{1,3}", 2)) {
        let mut seen = std::collections::HashSet::new();
        for name in &names {
            for text in &ids {
                let Ok(id) = FileId::parse(text) else { continue };
                // Also on a disk that does not tell `a` from `A`.
                prop_assert!(seen.insert(key(&user(name), &id).to_lowercase()));
            }
        }
    }
}

fn check(user: &UserId, id: &FileId) {
    let key = key(user, id);
    let parts: Vec<_> = Path::new(&key).components().collect();
    assert_eq!(parts.len(), 2, "{key}");
    assert!(parts.iter().all(|it| matches!(it, Component::Normal(_))));
    let (hash, name) = key.split_once('/').unwrap();
    assert_eq!(hash.len(), 64);
    assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(name, id.as_str());
}
