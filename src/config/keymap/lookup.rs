//! What strokes mean where they are pressed, and what to say when they mean nothing.

use super::Keymap;
use super::binding::labels;
use crate::config::stroke::Stroke;
use crate::config::{Command, Invocation, Place};

/// What a sequence of strokes means in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    Command(Invocation),
    /// The beginning of something: what may follow, with the command it leads to.
    Pending(Vec<(Stroke, Command)>),
    /// Bound to nothing here, with a sentence that says so and names a key nearby.
    Nothing(String),
}

impl Keymap {
    /// Says what the strokes so far mean in `place`.
    pub fn lookup(&self, place: Place, pending: &[Stroke]) -> Lookup {
        let here = || {
            self.bindings
                .iter()
                .filter(move |binding| binding.command.spec().scope.covers(place))
        };
        if let Some(binding) = here().find(|binding| binding.strokes == pending) {
            return Lookup::Command(Invocation {
                command: binding.command,
                argument: binding.argument.clone(),
            });
        }
        let next: Vec<_> = here()
            .filter(|binding| binding.strokes.starts_with(pending))
            .filter_map(|binding| Some((*binding.strokes.get(pending.len())?, binding.command)))
            .collect();
        if next.is_empty() || pending.is_empty() {
            Lookup::Nothing(self.explain(place, pending))
        } else {
            Lookup::Pending(next)
        }
    }

    /// Says that strokes do nothing here, and which key nearby does something.
    fn explain(&self, place: Place, pending: &[Stroke]) -> String {
        let typed = labels(pending);
        if let [beginning @ .., _] = pending
            && !beginning.is_empty()
            && let Lookup::Pending(next) = self.lookup(place, beginning)
        {
            let choices: Vec<String> = next
                .iter()
                .map(|(stroke, command)| {
                    format!(
                        "`{} {}` {}",
                        labels(beginning),
                        stroke.label(),
                        command.spec().short
                    )
                })
                .collect();
            return format!("`{typed}` does nothing; try {}", choices.join(", "));
        }
        let elsewhere = self
            .bindings
            .iter()
            .find(|binding| binding.strokes == pending);
        if let Some(binding) = elsewhere {
            let spec = binding.command.spec();
            let where_it_works = spec.scope.places().first().map_or("", |place| place.name());
            return format!(
                "`{typed}` ({}) does nothing here; it works in {where_it_works}",
                spec.short
            );
        }
        let other_case = self
            .bindings
            .iter()
            .filter(|binding| binding.command.spec().scope.covers(place))
            .find(|binding| {
                matches!((binding.strokes.first(), pending), (Some(bound), [pressed]) if bound.is_near(*pressed))
            });
        match other_case {
            Some(binding) => format!(
                "`{typed}` does nothing; `{}` is {}",
                labels(&binding.strokes),
                binding.command.spec().short
            ),
            None => format!(
                "`{typed}` does nothing; `{}` shows the keys",
                self.first_key(Command::Help)
                    .unwrap_or_else(|| ":help".to_owned())
            ),
        }
    }
}
