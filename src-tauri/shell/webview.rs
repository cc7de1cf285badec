//! What draws the window. On Windows that is WebView2, asked for before anything is opened: without
//! it the user gets a box that says what to do, and the data stay as they are.
//!
//! A folder `WebView2` beside the program holds a runtime of its own and is used instead of the
//! system's. On Linux WebKitGTK draws, and is told to do so without the graphics card; without a
//! display one sentence says so.

/// Ends the program, with exit code 2, when the window could not be drawn.
#[cfg(windows)]
#[expect(unsafe_code, reason = "the environment is set before anything else runs")]
pub fn or_explain() {
    const VARIABLE: &str = "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER";
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| Some(program.parent()?.join("WebView2")))
        .filter(|folder| folder.join("msedgewebview2.exe").is_file());
    if let Some(folder) = beside {
        // SAFETY: nothing else runs yet that could read the environment.
        unsafe { std::env::set_var(VARIABLE, folder) };
    }
    if tauri::webview_version().is_err() {
        tell(
            "这台电脑上没有 Microsoft Edge WebView2 运行时，“公开年报”的窗口打不开。年报数据没有改动。\n\n\
             请在能上网的电脑上，从微软网站下载“常青独立安装程序 x64”（文件名 \
             MicrosoftEdgeWebView2RuntimeInstallerX64.exe），拷到这台电脑上双击安装，然后再打开“公开年报”。",
        );
        std::process::exit(2);
    }
}

/// Ends the program, with exit code 2, where there is no display the window could be opened on.
///
/// Forms and text are drawn sooner, and in a third less memory, without WebKitGTK's layers on
/// the graphics card; and no card's driver can leave the window white. Whoever sets the variable
/// decides (`0` brings the layers back).
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the environment is set before anything else runs")]
pub fn or_explain() {
    const VARIABLE: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
    if std::env::var_os(VARIABLE).is_none() {
        // SAFETY: nothing else runs yet that could read the environment.
        unsafe { std::env::set_var(VARIABLE, "1") };
    }
    if gtk::init().is_err() {
        eprintln!(
            "公开年报：这里没有能用的显示器，窗口打不开；请在桌面环境里打开，不开窗口可以用 gongkai-cli。"
        );
        std::process::exit(2);
    }
}

#[cfg(not(any(windows, target_os = "linux")))]
pub fn or_explain() {}

/// A box with this text.
#[cfg(windows)]
#[expect(unsafe_code, reason = "a box without a window is Windows's own")]
fn tell(text: &str) {
    use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONWARNING, MessageBoxW};

    let wide = |text: &str| text.encode_utf16().chain([0]).collect::<Vec<u16>>();
    let (text, title) = (wide(text), wide("公开年报"));
    // SAFETY: both texts end with a zero and outlive the call; there is no owner.
    unsafe { MessageBoxW(std::ptr::null_mut(), text.as_ptr(), title.as_ptr(), MB_ICONWARNING) };
}
