//! The screen: `update` edits the state, `view` draws it, the runtime carries out effects.
//!
//! ```text
//! terminal event ─► keys / mouse ─► run(&mut State, Command) ─┐
//! answer of a job ─► Msg ─► update(&mut State, Msg) ──────────┴─► Outcome { redraw, effects } ─► runtime ─► Msg
//! view(&State, &Theme, &mut Frame)  draws, changes nothing;  layout(area, &State)  says where things are, to both
//! ```
//!
//! [`State`] joins one struct for each screen. A screen is a folder under `screens/` with its state, its part of
//! `update` and its `view`:
//!
//! | Function of a screen | Called by | When |
//! | --- | --- | --- |
//! | `show(&mut ui::State, …) -> Outcome` | `run`, other screens | it shall be on top; asks for what it needs |
//! | `motion(&mut ui::State, Motion) -> Outcome` | `run` | movement keys and the wheel, while it is on top |
//! | `enter(&mut ui::State) -> Outcome` | `run` | `Enter` |
//! | `key(&mut ui::State, KeyEvent) -> Option<Outcome>` | `keys` | overlays only: before the keymap; `None` leaves the key to it |
//! | `paste(&mut ui::State, &str) -> Outcome` | `update` | overlays with a line to type in |
//! | `click(&mut ui::State, Rect, Position, is_double) -> Outcome` | `mouse` | a click within the area it was drawn in |
//! | `leave(&mut ui::State) -> Outcome` | `run` | before it is closed: keep a position, drop what is large |
//! | `view(&ui::State, &Theme, Rect, &mut Frame)` | `view` | drawing |
//!
//! Only the functions that mean something for a screen exist. The area of a full screen is [`Panes::body`]; overlays
//! get the whole body and place themselves in it with a pure function that `click` uses too.

pub mod effect;
pub mod keys;
pub mod layout;
pub mod library;
pub mod load;
pub mod motion;
pub mod mouse;
pub mod msg;
pub mod previews;
pub mod runtime;
pub mod screens;
pub mod state;
mod terminal;
pub mod update;
pub mod view;
pub mod widgets;

pub use effect::{Effect, Outcome};
pub use layout::{Panes, layout};
pub use library::{Library, Shelf};
pub use load::{Load, Ticket};
pub use motion::Motion;
pub use msg::{Answer, Msg, Preview};
pub use runtime::{Opening, open};
pub use state::{Notice, Options, Overlay, Pane, Screen, State};
pub use update::{run, update};
pub use view::view;
