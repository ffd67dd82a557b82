use crate::task::Tag;

/// Returns `text` in the form in which titles, lists and search texts are compared:
/// lowercased, trimmed, every run of white space one space.
///
/// Each character is folded alone, so a part of a text folds to a part of the folded text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase).map(plain_sigma));
    }
    folded
}

/// Returns the text that [`TaskFilter::text`](crate::TaskFilter::text) is looked for in:
/// title, description and tags, each [`fold`]ed and on a line of its own.
///
/// A folded needle has no line break, so it never matches across two of them.
pub fn search_text(title: &str, description: Option<&str>, tags: &[Tag]) -> String {
    let mut text = fold(title);
    let rest = description.into_iter().chain(tags.iter().map(Tag::as_str));
    for part in rest {
        text.push('\n');
        text.push_str(&fold(part));
    }
    text
}

/// The Greek sigma has two small forms; which one depends on its neighbours.
fn plain_sigma(letter: char) -> char {
    if letter == 'ς' { 'σ' } else { letter }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_and_spacing_do_not_matter() {
        for (text, folded) in [
            ("  Buy\tMILK \n now ", "buy milk now"),
            ("ΟΔΟΣ", "οδοσ"),
            ("οδός", "οδόσ"),
            ("ÉCOLE", "école"),
            ("\u{a0}", ""),
            ("دودھ خریدو", "دودھ خریدو"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn search_text_keeps_fields_apart() {
        let tags = [Tag::from_stored("at home".to_owned())];
        let text = search_text("Buy  Milk", Some("Two\nlitres"), &tags);
        assert_eq!(text, "buy milk\ntwo litres\nat home");
        assert!(!text.contains(&fold("milk two")));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
