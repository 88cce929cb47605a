//! The office says what to do next in the words of the command line; at the desk the same way has another name.

use crate::{domain::rule::Asked, office::Refusal, terms};

/// Commands and options, and what leads there at the desk. A longer one stands before what it begins with.
const WAYS: &[(&str, &str)] = &[
    ("anban premises undo-import --rest", "F3企业的“撤销导入”"),
    ("anban premises add 或 import", "F3企业里登记或导入"),
    ("anban premises change", "F3企业里的“变更”"),
    ("anban premises edit --grid", "F3企业里的“修改登记”"),
    ("anban premises edit", "F3企业里的“修改登记”"),
    ("anban premises", "F3企业"),
    ("anban notice list", "F7通知书"),
    ("anban hazard list", "F5隐患"),
    ("anban inspect list", "F3企业里的检查经过"),
    ("用 anban unit edit --office ", "在F8网格里"),
    ("，或改名（anban unit edit --rename）", ""),
    ("anban unit edit --leader", "F8网格"),
    (
        "请写明名单文件，例如 anban unit import 社区名单.xlsx。",
        "请在F8网格里选名单文件，或按名称登记。",
    ),
    ("anban unit add", "F8网格"),
    ("anban grid assign", "F8网格"),
    ("anban grid handover", "F8网格里的“移交前任留下的工作”"),
    ("anban grid move", "F8网格里的“单位划到别的网格”"),
    ("anban grid add", "F8网格"),
    ("anban unit close", "F8网格里的“撤并”"),
    ("anban unit edit", "F8网格"),
    ("anban major fill", "改填报表和五落实"),
    ("anban staff handover", "F2今日里的“离岗移交”"),
    ("anban staff add", "F8网格"),
    ("anban staff list", "F8网格"),
    ("加 --rest（桌面上选“只撤其余的”）", "选“只撤其余的”"),
    ("，或 anban hazard stop", ""),
    ("anban hazard recheck", "F5隐患"),
    ("anban accident list", "“台账”里的事故登记"),
    ("anban transfer list", "“事项”"),
    ("anban supervise list", "“事项”"),
    ("anban event list", "“事项”"),
    ("anban ledger list clue", "“台账”里的非法线索"),
    ("anban ledger list", "“台账”"),
    ("anban ledger edit", "“台账”"),
    ("anban ledger add", "“台账”"),
    ("anban campaign list", "“巡查”里的专项行动"),
    ("anban campaign edit", "“巡查”里的专项行动"),
    ("anban campaign end", "“巡查”里的专项行动"),
    ("anban plan add", "“巡查”里的计划"),
    ("anban plan", "“巡查”里的计划"),
    ("anban warn said", "“问责”"),
    ("anban warn add", "“问责”"),
    ("anban warn", "“问责”"),
    ("anban report status", "“报表”"),
    ("anban evidence list", "“佐证”"),
    ("anban evidence add", "“佐证”"),
    ("电话写 --phone，证号写 --card，来源写 --origin，专兼职写 --part-time 或 --full-time。", ""),
    ("anban paper void", "“文书”里的作废"),
    ("anban paper issued", "“文书”"),
    ("anban paper issue", "“文书”"),
    ("anban paper list", "“文书”"),
    ("anban form criteria", "“判定标准”"),
    ("anban form facts hazard", "表单说明"),
    ("anban form facts none", "表单说明"),
    ("anban form facts", "表单说明"),
    ("anban form list", "菜单里的文书、台账和报表"),
    ("anban backup", "“备份”"),
    ("anban restore", "命令行的恢复（restore）"),
    ("anban init", "首次设置"),
    ("anban demo", "首次设置里的示例街道"),
    ("--by 甲 --by 乙", "甲、乙"),
    ("--community 或 --grid", "“网格”一项"),
    ("--community、--grid", "“导入到”一项"),
    ("--grid 和 --community", "网格和社区"),
    ("（--opinion 同意上报）", ""),
    ("答案文件里写 default = \"normal\"", "按 Ctrl+A 全部答正常"),
    ("用 --about 写明是", "选定是"),
    ("--data ", "安办启动时的数据文件夹"),
    ("--data", "数据文件夹"),
    ("--community", "“社区”一项"),
    ("--unit", "“单位”一项"),
    ("--target", "“对象”一项"),
    ("--period ", ""),
    ("--reason", "“原因”一项"),
    ("--taken-on", "“拍摄日期”一项"),
    ("--live", "“按现在的记录”"),
];

/// A refusal as the desk says it.
pub fn on_desk(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Said(sentence) => Refusal::Said(words(&sentence)),
        Refusal::Many(sentences) => {
            Refusal::Many(sentences.iter().map(|sentence| words(sentence)).collect())
        }
        Refusal::Asked(asked) => Refusal::Asked(each(asked)),
        Refusal::Unsure(asked) => Refusal::Unsure(each(asked)),
        Refusal::Rule(ref rule) => {
            let sentence = terms::rule(rule);
            match (words(&sentence), rule.asked()) {
                (said, _) if said == sentence => refusal,
                (said, Some(asked)) => Refusal::of(asked, said),
                (said, None) => Refusal::Said(said),
            }
        }
        Refusal::Store(_) | Refusal::Faults(_) | Refusal::Shut(_) => refusal,
    }
}

fn each(asked: Vec<(Asked, String)>) -> Vec<(Asked, String)> {
    asked.into_iter().map(|(asked, sentence)| (asked, words(&sentence))).collect()
}

/// A sentence without commands and options: a note in brackets about them is left out, the others are named by
/// what leads there.
pub fn words(sentence: &str) -> String {
    if !sentence.contains("--") && !sentence.contains("anban ") {
        return sentence.to_owned();
    }
    let mut said = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(open) = rest.find('（') {
        let (before, from) = rest.split_at(open);
        let Some(close) = from.find('）') else { break };
        let (note, after) = from.split_at(close + '）'.len_utf8());
        said.push_str(before);
        if !note.contains("--") {
            said.push_str(note);
        }
        rest = after;
    }
    said.push_str(rest);
    for (command, way) in WAYS {
        for command in [&format!(" {command} "), &format!(" {command}"), *command] {
            said = said.replace(command, way);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn a_way_is_named_as_the_desk_names_it() {
        for (office, desk) in [
            (
                "没有写明社区或网格。请用 --community 或 --grid 指定登记到哪里。",
                "没有写明社区或网格。请用“网格”一项指定登记到哪里。",
            ),
            (
                "登记册里没有“甲”。请先登记企业（anban premises add 或 import），再做这一步。",
                "登记册里没有“甲”。请先登记企业（F3企业里登记或导入），再做这一步。",
            ),
            (
                "没有文号为“乙”的通知书。请用 anban notice list 查看文号。",
                "没有文号为“乙”的通知书。请用F7通知书查看文号。",
            ),
            ("请写明签字人（命令行用 --signer）。", "请写明签字人。"),
            ("整改期限（11月30日）已过。", "整改期限（11月30日）已过。"),
            ("例如 --by 甲 --by 乙。", "例如甲、乙。"),
        ] {
            assert_eq!(words(office), desk);
        }
    }

    /// Every sentence of the layers below the two faces.
    #[test]
    fn no_sentence_of_the_office_leads_to_the_command_line() {
        fn sources(folder: &Path, all: &mut Vec<String>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    sources(&path, all);
                } else if path.extension().is_some_and(|kind| kind == "rs") {
                    let text = fs::read_to_string(&path).unwrap();
                    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
                    let spoken = |line: &&str| {
                        let line = line.trim_start();
                        !line.starts_with("//") && line.chars().any(|c| ('一'..='龥').contains(&c))
                    };
                    all.extend(own.lines().filter(spoken).map(str::to_owned));
                }
            }
        }
        let mut all = Vec::new();
        for layer in ["domain", "form", "terms", "paper", "sheet", "store", "office"] {
            sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer), &mut all);
        }
        let named = |text: &str| {
            let option = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase());
            text.contains("anban ") || text.split("--").skip(1).any(option)
        };
        // Which of the three stands there is known only when it is said.
        let all: Vec<String> =
            all.iter().map(|line| line.replace("anban {} list", "anban event list")).collect();
        let led: Vec<&String> = all.iter().filter(|line| named(line)).collect();
        assert!(led.len() > 40, "{led:?}");
        let left: Vec<&&String> = led.iter().filter(|line| named(&words(line))).collect();
        assert!(left.is_empty(), "no way at the desk is known for:\n{left:#?}");
    }
}
