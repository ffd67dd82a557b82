use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Most keys that are read from one set; issuers publish a handful.
const MAX_KEYS: usize = 64;

/// Smallest and largest RSA modulus, in bytes: RFC 7518 §3.3 asks for 2048 bits,
/// and the verifier takes no more than 4096.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

/// Largest RSA exponent, in bytes; nearly all are 3 bytes long.
const MAX_RSA_EXPONENT_BYTES: usize = 4;

/// The keys that an issuer published at one moment (RFC 7517 §5).
pub(crate) struct KeySet {
    keys: Vec<PublicKey>,
    /// Tells one published document from another.
    pub(crate) fingerprint: [u8; 32],
}

/// A key, good for one algorithm and no other.
pub(crate) struct PublicKey {
    kid: Option<String>,
    pub(crate) algorithm: Algorithm,
    pub(crate) decoding_key: DecodingKey,
}

/// What a set knows about a token's key.
pub(crate) enum Lookup<'a> {
    Found(&'a PublicKey),
    /// There is such a key, but it is for another algorithm.
    OtherAlgorithm,
    Unknown,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

/// The members of a JSON Web Key that matter here (RFC 7517 §4, RFC 7518 §6, RFC 8037 §2).
#[derive(Deserialize)]
struct WebKey {
    kty: String,
    crv: Option<String>,
    alg: Option<String>,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl KeySet {
    /// Reads a JSON Web Key Set; keys that are of no use here are left out.
    pub(crate) fn parse(json: &[u8]) -> serde_json::Result<Self> {
        let document: Document = serde_json::from_slice(json)?;
        let keys = document.keys.into_iter().take(MAX_KEYS);
        Ok(Self {
            keys: keys.filter_map(PublicKey::from_json).collect(),
            fingerprint: Sha256::digest(json).into(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Looks for the key that a token names.
    ///
    /// A token that names none is accepted only while there is exactly one key it can mean.
    pub(crate) fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Lookup<'_> {
        let named = |key: &&PublicKey| kid.is_none() || key.kid.as_deref() == kid;
        let mut fitting = self
            .keys
            .iter()
            .filter(named)
            .filter(|key| key.algorithm == algorithm);
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Lookup::Found(key),
            (Some(key), Some(_)) if kid.is_some() => Lookup::Found(key),
            (None, _) if kid.is_some() && self.keys.iter().any(|key| named(&key)) => {
                Lookup::OtherAlgorithm
            }
            _ => Lookup::Unknown,
        }
    }
}

impl PublicKey {
    /// Returns nothing for a key of another kind or purpose, or with parts missing.
    fn from_json(json: Value) -> Option<Self> {
        let key: WebKey = serde_json::from_value(json).ok()?;
        if !key.is_for_signatures() {
            return None;
        }
        let (algorithm, decoding_key) = match (key.kty.as_str(), key.crv.as_deref()) {
            ("OKP", Some("Ed25519")) => (Algorithm::EdDSA, key.ed25519()?),
            ("EC", Some("P-256")) => (Algorithm::ES256, key.p256()?),
            ("RSA", _) => (Algorithm::RS256, key.rsa()?),
            _ => return None,
        };
        let stated = key.alg.as_deref();
        if stated.is_some_and(|name| name.parse() != Ok(algorithm)) {
            return None;
        }
        Some(Self {
            kid: key.kid,
            algorithm,
            decoding_key,
        })
    }
}

impl WebKey {
    fn is_for_signatures(&self) -> bool {
        let usage = self.usage.as_deref().is_none_or(|usage| usage == "sig");
        let operations = self.key_ops.as_ref();
        usage && operations.is_none_or(|all| all.iter().any(|one| one == "verify"))
    }

    /// The length is checked here because the verifier cuts without looking.
    fn ed25519(&self) -> Option<DecodingKey> {
        Some(DecodingKey::from_ed_der(&exactly_32(self.x.as_ref())?))
    }

    fn p256(&self) -> Option<DecodingKey> {
        let (x, y) = (exactly_32(self.x.as_ref())?, exactly_32(self.y.as_ref())?);
        // An uncompressed point (SEC 1 §2.3.3).
        Some(DecodingKey::from_ec_der(&[&[4], &x[..], &y[..]].concat()))
    }

    fn rsa(&self) -> Option<DecodingKey> {
        let (modulus, exponent) = (decode(self.n.as_ref())?, decode(self.e.as_ref())?);
        let sound = RSA_MODULUS_BYTES.contains(&modulus.len())
            && modulus.first().is_some_and(|&byte| byte != 0)
            && (1..=MAX_RSA_EXPONENT_BYTES).contains(&exponent.len());
        sound.then(|| DecodingKey::from_rsa_raw_components(&modulus, &exponent))
    }
}

fn decode(part: Option<&String>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part?).ok()
}

fn exactly_32(part: Option<&String>) -> Option<[u8; 32]> {
    decode(part)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    fn set(keys: &Value) -> KeySet {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn found(set: &KeySet, kid: Option<&str>, algorithm: Algorithm) -> &'static str {
        match set.find(kid, algorithm) {
            Lookup::Found(_) => "found",
            Lookup::OtherAlgorithm => "other algorithm",
            Lookup::Unknown => "unknown",
        }
    }

    #[test]
    fn a_key_is_for_one_algorithm() {
        let set = set(&json!([{"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": X}]));
        assert_eq!(found(&set, Some("a"), Algorithm::EdDSA), "found");
        assert_eq!(found(&set, None, Algorithm::EdDSA), "found");
        for other in [Algorithm::ES256, Algorithm::RS256, Algorithm::HS256] {
            assert_eq!(found(&set, Some("a"), other), "other algorithm");
            assert_eq!(found(&set, None, other), "unknown");
        }
        assert_eq!(found(&set, Some("b"), Algorithm::EdDSA), "unknown");
    }

    #[test]
    fn a_token_without_a_key_id_must_be_unambiguous() {
        let key = |kid: &str| json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": X});
        let set = set(&json!([key("a"), key("b")]));
        assert_eq!(found(&set, None, Algorithm::EdDSA), "unknown");
        assert_eq!(found(&set, Some("b"), Algorithm::EdDSA), "found");
    }

    #[test]
    fn useless_keys_are_left_out() {
        let short = URL_SAFE_NO_PAD.encode([1; 31]);
        let weak = URL_SAFE_NO_PAD.encode([255; 128]);
        let huge = URL_SAFE_NO_PAD.encode([255; 1024]);
        let strong = URL_SAFE_NO_PAD.encode([255; 256]);
        let set = set(&json!([
            {"kty": "OKP", "crv": "Ed25519", "x": short},
            {"kty": "OKP", "crv": "Ed25519"},
            {"kty": "OKP", "crv": "X25519", "x": X},
            {"kty": "OKP", "crv": "Ed25519", "x": X, "use": "enc"},
            {"kty": "OKP", "crv": "Ed25519", "x": X, "key_ops": ["sign"]},
            {"kty": "OKP", "crv": "Ed25519", "x": X, "alg": "HS256"},
            {"kty": "EC", "crv": "P-384", "x": X, "y": X},
            {"kty": "EC", "crv": "P-256", "x": X},
            {"kty": "oct", "k": "c2VjcmV0", "alg": "HS256"},
            {"kty": "RSA", "n": weak, "e": "AQAB"},
            {"kty": "RSA", "n": huge, "e": "AQAB"},
            {"kty": "RSA", "n": strong, "e": strong},
            {"kty": "RSA", "n": strong, "e": "AQAB", "alg": "RS512"},
            {"kty": 7}, null, "key", [],
        ]));
        assert_eq!(set.len(), 0);
    }

    #[test]
    fn a_set_without_keys_is_a_set_and_other_json_is_not() {
        assert_eq!(set(&json!([])).len(), 0);
        for json in ["", "[]", "{}", r#"{"keys":7}"#, "<html>"] {
            assert!(KeySet::parse(json.as_bytes()).is_err(), "{json}");
        }
    }

    #[test]
    fn no_more_than_64_keys_are_read() {
        let key = json!({"kty": "OKP", "crv": "Ed25519", "x": X});
        assert_eq!(set(&vec![key; 1_000].into()).len(), MAX_KEYS);
    }
}
