//! A Windows of our own below `target/`, with a screen nobody sees and a user with a Chinese name.

use crate::command::{output, program, run, target};
use crate::package::files::{at, write};
use crate::setup;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub const WINE: &str = "/usr/lib/wine/wine64";
const SERVER: &str = "/usr/lib/wine/wineserver";
const NEEDED: [&str; 5] = ["wine", "wine64", "xvfb", "xdotool", "gcc-mingw-w64-x86-64"];
/// How long a window may take to appear.
const PATIENCE: Duration = Duration::from_secs(90);
/// Nothing here takes longer; a box that waits for somebody would wait for ever.
const LONGEST: &str = "300";

pub struct Prefix {
    folder: PathBuf,
    screen: Child,
    display: String,
}

impl Prefix {
    pub fn new() -> Result<Prefix, String> {
        setup::packages(&NEEDED)?;
        let folder = target().join("wine");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| at(&folder, error))?;
        }
        fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
        let (screen, display) = screen()?;
        let prefix = Prefix { folder, screen, display };
        run(&mut prefix.wine(&["wineboot", "--init"]))?;
        prefix.says_it_is("win10")?;
        prefix.add_what_wine_lacks()?;
        prefix.name_the_user()?;
        Ok(prefix)
    }

    pub fn surroundings(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.folder)
            .env("DISPLAY", &self.display)
            // Otherwise Wine does not understand Chinese in our arguments.
            .env("LC_ALL", "C.UTF-8")
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=");
    }

    /// `wine64 <words>`
    pub fn wine(&self, words: &[&str]) -> Command {
        let mut command = program("timeout");
        command.args(["--kill-after=5", LONGEST, WINE]).args(words);
        self.surroundings(&mut command);
        command
    }

    /// Ends everything that runs in this Windows, and waits for it.
    pub fn end(&self) -> Result<(), String> {
        for word in ["-k", "-w"] {
            let ended = program(SERVER).arg(word).env("WINEPREFIX", &self.folder).status();
            ended.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    pub fn says_it_is(&self, windows: &str) -> Result<(), String> {
        run(&mut self.wine(&["winecfg", "-v", windows]))
    }

    /// Rust's standard library asks for random bytes by a name that Wine 8 does not know.
    fn add_what_wine_lacks(&self) -> Result<(), String> {
        let library = self.drive().join("windows/system32/bcryptprimitives.dll");
        self.compile(
            "#include <windows.h>\n\
             BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);\n\
             __declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)\n\
             { return SystemFunction036(bytes, (ULONG)count); }\n",
            &["-shared"],
            &library,
        )
    }

    /// Makes a small Windows program or library of C.
    pub fn compile(&self, source: &str, options: &[&str], to: &Path) -> Result<(), String> {
        let file = self.folder.join("source.c");
        write(&file, source)?;
        let mut compiler = program("x86_64-w64-mingw32-gcc");
        run(compiler.args(options).args(["-O1", "-o"]).arg(to).arg(file).arg("-ladvapi32"))
    }

    /// Makes a small library that tells its version when it is asked.
    pub fn compile_library(&self, source: &str, version: &str, to: &Path) -> Result<(), String> {
        let (script, resource) = (self.folder.join("version.rc"), self.folder.join("version.o"));
        let resource_script = format!(
            "1 VERSIONINFO FILEVERSION {}\nBEGIN\n\
             BLOCK \"StringFileInfo\" BEGIN BLOCK \"040904b0\" BEGIN\n\
             VALUE \"FileVersion\", \"{version}\"\n\
             VALUE \"ProductVersion\", \"{version}\"\nEND END\n\
             BLOCK \"VarFileInfo\" BEGIN VALUE \"Translation\", 0x409, 1200 END\nEND\n",
            version.replace('.', ",")
        );
        write(&script, &resource_script)?;
        run(program("x86_64-w64-mingw32-windres").arg(&script).arg(&resource))?;
        self.compile(source, &["-shared", &resource.to_string_lossy()], to)
    }

    /// The user's folders are where they are for one with a Chinese name and a blank in it.
    fn name_the_user(&self) -> Result<(), String> {
        let key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders";
        for (name, folder) in [
            ("AppData", r"AppData\Roaming"),
            ("Local AppData", r"AppData\Local"),
            ("Desktop", "Desktop"),
            ("Programs", r"AppData\Roaming\Microsoft\Windows\Start Menu\Programs"),
            ("Personal", "Documents"),
        ] {
            let path = format!(r"C:\users\张三 李四\{folder}");
            fs::create_dir_all(self.home().join(folder.replace('\\', "/")))
                .map_err(|error| at(&self.home(), error))?;
            self.registry(&["add", key, "/v", name, "/t", "REG_EXPAND_SZ", "/d", &path, "/f"])?;
        }
        Ok(())
    }

    pub fn drive(&self) -> PathBuf {
        self.folder.join("drive_c")
    }

    /// The home of the user.
    pub fn home(&self) -> PathBuf {
        self.drive().join("users/张三 李四")
    }

    /// Makes a folder of this system a drive of that one.
    pub fn add_drive(&self, letter: char, folder: &Path) -> Result<(), String> {
        let link = self.folder.join(format!("dosdevices/{letter}:"));
        if link.is_symlink() {
            fs::remove_file(&link).map_err(|error| at(&link, error))?;
        }
        run(program("ln").arg("-s").arg(folder).arg(&link))
    }

    /// The exit code of a program in this Windows.
    pub fn exit_code(&self, words: &[&str]) -> Result<i32, String> {
        let status = self.wine(words).status().map_err(|error| error.to_string())?;
        match status.code() {
            Some(124 | 137) => Err(format!("{}：{LONGEST} 秒没有结束", words.join(" "))),
            Some(code) => Ok(code),
            None => Err(format!("{}：被中断", words.join(" "))),
        }
    }

    /// Waits until a window with these words in its title is on the screen.
    pub fn shows(&self, title: &str) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let mut search = program("xdotool");
            self.surroundings(&mut search);
            if output(search.args(["search", "--onlyvisible", "--name", title])).is_ok() {
                // It is drawn, and takes keys.
                std::thread::sleep(Duration::from_secs(1));
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(format!("窗口“{title}”没有出现"))
    }

    /// Presses a key where the user looks.
    pub fn press(&self, key: &str) -> Result<(), String> {
        let mut keyboard = program("xdotool");
        self.surroundings(&mut keyboard);
        run(keyboard.args(["key", key]))
    }

    pub fn registry(&self, words: &[&str]) -> Result<(), String> {
        let mut reg = self.wine(&[&["reg"], words].concat());
        output(&mut reg).map(drop)
    }
}

impl Drop for Prefix {
    fn drop(&mut self) {
        let _ = self.end();
        let _ = self.screen.kill();
        let _ = self.screen.wait();
    }
}

/// A display without a screen, and its name.
fn screen() -> Result<(Child, String), String> {
    let mut server = program("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
    let mut screen = server
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("Xvfb：{error}"))?;
    let mut number = String::new();
    if let Some(output) = screen.stdout.take() {
        BufReader::new(output).read_line(&mut number).map_err(|error| error.to_string())?;
    }
    if number.trim().is_empty() {
        return Err("Xvfb 没有打开".to_owned());
    }
    Ok((screen, format!(":{}", number.trim())))
}
