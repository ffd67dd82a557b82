use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

mod verifier;

use verifier::{AnyCertificate, AnyName};

/// How much a connection demands of TLS, in the words of libpq's `sslmode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// None.
    Disable,
    /// TLS if the server offers it.
    Prefer,
    /// TLS, with whoever answers.
    Require,
    /// TLS, with a certificate that a trusted authority signed.
    VerifyCa,
    /// The same, made out to the name that was asked for.
    VerifyFull,
}

/// Which authorities are trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Those the operating system trusts.
    Platform,
    /// Those in a PEM file.
    File(PathBuf),
}

/// How connections are secured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsPolicy {
    pub(crate) mode: TlsMode,
    pub(crate) roots: Roots,
}

/// TLS could not be set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("could not read the certificates in {path}")]
    Roots {
        path: PathBuf,
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    #[error("no certificate in {0}")]
    NoRoots(PathBuf),
    #[error("could not set up tls")]
    Rustls(#[from] rustls::Error),
    #[error("could not use the trusted certificates")]
    Verifier(#[from] rustls::client::VerifierBuilderError),
    #[error("could not read the file")]
    Io(#[from] io::Error),
}

impl TlsPolicy {
    /// Returns what opens a TLS session as the policy asks.
    pub(crate) fn connector(&self) -> Result<MakeRustlsConnect, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(self.verifier(provider)?)
            .with_no_client_auth();
        Ok(MakeRustlsConnect::new(config))
    }

    fn verifier(
        &self,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, TlsError> {
        match (self.mode, &self.roots) {
            (TlsMode::VerifyFull, roots) => trusting(roots, provider),
            // As in libpq: who names authorities wants them asked.
            (TlsMode::VerifyCa, roots) | (TlsMode::Require, roots @ Roots::File(_)) => {
                Ok(Arc::new(AnyName(trusting(roots, provider)?)))
            }
            (TlsMode::Disable | TlsMode::Prefer | TlsMode::Require, _) => {
                Ok(Arc::new(AnyCertificate(provider)))
            }
        }
    }
}

/// Returns a verifier of chain and name.
fn trusting(
    roots: &Roots,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, TlsError> {
    let path = match roots {
        Roots::Platform => {
            return Ok(Arc::new(rustls_platform_verifier::Verifier::new(provider)?));
        }
        Roots::File(path) => path,
    };
    let unreadable = |source| TlsError::Roots {
        path: path.clone(),
        source,
    };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
        store.add(certificate.map_err(unreadable)?)?;
    }
    if store.is_empty() {
        return Err(TlsError::NoRoots(path.clone()));
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
    Ok(verifier.build()?)
}

#[cfg(test)]
mod tests;
