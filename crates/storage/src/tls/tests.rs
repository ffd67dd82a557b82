use super::*;

fn policy(mode: TlsMode, roots: Roots) -> TlsPolicy {
    TlsPolicy { mode, roots }
}

fn verifier_of(policy: &TlsPolicy) -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let name = format!("{:?}", policy.verifier(provider).unwrap());
    name.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

#[test]
fn a_file_without_certificates_is_named() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let refused = policy(TlsMode::VerifyFull, Roots::File(empty.path().to_owned()));
    let Err(error) = refused.connector() else {
        panic!("no roots were accepted");
    };
    assert!(error.to_string().contains(&empty.path().display().to_string()));

    let missing = policy(TlsMode::Require, Roots::File("/no/such/ca.pem".into()));
    assert!(matches!(missing.connector(), Err(TlsError::Roots { .. })));
}
