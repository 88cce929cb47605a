//! Why somebody is not let in, and why a password is not taken.

use crate::domain::password::{LEAST, Shut, Weak};

pub fn shut(shut: &Shut) -> String {
    match shut {
        Shut::Nameless => "这个办公室设了密码，没有经办人打不开。请写明由谁办理和密码。".to_owned(),
        Shut::Asked { name } => format!("请写{name}的密码。"),
        Shut::Wrong { name } => format!(
            "{name}的密码不对，没有打开。请再写一遍；忘了的，请能登记人员的人重设一个，他们自己也忘了，在密码那里写恢复码。"
        ),
        Shut::Waits { name, until } => {
            format!(
                "{name}的密码接连写错，{until}以后才能再写。等不及的，请能登记人员的人重设一个。"
            )
        }
        Shut::Bare { name, givers } => match givers.as_slice() {
            [] => format!(
                "{name}还没有密码，现在也没有能给密码的人。请能登记人员的人用恢复码进来，再给{name}设。"
            ),
            givers => format!("{name}还没有密码。请{}在人员里给{name}设一个。", givers.join("或")),
        },
        Shut::Left { name } => {
            format!("{name}已经离岗，不能再进。再来上班的，请重新登记人员、设密码。")
        }
    }
}

pub fn weak(weak: Weak) -> String {
    match weak {
        Weak::Short => format!("密码至少{LEAST}个字。请写长一点，字母、数字、汉字、标点都可以。"),
        Weak::Obvious => "这个密码谁都先猜到。请换一个不好猜的，几个词连起来就好。".to_owned(),
        Weak::Own => "密码不能就是自己的姓名、电话或证号。请换一个不好猜的。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_let_in_hears_what_to_do() {
        let name = || "陈一鸣".to_owned();
        let until = crate::domain::time_of_day::TimeOfDay::read("9:05").unwrap();
        for (why, words) in [
            (Shut::Nameless, "由谁办理"),
            (Shut::Wrong { name: name() }, "恢复码"),
            (Shut::Waits { name: name(), until }, "09:05以后"),
            (
                Shut::Bare { name: name(), givers: vec!["王管理".into(), "周安平".into()] },
                "请王管理或周安平",
            ),
            (Shut::Bare { name: name(), givers: Vec::new() }, "恢复码"),
            (Shut::Left { name: name() }, "离岗"),
        ] {
            let said = shut(&why);
            assert!(said.contains(words) && said.ends_with('。'), "{said}");
        }
    }
}
