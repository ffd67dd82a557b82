use bytes::Bytes;

/// Digits of a time in Unix microseconds, from 2001 to 2286.
const DIGITS: usize = 16;

/// What all marks begin with: a time in the year 2255, which nothing else here is.
const MARK_PREFIX: &str = "9000000000";

/// Text with places for times.
pub(crate) struct Template {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

struct Place {
    offset: usize,
    /// Whose token's time belongs there.
    token: usize,
}

/// Returns what stands for the time of token `number` until it is filled in.
pub(crate) fn mark(number: usize) -> String {
    format!("{MARK_PREFIX}{number:06}")
}

impl Template {
    /// Finds the marks in `bytes`.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let places = bytes
            .windows(DIGITS)
            .enumerate()
            .filter_map(|(offset, window)| {
                let number = std::str::from_utf8(window)
                    .ok()?
                    .strip_prefix(MARK_PREFIX)?;
                let token = number.parse().ok()?;
                Some(Place { offset, token })
            });
        Self {
            places: places.collect(),
            bytes: bytes.to_vec(),
        }
    }

    /// Returns the text with each token's time filled in; a time that is missing counts as zero.
    pub(crate) fn fill(&self, stamps: &[u64]) -> Bytes {
        let mut filled = Vec::with_capacity(self.bytes.len());
        self.append_to(&mut filled, stamps);
        filled.into()
    }

    pub(crate) fn append_to(&self, output: &mut Vec<u8>, stamps: &[u64]) {
        let start = output.len();
        output.extend_from_slice(&self.bytes);
        for place in &self.places {
            let from = start + place.offset;
            let stamp = stamps.get(place.token).copied().unwrap_or_default();
            if let Some(digits) = output.get_mut(from..from + DIGITS) {
                write_digits(digits, stamp);
            }
        }
    }
}

fn write_digits(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_gets_its_own_time() {
        let text = format!("a {} b {} c {}", mark(1), mark(0), mark(1));
        let template = Template::new(text.as_bytes());
        let filled = template.fill(&[1_763_719_200_000_000, 1_763_719_200_000_001]);
        let wanted = "a 1763719200000001 b 1763719200000000 c 1763719200000001";
        assert_eq!(filled, wanted);
    }
}
