//! What differs from one operating system to another: whether a folder lies on a network drive.

use std::path::Path;

/// True where a file under `folder` would be reached over a network or through a virtual machine's shared
/// folder. SQLite's locks and shared memory do not hold there. `folder` must exist and be canonical.
pub(super) fn is_network(folder: &Path) -> bool {
    imp::is_network(folder)
}

#[cfg(target_os = "linux")]
mod imp {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    use std::path::{Path, PathBuf};

    const REMOTE: [&str; 20] = [
        "nfs",
        "nfs4",
        "cifs",
        "smb2",
        "smb3",
        "smbfs",
        "ncpfs",
        "afs",
        "9p",
        "ceph",
        "glusterfs",
        "lustre",
        "gfs2",
        "ocfs2",
        "davfs",
        "coda",
        "vboxsf",
        "vmhgfs",
        "prl_fs",
        "fuse",
    ];
    /// `fuse.*` is taken as remote (sshfs, gvfs, rclone, vmhgfs-fuse…) but for these, which sit on a disk.
    const LOCAL_FUSE: [&str; 5] = ["ntfs-3g", "exfat", "encfs", "gocryptfs", "fuse-overlayfs"];

    pub fn is_network(folder: &Path) -> bool {
        // Without /proc there is nothing to go by; the probe write after opening still stands.
        std::fs::read(("/proc/self/mountinfo").as_ref() as &Path)
            .is_ok_and(|mounts| filesystem_of(&mounts, folder).is_some_and(|kind| is_remote(&kind)))
    }

    fn is_remote(kind: &str) -> bool {
        match kind.strip_prefix("fuse.") {
            Some(inner) => !LOCAL_FUSE.contains(&inner),
            None => REMOTE.contains(&kind),
        }
    }

    /// The file system of the innermost mount that holds `folder`; a later line hides an earlier one.
    fn filesystem_of(mounts: &[u8], folder: &Path) -> Option<String> {
        let mut best: Option<(usize, String)> = None;
        for line in mounts.split(|byte| *byte == b'\n') {
            let mut fields = line.split(|byte| *byte == b' ');
            let Some(point) = fields.nth(4).map(unescape) else {
                continue;
            };
            // Optional fields end with a lone hyphen; the kind follows it.
            let Some(kind) = fields.skip_while(|field| *field != b"-").nth(1) else {
                continue;
            };
            let depth = point.components().count();
            if folder.starts_with(&point)
                && best.as_ref().is_none_or(|(deepest, _)| depth >= *deepest)
            {
                best = Some((depth, String::from_utf8_lossy(kind).into_owned()));
            }
        }
        best.map(|(_, kind)| kind)
    }

    /// Blank, tab, newline and backslash stand as three octal digits in mountinfo.
    fn unescape(field: &[u8]) -> PathBuf {
        let mut bytes = Vec::with_capacity(field.len());
        let mut rest = field;
        while let Some((&first, tail)) = rest.split_first() {
            let octal = tail.get(..3).and_then(|digits| std::str::from_utf8(digits).ok());
            match octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
                Some(byte) if first == b'\\' => {
                    bytes.push(byte);
                    rest = &tail[3..];
                }
                _ => {
                    bytes.push(first);
                    rest = tail;
                }
            }
        }
        PathBuf::from(OsString::from_vec(bytes))
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        const MOUNTS: &str = "\
21 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 21 0:40 / /mnt/共享\\040盘 rw shared:7 master:2 - cifs //10.0.0.9/an rw
41 21 0:41 / /mnt/共享\\040盘/本地 rw - ext4 /dev/vdb rw
42 21 0:42 / /media/usb rw - fuseblk /dev/sdb1 rw
43 21 0:43 / /home/a/远程 rw - fuse.sshfs a@b:/ rw
44 21 0:44 / /data rw - ext4 /dev/vdc rw
45 21 0:45 / /data rw - nfs4 nas:/data rw
";

        #[test]
        fn the_innermost_mount_decides() {
            for (folder, remote) in [
                ("/home/a", false),
                ("/mnt/共享 盘", true),
                ("/mnt/共享 盘/库", true),
                ("/mnt/共享 盘/本地/库", false),
                ("/mnt/共享 盘子", false),
                ("/media/usb/库", false),
                ("/home/a/远程", true),
                ("/data/库", true),
            ] {
                let kind = filesystem_of(MOUNTS.as_bytes(), Path::new(folder)).unwrap();
                assert_eq!(is_remote(&kind), remote, "{folder} on {kind}");
            }
        }
    }
}

#[cfg(windows)]
mod imp {
    use std::path::{Component, Path, Prefix};

    /// The canonical path of a mapped drive letter is the share behind it, so UNC covers both.
    pub fn is_network(folder: &Path) -> bool {
        matches!(
            folder.components().next(),
            Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
        )
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod imp {
    use std::path::Path;

    /// Not told apart here; the probe write after opening still stands.
    pub fn is_network(_folder: &Path) -> bool {
        false
    }
}
