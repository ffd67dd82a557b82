use jiff::tz::TimeZone;

/// Returns the named zone, or the machine's own.
pub(crate) fn of(name: Option<&str>) -> anyhow::Result<TimeZone> {
    match name {
        None => Ok(TimeZone::system()),
        Some(name) => TimeZone::get(name).map_err(|_| {
            anyhow::anyhow!("`{name}` is not an IANA time zone such as Europe/Berlin")
        }),
    }
}
