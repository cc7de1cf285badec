//! Icon, version details and manifest of `gongkai-cli.exe`; nothing elsewhere than on Windows.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../windows.manifest");
    println!("cargo:rerun-if-changed=../../../icons/icon.ico");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return;
    }
    let mut resource = tauri_winres::WindowsResource::new();
    resource
        .set("ProductName", "公开年报")
        .set("FileDescription", "公开年报（命令行）")
        .set("CompanyName", "公开年报")
        .set("LegalCopyright", "MIT 许可")
        .set_icon("../../../icons/icon.ico")
        .set_manifest(include_str!("../../windows.manifest"));
    if let Err(error) = resource.compile() {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
