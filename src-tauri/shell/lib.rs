//! The desktop program: a thin shell between the window and the crates that do the work.
//!
//! `commands` is what the window may ask, one file per screen; `data_folder` knows where data and log
//! lie; `print_dialog` opens the system's; `closing` lets no window go before what was typed is kept; `self_check` does the main job without a window; `webview` makes sure that one can be drawn,
//! `window` opens it.
//!
//! **Deliberately absent**: what the program does. That is `gongkai_app`'s.

mod closing;
mod commands;
mod data_folder;
mod print_dialog;
mod self_check;
mod webview;
mod window;

pub use data_folder::UsedFolders;
use gongkai_app::Session;
use std::ffi::OsString;
use std::path::PathBuf;
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
    if data_folder::by_variable().is_none() {
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
    let built = with_commands(builder)
        .setup(|app| {
            let usual = app.path().app_data_dir()?;
            let other = [app.path().app_config_dir(), app.path().app_local_data_dir()];
            let noted = UsedFolders::noted_in(&usual, other.into_iter().flatten());
            let folder = data_folder::of(&usual, &noted);
            if data_folder::by_setting(&usual).as_ref() == Some(&folder) {
                // Data were copied there when it was set.
                noted.add(&folder);
            }
            if !noted.contain(&folder) {
                // A log tells of a first start, too.
                let _ = std::fs::create_dir_all(&folder);
            }
            if let Some(log) = data_folder::start_log(&folder) {
                app.manage(log);
            }
            tracing::info!(version = env!("CARGO_PKG_VERSION"), folder = %folder.display(), "opened");
            open_session(app, usual, folder, noted);
            window::open(app)?;
            Ok(())
        })
        .on_window_event(|window, event| {
            if let tauri::WindowEvent::CloseRequested { api, .. } = event {
                closing::asked(window, api);
            }
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => {
            app.run(|app, event| {
                if let tauri::RunEvent::Exit = event {
                    let session = app.state::<Session>();
                    session.remove_copies();
                    if let Err(failure) = session.back_up_on_closing() {
                        tracing::warn!(%failure, "no backup was made on closing");
                    }
                    session.close();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            eprintln!("公开年报：窗口打不开。{error}");
            ExitCode::FAILURE
        }
    }
}

/// All a window may ask, on whatever draws it.
pub fn with_commands<R: tauri::Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
    builder
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::all())
}

/// What the commands work on, with the data in the folder `used`.
pub fn open_session<R: tauri::Runtime>(
    app: &impl Manager<R>,
    usual: PathBuf,
    used: PathBuf,
    noted: UsedFolders,
) {
    let folders = commands::Folders::new(usual, used.clone(), noted);
    app.manage(Session::open_known(&used, folders.known()));
    app.manage(folders);
    app.manage(closing::Closing::default());
}
