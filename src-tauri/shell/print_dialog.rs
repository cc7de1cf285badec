//! The system's print dialog for what the page has ready to print: A4 without margins and without
//! anything a browser would add. Which pages, how many copies, one side or both is chosen there.
//!
//! **Deliberately absent**: what is printed. The page of the window holds it under its rules for paper
//! (`ui/src/style.css`).

use gongkai_app::Failure;
use std::path::Path;
use tauri::{Runtime, WebviewWindow};

fn failed(details: impl ToString) -> Failure {
    Failure {
        details: details.to_string(),
        ..Failure::refused("打印没有完成；请检查打印机，或者导出 PDF 再打印。")
    }
}

/// Opens the dialog. On Linux it answers when everything has gone to the printer, or nothing is to.
/// `title`: what the job is called; a file it is printed to lies in `folder` unless told otherwise.
///
/// # Errors
/// When the dialog can't be opened, or the printer takes nothing.
#[cfg(target_os = "linux")]
pub fn open<R: Runtime>(
    window: &WebviewWindow<R>,
    title: &str,
    folder: &Path,
) -> Result<(), Failure> {
    use gtk::prelude::{Cast, WidgetExt};
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::sync::mpsc;
    use webkit2gtk::{PrintOperation, PrintOperationExt, PrintOperationResponse};

    let (settings, (tell, told)) = ((title.to_owned(), folder.to_owned()), mpsc::channel());
    let shown = window.with_webview(move |webview| {
        let view = webview.inner();
        let operation = PrintOperation::new(&view);
        let (title, folder) = settings;
        operation.set_page_setup(&whole_paper());
        operation.set_print_settings(&print_settings(&title, &folder));
        let why: Rc<RefCell<Option<String>>> = Rc::default();
        let held = why.clone();
        operation.connect_failed(move |_, error| *held.borrow_mut() = Some(error.to_string()));
        let done = tell.clone();
        // The operation lives until it has said that it has finished.
        let kept = RefCell::new(Some(operation.clone()));
        operation.connect_finished(move |_| {
            let _ = done.send(why.borrow_mut().take());
            kept.borrow_mut().take();
        });
        let parent = view.toplevel().and_then(|top| top.downcast::<gtk::Window>().ok());
        if operation.run_dialog(parent.as_ref()) == PrintOperationResponse::Cancel {
            let _ = tell.send(None);
        }
    });
    shown.map_err(failed)?;
    // Without an answer there was no window to print.
    match told.recv().ok().flatten() {
        Some(why) => Err(failed(why)),
        None => Ok(()),
    }
}

/// A4 whose whole paper is printed on: the margins are the page's own.
#[cfg(target_os = "linux")]
fn whole_paper() -> gtk::PageSetup {
    let setup = gtk::PageSetup::new();
    setup.set_paper_size(&gtk::PaperSize::new(Some("iso_a4")));
    setup.set_top_margin(0.0, gtk::Unit::Mm);
    setup.set_bottom_margin(0.0, gtk::Unit::Mm);
    setup.set_left_margin(0.0, gtk::Unit::Mm);
    setup.set_right_margin(0.0, gtk::Unit::Mm);
    setup
}

/// As large as it is; a file it is printed to is called after its title.
#[cfg(target_os = "linux")]
fn print_settings(title: &str, folder: &Path) -> gtk::PrintSettings {
    let settings = gtk::PrintSettings::new();
    settings.set_paper_size(&gtk::PaperSize::new(Some("iso_a4")));
    settings.set_scale(100.0);
    settings.set("output-basename", Some(title));
    settings.set("output-dir", folder.to_str());
    settings.set("output-file-format", Some("pdf"));
    settings
}

/// Opens the dialog of Windows; a WebView2 that knows it not yet opens its own.
///
/// # Errors
/// When neither can be opened.
#[cfg(windows)]
#[expect(unsafe_code, reason = "only WebView2 itself opens the dialog of the system")]
pub fn open<R: Runtime>(window: &WebviewWindow<R>, _: &str, _: &Path) -> Result<(), Failure> {
    use std::sync::mpsc;
    use webview2_com::Microsoft::Web::WebView2::Win32::{
        COREWEBVIEW2_PRINT_DIALOG_KIND_SYSTEM, ICoreWebView2_16,
    };
    use windows_core::Interface;

    let (tell, told) = mpsc::channel();
    let asked = window.with_webview(move |webview| {
        // SAFETY: the controller is the window's own, on the thread it belongs to.
        let shown = unsafe {
            webview.controller().CoreWebView2().and_then(|view| {
                view.cast::<ICoreWebView2_16>()?.ShowPrintUI(COREWEBVIEW2_PRINT_DIALOG_KIND_SYSTEM)
            })
        };
        let _ = tell.send(shown.is_ok());
    });
    asked.map_err(failed)?;
    match told.recv() {
        Ok(false) => window.print().map_err(failed),
        _ => Ok(()),
    }
}

/// Opens what the web view has for printing.
///
/// # Errors
/// When it can't be opened.
#[cfg(not(any(windows, target_os = "linux")))]
pub fn open<R: Runtime>(window: &WebviewWindow<R>, _: &str, _: &Path) -> Result<(), Failure> {
    window.print().map_err(failed)
}
