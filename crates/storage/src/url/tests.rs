use super::*;

fn check(url: &str, shown: &str) {
    let shown_as = match DatabaseUrl::parse(url) {
        Ok(url) => format!("{url}"),
        Err(error) => format!("error: {error}"),
    };
    assert_eq!(shown_as, shown, "{url}");
}

fn tls(url: &str) -> (TlsPolicy, SslMode) {
    match DatabaseUrl::parse(url).unwrap().0 {
        Target::Postgres(target) => (target.tls.clone(), target.config.get_ssl_mode()),
        Target::Sqlite(_) => panic!("not postgres: {url}"),
    }
}

#[test]
fn files_are_named_as_people_name_them() {
    check("sqlite://data/taskpilot.db", "sqlite://data/taskpilot.db");
    check("sqlite:///var/lib/t.db", "sqlite:///var/lib/t.db");
    check("sqlite:t.db", "sqlite://t.db");
}

#[test]
fn what_is_no_file_is_refused() {
    check(
        "sqlite://",
        "error: a sqlite url names a file, as in sqlite://data/taskpilot.db",
    );
    check(
        "sqlite://data/",
        "error: a sqlite url names a file, as in sqlite://data/taskpilot.db",
    );
    check(
        "sqlite::memory:",
        "error: a database in memory is not shared by connections: name a file",
    );
    check(
        "sqlite://t.db?mode=rwc",
        "error: unknown parameter \"mode\" in the database url",
    );
}

#[test]
fn other_databases_are_refused() {
    for url in ["mysql://localhost/t", "", "taskpilot.db", "http://x"] {
        check(
            url,
            "error: a database url begins with sqlite://, postgres:// or postgresql://",
        );
    }
}

#[test]
fn a_password_is_never_shown() {
    check(
        "postgresql://ada:s3cret@db.example.com:6543/todo?connect_timeout=5",
        "postgres://ada:[redacted]@db.example.com:6543/todo",
    );
    let url = DatabaseUrl::parse("postgres://ada:s3cret@localhost/todo").unwrap();
    assert!(!format!("{url:?}").contains("s3cret"));
    for broken in [
        "postgres://ada:s3?cret=x@localhost/todo",
        "postgres://ada:s3/cret@localhost:port/todo",
        "postgres://ada:s3cret@localhost:port/todo",
        "postgres://",
    ] {
        let error = DatabaseUrl::parse(broken).unwrap_err();
        assert_eq!(error, InvalidDatabaseUrl::Malformed, "{broken}");
        assert!(!format!("{error} {error:?}").contains("cret"), "{broken}");
    }
}

#[test]
fn parameters_of_other_clients_are_named() {
    check(
        "postgres://localhost/t?pgbouncer=true",
        "error: unknown parameter \"pgbouncer\" in the database url",
    );
    check(
        "postgres://localhost/t?sslmode=sometimes",
        "error: the parameter sslmode of the database url takes \
         disable, allow, prefer, require, verify-ca or verify-full",
    );
}

#[test]
fn sslmode_is_translated() {
    let policy = |mode| TlsPolicy {
        mode,
        roots: Roots::Platform,
    };
    for (parameters, mode, wire) in [
        ("", TlsMode::Prefer, SslMode::Prefer),
        ("?sslmode=disable", TlsMode::Disable, SslMode::Disable),
        ("?sslmode=allow", TlsMode::Prefer, SslMode::Prefer),
        ("?sslmode=prefer", TlsMode::Prefer, SslMode::Prefer),
        ("?sslmode=require", TlsMode::Require, SslMode::Require),
        ("?sslmode=verify-ca", TlsMode::VerifyCa, SslMode::Require),
        (
            "?sslmode=verify-full",
            TlsMode::VerifyFull,
            SslMode::Require,
        ),
        (
            "?connect_timeout=3&sslmode=verify-full&sslrootcert=system&channel_binding=require",
            TlsMode::VerifyFull,
            SslMode::Require,
        ),
    ] {
        let found = tls(&format!("postgres://ada@localhost/t{parameters}"));
        assert_eq!(found, (policy(mode), wire), "{parameters}");
    }
}

#[test]
fn own_roots_are_a_file() {
    let (policy, _) =
        tls("postgres://localhost/t?sslmode=verify-ca&sslrootcert=/etc/my%20ca+1.pem");
    assert_eq!(policy.roots, Roots::File("/etc/my ca+1.pem".into()));
}
