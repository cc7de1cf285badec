//! The dialogs of the system for files and folders: each button asks for one, and the page stays as it
//! is while it is open. What is chosen there no driver can tell; the fields beside the buttons take the
//! same paths, and other flows write into those.

use crate::window::Window;

/// Where each button is, and the way to it.
const ASKING: [&[&str]; 12] = [
    &["way-import", "choose"],
    &["way-import", "choose-folder"],
    &["blank-form", "blank-change"],
    &["folder", "folder-choose"],
    &["settings", "rules-write"],
    &["settings", "rules-read"],
    &["way-example", "print", "target-change"],
    &["way-example", "versions", "tab-trail", "export-trail"],
    &["way-example", "review", "choose-returned"],
    &["way-backup", "move-out"],
    &["way-backup", "move-in"],
    &["way-backup", "second-choose"],
];

#[test]
fn a_page_stays_while_the_system_asks_for_a_file() {
    for way in ASKING {
        let window = Window::open("dialogs", 1366, 728);
        for act in way {
            let css = format!("[data-test={act}]");
            window.element(&css);
            window.run(&format!("document.querySelector('{css}').click()"));
        }
        let last = way.last().map(|act| format!("[data-test={act}]")).unwrap();
        window.element(&last);
        assert!(!window.is_there("[data-test=failure]"), "{way:?}");
    }
}
