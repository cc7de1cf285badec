//! Moments as the user reads them.

/// The time of day of a stored moment; with the day when it was not today.
pub(crate) fn clock_time(moment: &str) -> String {
    match chrono::DateTime::parse_from_rfc3339(moment) {
        Ok(at) => {
            let at = at.with_timezone(&chrono::Local);
            let today = at.date_naive() == chrono::Local::now().date_naive();
            at.format(if today { "%H:%M" } else { "%Y-%m-%d %H:%M" }).to_string()
        }
        Err(_) => moment.to_owned(),
    }
}
