//! Whole ways through the real window. Needs a screen ($DISPLAY), Debian's webkit2gtk-driver, and the
//! program built with its pages inside (`--features custom-protocol`).

mod bringing;
mod comparing;
mod habits;
mod handbook;
mod looks;
mod pace;
mod pages;
mod texts;
mod whole_way;
mod window;
