//! Answers that take time, and how stale ones are told from fresh ones.

/// Tells one request of a kind from the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticket(u64);

/// Hands out tickets, each greater than the one before.
#[derive(Debug, Clone, Default)]
pub struct Tickets(u64);

impl Tickets {
    pub fn issue(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }
}

/// One thing that is loaded and can be superseded.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Load<T> {
    /// Not asked for.
    #[default]
    Idle,
    Waiting(Ticket),
    Ready(T),
    /// In one sentence for the person.
    Failed(String),
}

impl<T> Load<T> {
    /// Takes the answer to `ticket`; returns false and changes nothing when something newer was asked for since.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<T, String>) -> bool {
        if !matches!(self, Self::Waiting(waiting) if *waiting == ticket) {
            return false;
        }
        *self = match answer {
            Ok(value) => Self::Ready(value),
            Err(why) => Self::Failed(why),
        };
        true
    }

    pub const fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Idle | Self::Waiting(_) | Self::Failed(_) => None,
        }
    }

    pub const fn ready_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Ready(value) => Some(value),
            Self::Idle | Self::Waiting(_) | Self::Failed(_) => None,
        }
    }

    pub const fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_to_an_older_request_is_dropped() {
        let mut tickets = Tickets::default();
        let old = tickets.issue();
        let new = tickets.issue();
        let mut load = Load::Waiting(new);
        assert!(!load.settle(old, Ok("old")));
        assert_eq!(load, Load::Waiting(new));
        assert!(load.settle(new, Ok("new")));
        assert_eq!(load, Load::Ready("new"));
        assert!(!load.settle(new, Err("twice".to_owned())));
        assert_eq!(load.ready(), Some(&"new"));
    }
}
