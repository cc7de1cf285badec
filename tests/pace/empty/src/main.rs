//! An empty Tauri window: what the program's own window is compared with.

fn main() {
    tauri::Builder::default().run(tauri::generate_context!()).expect("an empty window");
}
