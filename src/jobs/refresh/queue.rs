//! The feeds of a refresh that wait: a few of each host at a time, hosts in turn.
//!
//! A feed that is fetched takes some kilobytes and one that waits here almost nothing, so thousands can wait; and as no
//! host has more than a few on their way, a slow one never keeps the others from theirs.

use std::collections::{HashMap, VecDeque};

use crate::store::FetchTarget;

/// The feeds that wait, by host.
#[derive(Debug)]
pub(super) struct HostQueue {
    hosts: HashMap<String, Host>,
    /// Hosts that may have one more feed on its way, each once.
    ready: VecDeque<String>,
    /// Feeds of one host on their way at once.
    per_host: usize,
}

#[derive(Debug, Default)]
struct Host {
    waiting: VecDeque<FetchTarget>,
    away: usize,
}

impl HostQueue {
    /// Lines feeds up; those of one host keep their order.
    pub(super) fn new(targets: Vec<FetchTarget>, per_host: usize) -> Self {
        let mut hosts: HashMap<String, Host> = HashMap::new();
        let mut ready = VecDeque::new();
        for target in targets {
            let name = target.url.host_str().unwrap_or_default();
            if let Some(host) = hosts.get_mut(name) {
                host.waiting.push_back(target);
            } else {
                let name = name.to_owned();
                ready.push_back(name.clone());
                let waiting = VecDeque::from([target]);
                hosts.insert(name, Host { waiting, away: 0 });
            }
        }
        Self {
            hosts,
            ready,
            per_host: per_host.max(1),
        }
    }

    /// Returns the next feed to be fetched and its host; `None` when all are on their way or must wait for
    /// [`HostQueue::back`].
    pub(super) fn next(&mut self) -> Option<(String, FetchTarget)> {
        let name = self.ready.pop_front()?;
        let host = self.hosts.get_mut(&name)?;
        let target = host.waiting.pop_front()?;
        host.away += 1;
        if host.away < self.per_host && !host.waiting.is_empty() {
            self.ready.push_back(name.clone());
        }
        Some((name, target))
    }

    /// Says that a feed of this host is done.
    pub(super) fn back(&mut self, name: &str) {
        let Some(host) = self.hosts.get_mut(name) else {
            return;
        };
        let was_full = host.away == self.per_host;
        host.away = host.away.saturating_sub(1);
        if host.waiting.is_empty() {
            if host.away == 0 {
                self.hosts.remove(name);
            }
        } else if was_full {
            self.ready.push_back(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::FeedId;

    fn target(host: usize, number: usize) -> FetchTarget {
        FetchTarget {
            feed: FeedId::new(i64::try_from(number).unwrap()),
            url: format!("https://h{host}.example/{number}").parse().unwrap(),
            title: String::new(),
            etag: None,
            last_modified: None,
            tries: 0,
            interval: None,
        }
    }

    fn paths(queue: &mut HostQueue) -> Vec<String> {
        std::iter::from_fn(|| queue.next())
            .map(|(_, target)| target.url.to_string())
            .collect()
    }

    #[test]
    fn a_few_of_each_host_go_in_turn() {
        let targets = [(1, 0), (1, 1), (1, 2), (2, 3), (3, 4)];
        let targets = targets.map(|(host, number)| target(host, number));
        let mut queue = HostQueue::new(targets.to_vec(), 2);
        assert_eq!(
            paths(&mut queue),
            [
                "https://h1.example/0",
                "https://h2.example/3",
                "https://h3.example/4",
                "https://h1.example/1"
            ]
        );
        queue.back("h2.example");
        assert!(queue.next().is_none());
        queue.back("h1.example");
        assert_eq!(paths(&mut queue), ["https://h1.example/2"]);
    }

    proptest! {
        #[test]
        fn every_feed_goes_once_and_no_host_has_more_than_its_share_away(
            hosts in proptest::collection::vec(0..4_usize, 0..40),
            per_host in 1..4_usize,
            choices in proptest::collection::vec(any::<prop::sample::Index>(), 40),
        ) {
            let targets = hosts.iter().enumerate().map(|(number, host)| target(*host, number));
            let mut queue = HostQueue::new(targets.collect(), per_host);
            let mut gone = Vec::new();
            let mut away: Vec<String> = Vec::new();
            let mut choices = choices.into_iter();
            loop {
                while let Some((host, target)) = queue.next() {
                    gone.push(target.feed);
                    away.push(host);
                    let of_host = |name: &String| away.iter().filter(|host| *host == name).count();
                    prop_assert!(away.iter().all(|name| of_host(name) <= per_host));
                }
                let Some(choice) = choices.next().filter(|_| !away.is_empty()) else {
                    break;
                };
                queue.back(&away.swap_remove(choice.index(away.len())));
            }
            gone.sort_unstable();
            let all: Vec<FeedId> = (0..hosts.len()).map(|number| target(0, number).feed).collect();
            prop_assert_eq!(gone, all);
            prop_assert!(queue.hosts.is_empty());
        }
    }
}
