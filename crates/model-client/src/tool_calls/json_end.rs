/// Notices when a JSON object or array that comes in pieces is whole, looking at each byte once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct JsonEnd {
    depth: u32,
    began: bool,
    in_string: bool,
    escaped: bool,
}

impl JsonEnd {
    pub(super) fn feed(&mut self, piece: &str) {
        for byte in piece.bytes() {
            self.step(byte);
        }
    }

    pub(super) fn is_reached(self) -> bool {
        self.began && self.depth == 0
    }

    fn step(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
            return;
        }
        match byte {
            b'\\' if self.in_string => self.escaped = true,
            b'"' => self.in_string = !self.in_string,
            _ if self.in_string => {}
            b'{' | b'[' => {
                self.began = true;
                self.depth = self.depth.saturating_add(1);
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_is_whole() {
        let json = r#"{"a":"}\"{","b":[{"c":1}]}"#;
        for cut in 0..json.len() {
            let mut end = JsonEnd::default();
            end.feed(&json[..cut]);
            assert!(!end.is_reached(), "{}", &json[..cut]);
            end.feed(&json[cut..]);
            assert!(end.is_reached());
        }
    }
}
