use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tokio_postgres::config::{Config, Host, SslMode};

use crate::tls::{Roots, TlsMode, TlsPolicy};

/// Where the database is: `sqlite://path` or `postgres://…`.
///
/// Neither `Debug` nor `Display` shows a password.
#[derive(Clone)]
pub struct DatabaseUrl(Target);

/// What a [`DatabaseUrl`] names.
#[derive(Clone)]
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(Box<PostgresTarget>),
}

/// A server, and how to speak to it.
#[derive(Clone)]
pub(crate) struct PostgresTarget {
    pub(crate) config: Config,
    pub(crate) tls: TlsPolicy,
}

/// The text is not the URL of a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDatabaseUrl {
    /// It begins like no known URL.
    #[error("a database url begins with sqlite://, postgres:// or postgresql://")]
    Scheme,
    /// A `sqlite://` URL without a file.
    #[error("a sqlite url names a file, as in sqlite://data/taskpilot.db")]
    NoFile,
    /// A `sqlite://` URL of a database in memory.
    #[error("a database in memory is not shared by connections: name a file")]
    InMemory,
    /// A parameter after the `?` that means nothing here.
    #[error("unknown parameter {0:?} in the database url")]
    UnknownParameter(String),
    /// A parameter with a value it does not take.
    #[error("the parameter {name} of the database url takes {expected}")]
    Value {
        /// Its name.
        name: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// A `postgres://` URL that is malformed; the text is not repeated, for it may hold a password.
    #[error(
        "malformed postgres url: expected postgres://user:password@host:port/database, \
         with special characters in user and password percent-encoded"
    )]
    Malformed,
}

/// What tokio-postgres understands beside `sslmode` and `sslrootcert`, which are read here.
const POSTGRES_PARAMETERS: [&str; 18] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "load_balance_hosts",
    "options",
    "password",
    "port",
    "sslnegotiation",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

impl DatabaseUrl {
    /// Reads a URL.
    ///
    /// `sqlite://data/taskpilot.db` is relative to the working directory, `sqlite:///var/lib/taskpilot.db` is
    /// not; the path is taken as it stands and has no parameters.
    /// `postgres://` and `postgresql://` take the parameters of libpq that tokio-postgres knows, `sslmode`
    /// (`disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`) and `sslrootcert` (a PEM file, or
    /// `system`).
    ///
    /// # Errors
    /// See [`InvalidDatabaseUrl`]; no variant repeats a password.
    pub fn parse(url: &str) -> Result<Self, InvalidDatabaseUrl> {
        if let Some(path) = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
        {
            return Ok(Self(Target::Sqlite(sqlite_file(path)?)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self(Target::Postgres(Box::new(postgres(url)?))));
        }
        Err(InvalidDatabaseUrl::Scheme)
    }

    /// Returns the URL of a SQLite file.
    pub fn sqlite_file(path: impl Into<PathBuf>) -> Self {
        Self(Target::Sqlite(path.into()))
    }

    pub(crate) fn target(&self) -> &Target {
        &self.0
    }
}

impl FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Target::Sqlite(path) => write!(formatter, "sqlite://{}", path.display()),
            Target::Postgres(target) => write_postgres(formatter, &target.config),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseUrl({self})")
    }
}

fn write_postgres(formatter: &mut fmt::Formatter<'_>, config: &Config) -> fmt::Result {
    formatter.write_str("postgres://")?;
    if let Some(user) = config.get_user() {
        formatter.write_str(user)?;
        if config.get_password().is_some() {
            formatter.write_str(":[redacted]")?;
        }
        formatter.write_str("@")?;
    }
    for (position, host) in config.get_hosts().iter().enumerate() {
        if position > 0 {
            formatter.write_str(",")?;
        }
        match host {
            Host::Tcp(name) => formatter.write_str(name)?,
            #[cfg(unix)]
            Host::Unix(path) => write!(formatter, "{}", path.display())?,
        }
        let port = config
            .get_ports()
            .get(position)
            .or(config.get_ports().first());
        if let Some(port) = port {
            write!(formatter, ":{port}")?;
        }
    }
    match config.get_dbname() {
        Some(name) => write!(formatter, "/{name}"),
        None => Ok(()),
    }
}

fn sqlite_file(path: &str) -> Result<PathBuf, InvalidDatabaseUrl> {
    if let Some((_, parameters)) = path.split_once('?') {
        let name = parameters.split(['=', '&']).next().unwrap_or_default();
        return Err(InvalidDatabaseUrl::UnknownParameter(name.to_owned()));
    }
    if path.contains(":memory:") {
        return Err(InvalidDatabaseUrl::InMemory);
    }
    if path.is_empty() || path.ends_with('/') {
        return Err(InvalidDatabaseUrl::NoFile);
    }
    Ok(Path::new(path).to_owned())
}

fn postgres(url: &str) -> Result<PostgresTarget, InvalidDatabaseUrl> {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    // An `@` this late means that the password has an unescaped `?`: none of it may be repeated.
    if parameters.contains('@') && !address.contains('@') {
        return Err(InvalidDatabaseUrl::Malformed);
    }
    let mut mode = TlsMode::Prefer;
    let mut roots = Roots::Platform;
    let mut kept = Vec::new();
    for parameter in parameters
        .split('&')
        .filter(|parameter| !parameter.is_empty())
    {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "sslmode" => mode = tls_mode(value)?,
            "sslrootcert" => roots = tls_roots(value)?,
            name if POSTGRES_PARAMETERS.contains(&name) => kept.push(parameter),
            name => return Err(InvalidDatabaseUrl::UnknownParameter(name.to_owned())),
        }
    }
    let url = format!("{address}?{}", kept.join("&"));
    let mut config: Config = url.parse().map_err(|_| InvalidDatabaseUrl::Malformed)?;
    config.ssl_mode(match mode {
        TlsMode::Disable => SslMode::Disable,
        TlsMode::Prefer => SslMode::Prefer,
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => SslMode::Require,
    });
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        return Err(InvalidDatabaseUrl::Malformed);
    }
    if config.get_application_name().is_none() {
        config.application_name("taskpilot");
    }
    Ok(PostgresTarget {
        config,
        tls: TlsPolicy { mode, roots },
    })
}

fn tls_mode(value: &str) -> Result<TlsMode, InvalidDatabaseUrl> {
    match value {
        "disable" => Ok(TlsMode::Disable),
        // libpq's `allow` tries without TLS first; with is never worse.
        "allow" | "prefer" => Ok(TlsMode::Prefer),
        "require" => Ok(TlsMode::Require),
        "verify-ca" => Ok(TlsMode::VerifyCa),
        "verify-full" => Ok(TlsMode::VerifyFull),
        _ => Err(InvalidDatabaseUrl::Value {
            name: "sslmode",
            expected: "disable, allow, prefer, require, verify-ca or verify-full",
        }),
    }
}

fn tls_roots(value: &str) -> Result<Roots, InvalidDatabaseUrl> {
    match value {
        "" => Err(InvalidDatabaseUrl::Value {
            name: "sslrootcert",
            expected: "the path of a PEM file, or system",
        }),
        "system" => Ok(Roots::Platform),
        path => {
            let path =
                url::form_urlencoded::parse(format!("p={}", path.replace('+', "%2B")).as_bytes())
                    .next()
                    .map(|(_, path)| path.into_owned());
            Ok(Roots::File(path.unwrap_or_default().into()))
        }
    }
}

#[cfg(test)]
mod tests;
