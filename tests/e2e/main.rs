//! Whole ways through the real window. Needs a screen ($DISPLAY), Debian's webkit2gtk-driver, and the
//! program built with its pages inside (`--features custom-protocol`).

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod beside;
mod bridge;
mod bringing;
mod busy;
mod checking;
mod comparing;
mod dialogs;
mod driver;
mod editor;
mod extra_row;
mod habits;
mod handbook;
mod kept;
mod looks;
mod losses;
mod menu;
mod mishaps;
mod opening;
mod pace;
mod pages;
mod panes;
mod paper;
mod past;
mod publishing;
mod refusals;
mod review;
mod rules_and_years;
mod salvaging;
mod settings;
mod sheet;
mod sizes;
mod start;
mod states;
mod texts;
mod whole_way;
#[allow(dead_code, reason = "the measures of pace use the rest of it")]
mod window;
mod wording;
#[path = "../pace/years.rs"]
mod years;
