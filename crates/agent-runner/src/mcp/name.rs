//! Names that models take: `^[a-zA-Z0-9_-]{1,64}$` (OpenAI's API reference, "function name").

use sha2::{Digest as _, Sha256};

const MAX_LEN: usize = 64;

/// Returns a tool's name as models take it.
pub(super) fn short(tool: &str) -> String {
    fitting(tool)
}

/// Returns a tool's name with that of its server before it.
pub(super) fn long(server: &str, tool: &str) -> String {
    fitting(&format!("{server}__{tool}"))
}

/// Replaces what may not stand in a name. A name that is too long keeps its beginning, and what tells it from others.
fn fitting(name: &str) -> String {
    let fits = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    let mut written: String = name
        .chars()
        .map(|char| if fits(char) { char } else { '_' })
        .collect();
    if written.len() > MAX_LEN {
        let digest = Sha256::digest(name.as_bytes());
        let [first, second, third, fourth, ..] = <[u8; 32]>::from(digest);
        let mark = u32::from_be_bytes([first, second, third, fourth]);
        let mark = format!("{mark:08x}");
        written.truncate(MAX_LEN - 1 - mark.len());
        written = format!("{written}_{mark}");
    }
    if written.is_empty() {
        written.push('_');
    }
    written
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{long, short};

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(short("get_weather-2"), "get_weather-2");
        assert_eq!(long("files", "read"), "files__read");
        assert_eq!(short("files/read me"), "files_read_me");
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_that_models_take(server in ".{0,80}", tool in ".{0,200}") {
            for name in [short(&tool), long(&server, &tool)] {
                prop_assert!((1..=64).contains(&name.len()));
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)));
            }
        }

        #[test]
        fn long_names_that_begin_alike_stay_apart(start in "[a-z]{64}", one in "[a-z]{1,9}", other in "[a-z]{1,9}") {
            prop_assume!(one != other);
            prop_assert_ne!(short(&format!("{start}{one}")), short(&format!("{start}{other}")));
        }
    }
}
