//! The one clock: everything below is handed `now`.

use jiff::tz::TimeZone;

use crate::domain::Timestamp;

/// Returns the current time, in whole seconds.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock the rest of the program is handed"
)]
pub fn now() -> Timestamp {
    Timestamp::from_seconds(jiff::Timestamp::now().as_second())
}

/// Returns the person's time zone; UTC where the system does not say.
pub fn zone() -> TimeZone {
    TimeZone::system()
}

/// Returns the first second of the person's day.
pub fn today() -> Timestamp {
    now().start_of_day(&zone())
}

/// Measures how long something took.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a stopwatch is a clock")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Returns milliseconds since the start, with fractions.
    pub fn milliseconds(self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1_000.0
    }
}
