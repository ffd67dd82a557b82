use anyhow::{Context as _, bail};
use clap::Args;
use secrecy::SecretString;
use taskpilot_auth::{AuthConfig, DEFAULT_LEEWAY, Hs256Config, JwksConfig, MIN_SECRET_BYTES};
use url::Url;

/// Whose tokens are accepted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Authentication")]
pub struct AuthArgs {
    /// Where the issuer publishes its keys (EdDSA, ES256, RS256); empty switches it off.
    #[arg(
        long,
        env = "AUTH_JWKS_URL",
        default_value = "http://localhost:3000/api/auth/jwks"
    )]
    pub auth_jwks_url: String,

    /// What a token's `iss` must be; empty does not look at it.
    #[arg(long, env = "AUTH_ISSUER", default_value = "http://localhost:3000")]
    pub auth_issuer: String,

    /// What a token's `aud` must hold; empty does not look at it.
    #[arg(long, env = "AUTH_AUDIENCE", default_value = "taskpilot")]
    pub auth_audience: String,

    /// Also accepts HS256 tokens with `sub` and `exp` that were signed with this secret (32 bytes or more).
    #[arg(long, env = "AUTH_JWT_SECRET", hide_env_values = true)]
    pub auth_jwt_secret: Option<String>,
}

impl AuthArgs {
    /// Returns what HS256 tokens are checked with, if a secret is set.
    pub fn hs256(&self) -> Option<Hs256Config> {
        let secret = self
            .auth_jwt_secret
            .as_deref()
            .filter(|secret| !secret.is_empty());
        secret.map(|secret| shared_secret(SecretString::from(secret.to_owned())))
    }

    /// Returns what the verifier needs.
    ///
    /// # Errors
    /// `AUTH_JWKS_URL` is not a URL of the web, `AUTH_JWT_SECRET` is too short, or neither is set.
    pub fn verifier_config(&self, hs256: Option<Hs256Config>) -> anyhow::Result<AuthConfig> {
        if let Some(secret) = &self.auth_jwt_secret
            && (1..MIN_SECRET_BYTES).contains(&secret.len())
        {
            let bytes = secret.len();
            bail!(
                "AUTH_JWT_SECRET is {bytes} bytes long, at least {MIN_SECRET_BYTES} are needed: \
                 `openssl rand -base64 32` makes one"
            );
        }
        if self.auth_jwks_url.is_empty() && hs256.is_none() {
            bail!("nothing to verify tokens with: set AUTH_JWKS_URL, AUTH_JWT_SECRET, or both");
        }
        let set = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let jwks = match set(&self.auth_jwks_url) {
            None => None,
            Some(url) => Some(JwksConfig {
                url: web_url(&url)?,
                issuer: set(&self.auth_issuer),
                audience: set(&self.auth_audience),
            }),
        };
        Ok(AuthConfig {
            jwks,
            hs256,
            leeway: DEFAULT_LEEWAY,
        })
    }
}

fn web_url(text: &str) -> anyhow::Result<Url> {
    let url = Url::parse(text).context("AUTH_JWKS_URL is not a URL")?;
    if !matches!(url.scheme(), "http" | "https") {
        bail!("AUTH_JWKS_URL must begin with http:// or https://");
    }
    Ok(url)
}

/// Tokens signed with a shared secret carry `sub` and `exp`; who issued them is not asked.
pub(crate) fn shared_secret(secret: SecretString) -> Hs256Config {
    Hs256Config {
        secret,
        issuer: None,
        audience: None,
    }
}
