//! The package for Debian, Ubuntu and the desktops made from them (统信 UOS, 银河麒麟): a .deb.
//!
//! The program, its command line and the fonts lie together in `/usr/lib/gongkai`, as they do in a
//! folder on Windows.

use super::files::{
    at, copy, empty_folder, packages_folder, put_fonts_and_licences, show, show_room, version,
    write,
};
use crate::command::{cargo, output, program, root, run, say, target};
use crate::setup;
use crate::steps::{Count, Steps};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

pub fn package(test: bool) -> Result<(), String> {
    let mut steps = Steps::of("package");
    let mut deb = None;
    let built = setup::to_run(&mut steps)
        && steps.must("Linux：准备软件包", || setup::packages(&["dpkg-dev"]))
        && steps.must("Linux：编译", || {
            run(cargo().args([
                "build",
                "--release",
                "--package=gongkai",
                "--package=gongkai-cli",
                "--features=gongkai/custom-protocol",
            ]))
        });
    if built {
        steps.must("Linux：安装包", || pack().map(|file| deb = Some(file)));
    }
    if test && let Some(deb) = deb {
        steps.run("Linux：安装、打开、卸载", || try_out(&deb));
    }
    steps.end()
}

fn pack() -> Result<PathBuf, String> {
    let version = version()?;
    let tree = empty_folder("linux")?;
    let home = tree.join("usr/lib/gongkai");
    let built = target().join("release");
    for name in ["gongkai", "gongkai-cli"] {
        copy(&built.join(name), &home.join(name))?;
    }
    put_fonts_and_licences(&home)?;
    let bin = tree.join("usr/bin");
    fs::create_dir_all(&bin).map_err(|error| at(&bin, error))?;
    for name in ["gongkai", "gongkai-cli"] {
        run(program("ln").args(["-s", &format!("../lib/gongkai/{name}")]).arg(bin.join(name)))?;
    }
    copy(
        &root().join("src-tauri/xtask/linux/gongkai.desktop"),
        &tree.join("usr/share/applications/gongkai.desktop"),
    )?;
    for (file, size) in
        [("32x32.png", "32x32"), ("128x128.png", "128x128"), ("icon.png", "512x512")]
    {
        let icon = root().join("icons").join(file);
        if icon.is_file() {
            copy(&icon, &tree.join(format!("usr/share/icons/hicolor/{size}/apps/gongkai.png")))?;
        }
    }
    let doc = tree.join("usr/share/doc/gongkai");
    copy(&home.join("licences/THIRD-PARTY.txt"), &doc.join("copyright"))?;

    let control = format!(
        "Package: gongkai\nVersion: {version}\nArchitecture: {}\nMaintainer: 公开年报 <gongkai@localhost>\n\
         Section: editors\nPriority: optional\nInstalled-Size: {}\nDepends: {}\n\
         Recommends: fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei\n\
         Description: 公开年报：编写、核对、对比、印制政府信息公开工作年度报告\n \
         接过去年的年报，填写今年的表格，边填边核对，与去年对比，印制正式的 PDF。\n \
         不需要联网，不需要账号，数据保存在自己的电脑上。\n",
        architecture()?,
        kilobytes(&tree)?,
        dependencies(&home)?,
    );
    write(&tree.join("DEBIAN/control"), &control)?;
    let deb = packages_folder()?.join(format!("gongkai_{version}_{}.deb", architecture()?));
    run(program("dpkg-deb").args(["--root-owner-group", "-Zxz", "--build"]).arg(&tree).arg(&deb))?;
    show(&deb)?;
    show_room(&tree)?;
    Ok(deb)
}

fn architecture() -> Result<String, String> {
    let said = output(program("dpkg").arg("--print-architecture"))?;
    Ok(String::from_utf8_lossy(&said).trim().to_owned())
}

fn kilobytes(tree: &Path) -> Result<u64, String> {
    let said = output(program("du").args(["-sk"]).arg(tree))?;
    let said = String::from_utf8_lossy(&said);
    said.split('\t').next().and_then(|number| number.parse().ok()).ok_or_else(|| said.into_owned())
}

/// The libraries the two programs are linked with, as packages of the versions they need.
fn dependencies(home: &Path) -> Result<String, String> {
    let work = empty_folder("linux-dependencies")?;
    write(
        &work.join("debian/control"),
        "Source: gongkai\n\nPackage: gongkai\nArchitecture: any\n",
    )?;
    let said = output(
        program("dpkg-shlibdeps")
            .current_dir(&work)
            .arg("-O")
            .arg(home.join("gongkai"))
            .arg(home.join("gongkai-cli")),
    )?;
    fs::remove_dir_all(&work).map_err(|error| at(&work, error))?;
    String::from_utf8_lossy(&said)
        .trim()
        .strip_prefix("shlibs:Depends=")
        .map(str::to_owned)
        .ok_or_else(|| "dpkg-shlibdeps 没有列出依赖".to_owned())
}

/// Installs the package on this machine, opens the window, does the main job, and removes it again.
fn try_out(deb: &Path) -> Result<Count, String> {
    setup::packages(&["xvfb", "xauth", "xdotool", "desktop-file-utils"])?;
    let mut passed = 0;
    let mut hold = |what: &str, done: Result<(), String>| {
        done.map(|()| {
            passed += 1;
            say(&format!("✓ {what}"));
        })
        .map_err(|error| format!("{what}：{error}"))
    };
    hold("安装，依赖一并装好", setup::install(deb))?;
    hold("依赖齐全", run(program("dpkg-query").args(["-s", "gongkai"]).stdout(Stdio::null())))?;
    let entry = "/usr/share/applications/gongkai.desktop";
    hold("桌面入口", run(program("desktop-file-validate").arg(entry)))?;
    let icon = Path::new("/usr/share/icons/hicolor/128x128/apps/gongkai.png");
    hold("图标", is(icon.is_file(), "没有图标"))?;
    for name in ["gongkai", "gongkai-cli"] {
        let said = output(program(&format!("/usr/bin/{name}")).arg("--version"))?;
        let said = String::from_utf8_lossy(&said).trim().to_owned();
        hold(name, is(said == format!("{name} {}", version()?), &said))?;
    }
    let work = empty_folder("试 装")?;
    let report = root().join("tests/reports/lines_broken.txt");
    let printed = program("/usr/bin/gongkai-cli")
        .current_dir(&work)
        .arg("pdf")
        .arg(report)
        .args(["-o", "年 报.pdf", "--fonts", "bundled"])
        .status();
    hold("印制", is(printed.is_ok_and(|status| status.success()), "没有印成"))?;
    let start = Instant::now();
    hold("自检", run(program("/usr/bin/gongkai").arg("--self-check").arg(work.join("自 检"))))?;
    say(&format!("自检 {:.1} 秒", start.elapsed().as_secs_f64()));
    hold("打开窗口", opens(&work))?;
    hold("再装一次（升级），数据不动", setup::install(deb))?;
    hold("卸载", setup::remove("gongkai"))?;
    let gone = !Path::new("/usr/lib/gongkai").exists() && !Path::new(entry).exists();
    hold("卸载后没有残留", is(gone, "还有文件"))?;
    let kept = work.join("data/cn.gongkai.nianbao/gongkai.db").is_file();
    hold("卸载后数据还在", is(kept, "数据没有了"))?;
    Ok(Count { passed, failed: 0 })
}

fn is(holds: bool, why: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why.to_owned()) }
}

/// The installed program shows its window, and stays until it is told to end.
fn opens(work: &Path) -> Result<(), String> {
    // The window is looked for under its title for half a minute.
    let script = "gongkai & window=$!
        for _ in $(seq 60); do
            xdotool search --onlyvisible --name '^公开年报$' >/dev/null 2>&1 && found=1 && break
            sleep 0.5
        done
        sleep 3; kill -0 $window && kill $window && [ -n \"$found\" ]";
    let mut window = program("xvfb-run");
    window.args(["-a", "bash", "-c", script]);
    window.env("HOME", work).env("XDG_DATA_HOME", work.join("data")).env("LC_ALL", "C.UTF-8");
    window.env("GSETTINGS_BACKEND", "memory").env("NO_AT_BRIDGE", "1");
    let ended = window.status().map_err(|error| error.to_string())?;
    is(ended.success(), "半分钟里没有出现窗口")
}
