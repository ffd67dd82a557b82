use std::borrow::Cow;

use crate::dialect::CallIds;

const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Returns `call_id` in a form the server takes; the same one always becomes the same.
pub(super) fn for_server(call_id: &str, policy: CallIds) -> Cow<'_, str> {
    let fits = call_id.len() == 9 && call_id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match policy {
        CallIds::Any => Cow::Borrowed(call_id),
        CallIds::NineAlphanumerics if fits => Cow::Borrowed(call_id),
        CallIds::NineAlphanumerics => Cow::Owned(nine_of(call_id)),
    }
}

fn nine_of(call_id: &str) -> String {
    // FNV-1a: nothing hostile to withstand here, and the same on every machine.
    let mut hash = call_id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    let mut id = String::with_capacity(9);
    for _ in 0..9 {
        let digit = usize::try_from(hash % 36).unwrap_or_default();
        id.push(char::from(ALPHABET.get(digit).copied().unwrap_or(b'0')));
        hash /= 36;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_fit_and_stay_the_same() {
        let policy = CallIds::NineAlphanumerics;
        assert_eq!(for_server("abcDEF123", policy), "abcDEF123");
        let mapped = for_server("call_1", policy);
        assert_eq!(mapped.len(), 9);
        assert!(mapped.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(mapped, for_server("call_1", policy));
        assert_ne!(mapped, for_server("call_2", policy));
        assert_eq!(for_server("call_1", CallIds::Any), "call_1");
    }
}
