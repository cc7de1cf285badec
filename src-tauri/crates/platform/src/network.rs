//! Whether a folder lies on another computer's disk, where SQLite's locks cannot be relied on.
//!
//! **Deliberately absent**: what follows from it; the program warns, and nothing is refused here.

use std::path::Path;

/// Whether this path, or the nearest folder above it that exists, is on a network drive. What cannot
/// be told counts as local.
pub fn is_remote(path: &Path) -> bool {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|folder| folder.canonicalize().ok()).unwrap_or(path);
    on_remote_drive(&there)
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "Windows is asked what kind of drive it is")]
fn on_remote_drive(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    use windows_sys::Win32::Storage::FileSystem::GetDriveTypeW;
    use windows_sys::Win32::System::WindowsProgramming::DRIVE_REMOTE;

    let Some(Component::Prefix(prefix)) = path.components().next() else { return false };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => true,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            let root = [u16::from(letter), u16::from(b':'), u16::from(b'\\'), 0];
            // SAFETY: the text ends with a zero and outlives the call.
            unsafe { GetDriveTypeW(root.as_ptr()) == DRIVE_REMOTE }
        }
        _ => false,
    }
}

#[cfg(not(windows))]
fn on_remote_drive(path: &Path) -> bool {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    path.to_str().is_some_and(|path| mounted_from_afar(&mounts, path))
}

/// Whether the mount that holds the path is of a kind that reaches over the network, given the
/// kernel's list of mounts (proc(5), `mountinfo`).
#[cfg(any(test, not(windows)))]
fn mounted_from_afar(mounts: &str, path: &str) -> bool {
    const KINDS: [&str; 13] = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "fuse.sshfs",
        "fuse.gvfsd-fuse",
        "fuse.davfs2",
    ];
    let mount = mounts.lines().filter_map(|line| {
        let (mount, kind) = line.split_once(" - ")?;
        let at = mount.split(' ').nth(4)?;
        // Blanks and the like are written as octal numbers.
        let at = at.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        let within = Path::new(path).starts_with(&at);
        within.then(|| (at.len(), kind.split(' ').next().unwrap_or_default()))
    });
    // Of two mounts on one place the later hides the earlier.
    mount.max_by_key(|(length, _)| *length).is_some_and(|(_, kind)| KINDS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
35 22 0:31 / /srv rw,relatime shared:2 - nfs4 server:/srv rw,vers=4.2
36 35 0:32 / /srv/local rw - xfs /dev/vdb rw
40 22 0:40 / /mnt/单位\\040共享 rw,relatime - cifs //server/share rw
41 22 0:41 / /mnt/twice rw - nfs server:/a rw
42 41 0:42 / /mnt/twice rw - tmpfs tmpfs rw
";

    #[test]
    fn the_nearest_mount_decides() {
        for (path, afar) in [
            ("/var/lib/gongkai", false),
            ("/srv/zhangsan/.local/share", true),
            ("/srv", true),
            ("/srvs", false),
            ("/srv/local/zhangsan", false),
            ("/mnt/单位 共享/年报", true),
            ("/mnt/twice/x", false),
        ] {
            assert_eq!(mounted_from_afar(MOUNTS, path), afar, "{path}");
        }
        assert!(!mounted_from_afar("nonsense\n", "/srv"));
    }

    #[test]
    fn this_computer_s_own_disk_is_no_network_drive() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_remote(folder.path()));
        assert!(!is_remote(&folder.path().join("not/there/yet")));
    }

    #[test]
    #[cfg(windows)]
    fn a_share_is_a_network_drive() {
        assert!(is_remote(Path::new(r"\\server\share\年报")));
    }
}
