use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{ServerName, UnixTime};
use tempfile::NamedTempFile;

use super::*;

/// An authority, its certificate in a file, and a server's certificate that it signed.
struct Authority {
    file: NamedTempFile,
    server: CertificateDer<'static>,
}

impl Authority {
    /// Makes an authority that has signed a certificate for `name`.
    fn for_server(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), root.pem()).unwrap();

        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let server = params.signed_by(&key, &root).unwrap().der().clone();
        Self { file, server }
    }

    fn roots(&self) -> Roots {
        Roots::File(self.file.path().to_owned())
    }
}

/// Returns whether a connection to `db.example.com` would trust a server with this certificate.
fn trusts(mode: TlsMode, roots: Roots, certificate: &CertificateDer<'_>) -> bool {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = TlsPolicy { mode, roots }.verifier(provider).unwrap();
    let name = ServerName::try_from("db.example.com").unwrap();
    verifier
        .verify_server_cert(certificate, &[], &name, &[], UnixTime::now())
        .is_ok()
}

#[test]
fn each_mode_trusts_what_it_should() {
    let ours = Authority::for_server("db.example.com");
    let misnamed = Authority::for_server("other.example.com");
    let strange = Authority::for_server("db.example.com");
    let platform = || Roots::Platform;

    // What is asked for; then, of these servers, which are trusted: signed by the named authority and made
    // out to the right name, signed but made out to another, signed by a stranger.
    for (mode, expected) in [
        (TlsMode::VerifyFull, [true, false, false]),
        (TlsMode::VerifyCa, [true, true, false]),
        (TlsMode::Require, [true, true, false]),
        (TlsMode::Prefer, [true, true, true]),
    ] {
        let found = [
            trusts(mode, ours.roots(), &ours.server),
            trusts(mode, misnamed.roots(), &misnamed.server),
            trusts(mode, ours.roots(), &strange.server),
        ];
        assert_eq!(found, expected, "{mode:?}");
    }
    // Without an authority of its own, `require` asks nobody.
    assert!(trusts(TlsMode::Require, platform(), &strange.server));
}

#[test]
fn a_file_without_certificates_is_named() {
    let empty = NamedTempFile::new().unwrap();
    let refused = TlsPolicy {
        mode: TlsMode::VerifyFull,
        roots: Roots::File(empty.path().to_owned()),
    };
    let error = refused.connector().err().unwrap();
    assert!(
        error
            .to_string()
            .contains(&empty.path().display().to_string())
    );

    let missing = TlsPolicy {
        mode: TlsMode::Require,
        roots: Roots::File("/no/such/ca.pem".into()),
    };
    assert!(matches!(missing.connector(), Err(TlsError::Roots { .. })));
}
