//! An empty Tauri window: what the program's own window is compared with.

#[expect(clippy::expect_used, reason = "without its window there is nothing to measure")]
fn main() {
    tauri::Builder::default().run(tauri::generate_context!()).expect("an empty window");
}
