//! Goes through the pages of installer and uninstaller as the user does, and keeps a picture of each
//! in `target/package/pictures/`. Ends as it began: nothing installed.

use super::prefix::Prefix;
use crate::command::{program, run};
use crate::package::files::{WindowsPackage, at, copy, empty_folder, write};
use crate::setup;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Wine has no Chinese font of its own.
const FONT: &str = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc";

pub fn take(prefix: &Prefix, package: &WindowsPackage) -> Result<(), String> {
    setup::packages(&["fonts-wqy-microhei", "imagemagick"])?;
    copy(Path::new(FONT), &prefix.drive().join("windows/Fonts/wqy-microhei.ttc"))?;
    for font in ["Microsoft YaHei UI", "MS Shell Dlg", "MS Shell Dlg 2", "Tahoma", "Verdana"] {
        let key = r"HKCU\Software\Wine\Fonts\Replacements";
        prefix.registry(&["add", key, "/v", font, "/d", "WenQuanYi Micro Hei", "/f"])?;
    }
    prefix.end()?;
    let folder = empty_folder("pictures")?;
    let home = prefix.home().join("AppData/Local/Programs/公开年报");
    let report = prefix.home().join("AppData/Roaming/cn.gongkai.nianbao/gongkai.db");
    write(&report, "reports")?;
    let kept = |name: &str| {
        std::thread::sleep(Duration::from_secs(3));
        let file = folder.join(format!("{name}.png"));
        let mut camera = program("import");
        prefix.surroundings(&mut camera);
        run(camera.args(["-window", "root"]).arg(&file))?;
        let size = fs::metadata(&file).map_err(|error| at(&file, error))?.len();
        // A picture of nothing but an empty screen has a few hundred bytes.
        if size > 5_000 { Ok(()) } else { Err(format!("{}：什么也没有", file.display())) }
    };
    let walk = |path: &Path, pages: &[&str]| {
        let mut open =
            prefix.wine(&[&path.to_string_lossy()]).spawn().map_err(|error| error.to_string())?;
        let opened = prefix.shows("公开年报");
        let seen = opened.and_then(|()| {
            pages.iter().try_for_each(|page| {
                if page.ends_with("装好") {
                    appears(&home.join("卸载.exe"));
                }
                kept(page)?;
                prefix.press("Return")
            })
        });
        let ended = open.wait().map_err(|error| error.to_string());
        seen.and(ended.map(drop))
    };
    walk(&package.installer, &["1-欢迎", "2-文件夹", "3-没有WebView2时装好", "4-完成"])?;
    walk(&home.join("gongkai.exe"), &["5-没有WebView2时打开"])?;
    walk(&home.join("卸载.exe"), &["6-卸载"])?;
    // The uninstaller goes on in a copy of itself.
    kept("7-数据留下")?;
    prefix.press("Return")?;
    kept("8-卸载完成")?;
    prefix.press("Return")?;
    std::thread::sleep(Duration::from_secs(2));
    prefix.end()?;
    let left = fs::read(&report).is_ok_and(|bytes| bytes == b"reports");
    if !left || home.join("gongkai.exe").exists() {
        return Err("卸载以后：数据应当还在，程序应当没有了".to_owned());
    }
    fs::remove_file(&report).map_err(|error| at(&report, error))
}

/// Waits until the file is there.
fn appears(file: &Path) {
    let patience = Instant::now();
    while !file.exists() && patience.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(300));
    }
}
