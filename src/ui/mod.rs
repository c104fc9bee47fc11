//! The screen: `update` edits the state, `view` draws it, the runtime carries out effects.
