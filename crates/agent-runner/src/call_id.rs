use std::collections::HashSet;

/// The longest id that every provider takes back (`OpenAI` refuses more).
const MAX_LENGTH: usize = 64;

/// Returns `wanted` if no call bears it yet, else a new id like it; marks the result as used.
pub(crate) fn claim(wanted: &str, used: &mut HashSet<String>) -> String {
    let id = unused(wanted, used);
    used.insert(id.clone());
    id
}

fn unused(wanted: &str, used: &HashSet<String>) -> String {
    if !wanted.is_empty() && !used.contains(wanted) {
        return wanted.to_owned();
    }
    let stem = if wanted.is_empty() { "call" } else { wanted };
    let mut number = 2_u64;
    loop {
        let suffix = format!("_{number}");
        let room = MAX_LENGTH.saturating_sub(suffix.len());
        let candidate = format!("{}{suffix}", prefix(stem, room));
        if !used.contains(&candidate) {
            return candidate;
        }
        number = number.saturating_add(1);
    }
}

/// Returns the longest beginning of `text` that has at most `bytes` bytes and splits no character.
pub(crate) fn prefix(text: &str, bytes: usize) -> &str {
    let end = text.floor_char_boundary(bytes);
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kept_unless_it_is_taken() {
        let mut used = HashSet::new();
        assert_eq!(claim("a", &mut used), "a");
        assert_eq!(claim("a", &mut used), "a_2");
        assert_eq!(claim("a", &mut used), "a_3");
        assert_eq!(claim("", &mut used), "call_2");
    }

    #[test]
    fn a_new_id_is_no_longer_than_providers_take() {
        let long = "é".repeat(40);
        let mut used = HashSet::from([long.clone()]);
        let id = claim(&long, &mut used);
        assert!(id.len() <= MAX_LENGTH && id.ends_with("_2"), "{id}");
    }
}
