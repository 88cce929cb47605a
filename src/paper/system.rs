//! Where the fonts of an office's computer lie: 仿宋, 小标宋, 黑体, 楷体 of Windows, UOS, Kylin, Debian.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use super::fonts::Style;

/// File names that each style is known by, the best first, in lower case.
const KNOWN: [(Style, &[&str]); 4] = [
    (
        Style::Body,
        &[
            "simfang.ttf",
            "fzfsjw.ttf",
            "fzfsk.ttf",
            "fzfs_gbk.ttf",
            "方正仿宋_gbk.ttf",
            "方正仿宋简体.ttf",
            "仿宋_gb2312.ttf",
            "stfangso.ttf",
        ],
    ),
    (
        Style::Title,
        &["fzxbsjw.ttf", "fzxbsk.ttf", "fzxbs_gbk.ttf", "方正小标宋_gbk.ttf", "方正小标宋简体.ttf"],
    ),
    (
        Style::Heading,
        &[
            "simhei.ttf",
            "fzhtjw.ttf",
            "fzhtk.ttf",
            "fzht_gbk.ttf",
            "方正黑体_gbk.ttf",
            "方正黑体简体.ttf",
        ],
    ),
    (
        Style::Note,
        &[
            "simkai.ttf",
            "fzktjw.ttf",
            "fzktk.ttf",
            "fzkt_gbk.ttf",
            "方正楷体_gbk.ttf",
            "方正楷体简体.ttf",
            "stkaiti.ttf",
        ],
    ),
];

/// How deep font folders are nested on Linux (`truetype/foundry/`).
const DEPTH: usize = 4;

/// The best file of this computer for each style; styles without one are left out.
pub fn find() -> Vec<(Style, PathBuf)> {
    find_in(&folders())
}

fn folders() -> Vec<PathBuf> {
    let below =
        |variable: &str, tail: &str| env::var_os(variable).map(|at| Path::new(&at).join(tail));
    [
        below("WINDIR", "Fonts"),
        below("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
        below("HOME", ".local/share/fonts"),
        below("HOME", ".fonts"),
        Some("/usr/local/share/fonts".into()),
        Some("/usr/share/fonts".into()),
        Some("/Library/Fonts".into()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn find_in(folders: &[PathBuf]) -> Vec<(Style, PathBuf)> {
    let mut files = BTreeMap::new();
    for folder in folders {
        collect(folder, DEPTH, &mut files);
    }
    KNOWN
        .iter()
        .filter_map(|(style, names)| {
            let path = names.iter().find_map(|name| files.get(*name))?;
            Some((*style, path.clone()))
        })
        .collect()
}

/// The first folder that has a name wins. A folder that cannot be read has no fonts for us.
fn collect(folder: &Path, depth: usize, files: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, files);
            }
        } else {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            files.entry(name).or_insert(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_known_file_is_found_in_any_case_and_depth() {
        let root = env::temp_dir().join(format!("anban-fonts-{}", std::process::id()));
        let deep = root.join("truetype/方正");
        fs::create_dir_all(&deep).unwrap();
        for name in ["方正仿宋_GBK.TTF", "SIMHEI.TTF", "other.ttf"] {
            fs::write(deep.join(name), b"").unwrap();
        }
        fs::write(root.join("simfang.ttf"), b"").unwrap();
        let found = find_in(std::slice::from_ref(&root));
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(
            found,
            [(Style::Body, root.join("simfang.ttf")), (Style::Heading, deep.join("SIMHEI.TTF")),]
        );
    }
}
