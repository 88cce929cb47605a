//! What the TOML parser complains about, in Chinese: the person who keeps a form need not read English.

const UNQUOTED: &str = "等号后面要写值：文字要用英文双引号 \"…\" 括起来";

/// A sentence for a message of the TOML parser, known by its words.
pub fn in_chinese(message: &str) -> String {
    let known = [
        ("duplicate key", "同一个键写了两次：请删去一个"),
        ("extra `=`", "多了一个等号"),
        ("missing assignment", "键的后面少了等号"),
        ("key with no value", "等号后面没有值：请写上，或删去这一行"),
        ("missing value", "等号后面没有值：请写上，或删去这一行"),
        ("unclosed array", "列表少了右方括号 ]"),
        ("unclosed inline table", "一段少了右花括号 }"),
        ("unclosed table", "段名少了右方括号 ]"),
        ("invalid basic string", "文字的引号没有成对：请用英文双引号 \"…\" 括起来"),
        ("invalid literal string", "文字的引号没有成对：请用英文引号括起来"),
        ("invalid multi-line", "多行文字的三个引号没有成对"),
        ("invalid boolean", UNQUOTED),
        ("string values must be quoted", UNQUOTED),
        ("invalid unquoted key", "键名只能用英文字母、数字、下划线和短横"),
        ("unquoted keys cannot be empty", "等号前面没有键名"),
        ("escape", "反斜杠后面的写法不对：要写反斜杠本身请写两个"),
        ("control character", "有看不见的控制字符：请删去后重新输入"),
        ("invalid comment", "注释里有不能用的字符"),
        ("missing comma", "两项之间少了英文逗号"),
        ("leading zero", "数字前面不能有 0"),
        ("extra comma", "多了一个逗号"),
        ("unexpected key or value", "这一行多出了东西：一行只能写一个“键 = 值”"),
        ("missing opening quote", "少了前一个引号"),
    ];
    let lower = message.to_lowercase();
    known.iter().find(|(english, _)| lower.contains(english)).map_or_else(
        || "这一行不合 TOML 的写法：请检查引号、等号、方括号是否成对".to_owned(),
        |(_, chinese)| (*chinese).to_owned(),
    )
}
