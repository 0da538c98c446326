//! The time of day where the person is, for the lines in the terminal.

/// `12:03:04`
pub fn now() -> String {
    let (hours, minutes, seconds) = parts();
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// By how many seconds the clock of the place is ahead of UTC at a moment, in seconds since 1970.
#[cfg(unix)]
pub fn offset(at: i64) -> i64 {
    // SAFETY: as below.
    let parts = unsafe {
        let mut parts: libc::tm = std::mem::zeroed();
        libc::localtime_r(&at, &mut parts);
        parts
    };
    parts.tm_gmtoff
}

/// World time: this system's zone is not asked for.
#[cfg(not(unix))]
pub fn offset(_: i64) -> i64 {
    0
}

#[cfg(unix)]
fn parts() -> (i64, i64, i64) {
    // SAFETY: both calls write nothing but the values they are given, which are plain numbers for which zero is a value.
    let time = unsafe {
        let now = libc::time(std::ptr::null_mut());
        let mut parts: libc::tm = std::mem::zeroed();
        libc::localtime_r(&now, &mut parts);
        parts
    };
    (i64::from(time.tm_hour), i64::from(time.tm_min), i64::from(time.tm_sec))
}

/// World time: this system's zone is not asked for.
#[cfg(not(unix))]
fn parts() -> (i64, i64, i64) {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = (since.as_secs() % 86_400) as i64;
    (seconds / 3600, seconds / 60 % 60, seconds % 60)
}
