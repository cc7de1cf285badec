//! The desktop program: a thin shell between the window and the crates that do the work.
//!
//! `commands` is what the window may ask, one file per screen; `desk` is what lies on the desk while
//! the program runs; `failure` turns every failure into a sentence; `folder` knows where data lie;
//! `self_check` does the main job without a window; `webview` makes sure that one can be drawn.

mod commands;
mod desk;
mod failure;
mod folder;
mod self_check;
mod webview;

use desk::Desk;
use std::ffi::OsString;
use std::process::ExitCode;
use tauri::Manager;

/// Opens the window and stays until it is closed; `--version` and `--self-check` do without one.
pub fn run() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    match words.first().and_then(|word| word.to_str()) {
        Some("--version" | "-V") => {
            println!("gongkai {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Some("--self-check") => return self_check::run(&words[1..]),
        _ => {}
    }
    webview::or_explain();
    let mut builder = tauri::Builder::default();
    if folder::by_variable().is_none() {
        // A second start brings the first window to the front.
        builder = builder
            .plugin(tauri_plugin_single_instance::init(|app, _, _| {
                if let Some(window) = app.get_webview_window("main") {
                    let _ = window.unminimize();
                    let _ = window.set_focus();
                }
            }))
            .plugin(tauri_plugin_window_state::Builder::default().build());
    }
    let ran = builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .setup(|app| {
            let usual = app.path().app_data_dir()?;
            let folder = folder::of(&usual);
            if let Some(log) = folder::start_log(&folder) {
                app.manage(log);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), folder = %folder.display(), "opened");
            app.manage(Desk::open(&folder));
            app.manage(commands::checking::FolderCheck::default());
            app.manage(commands::Folders { usual, used: folder });
            Ok(())
        })
        .invoke_handler(commands::all())
        .run(tauri::generate_context!());
    if let Err(error) = ran {
        tracing::error!(%error, "the window could not be opened");
        eprintln!("公开年报：窗口打不开。{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
