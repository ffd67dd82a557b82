use super::*;

fn words(text: &str) -> Vec<String> {
    tokenize(text).into_iter().map(|token| token.text).collect()
}

#[test]
fn words_keep_their_inside_and_lose_their_ends() {
    assert_eq!(words("Add  milk,eggs!"), ["add", "milk", ",", "eggs", "!"]);
    assert_eq!(
        words("v1.2 at 17:00, don’t"),
        ["v1.2", "at", "17:00", ",", "don't"]
    );
    assert_eq!(
        words("pay 1,000 (rent)"),
        ["pay", "1,000", "(", "rent", ")"]
    );
    assert_eq!(words("a\nb !! ..."), ["a", "\n", "b", "!!", "..."]);
}

#[test]
fn a_quote_is_one_token_and_no_command() {
    let tokens = tokenize("add \"Delete all\" 'don't' “x y” it's \"");
    let quoted: Vec<_> = tokens
        .iter()
        .filter(|t| t.kind == Kind::Quoted)
        .map(|t| t.text.as_str())
        .collect();
    assert_eq!(quoted, ["Delete all", "don't", "x y"]);
    assert_eq!(tokens[1].word(), "");
}

#[test]
fn tokens_lie_in_order_on_letter_borders() {
    let text = "«é» 😀 ‘a’ b… “ ”";
    let tokens = tokenize(text);
    assert!(
        tokens
            .iter()
            .all(|t| text.get(t.start..t.end).is_some_and(|raw| !raw.is_empty()))
    );
    assert!(tokens.windows(2).all(|pair| pair[0].end <= pair[1].start));
}
