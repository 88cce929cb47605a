//! `form facts`: the names that a paper may print, for whoever writes a form.

use clap::Args;
use serde_json::{Value, json};

use super::super::{
    Stop,
    output::{Output, Table},
};
use crate::{
    form::facts::{About, Fact, Scope},
    terms,
};

#[derive(Debug, Args)]
pub struct Facts {
    #[arg(value_name = "对象", help = "文书的对象，例如 hazard；不写列出有哪些对象")]
    pub about: Option<String>,
}

impl Facts {
    pub fn run(self, out: &mut Output) -> Result<(), Stop> {
        let Some(word) = self.about else {
            abouts(out);
            return Ok(());
        };
        let about = About::ALL
            .into_iter()
            .find(|about| about.code() == word || terms::paper_about(*about) == word)
            .ok_or_else(|| {
                let known: Vec<String> = About::ALL
                    .iter()
                    .map(|about| format!("{}（{}）", about.code(), terms::paper_about(*about)))
                    .collect();
                Stop::said(format!("没有“{word}”这种对象。能写的有：{}。", known.join("、")))
            })?;
        let scope = Scope::of(about);
        if out.json {
            let lists: Vec<Value> = scope
                .lists
                .iter()
                .map(|list| {
                    json!({ "name": list.name, "meaning": list.meaning, "rows": json_of(&list.rows) })
                })
                .collect();
            out.document(&json!({
                "about": about.code(), "about_label": terms::paper_about(about),
                "facts": json_of(&scope.values), "lists": lists
            }));
            return Ok(());
        }
        out.line(format!(
            "about = \"{}\"（{}）的文书可以写的事实：",
            about.code(),
            terms::paper_about(about)
        ));
        out.table(&table(&scope.values));
        for list in &scope.lists {
            out.line("");
            out.line(format!("清单 rows = \"{}\"（{}），每行可以写：", list.name, list.meaning));
            out.table(&table(&list.rows));
        }
        Ok(())
    }
}

fn abouts(out: &mut Output) {
    if out.json {
        let rows = About::ALL.iter().map(
            |about| json!({ "about": about.code(), "about_label": terms::paper_about(*about) }),
        );
        out.document(&rows.collect());
        return;
    }
    let mut table = Table::new(["about", "对象"]);
    for about in About::ALL {
        table.row([about.code().to_owned(), terms::paper_about(about).to_owned()]);
    }
    out.table(&table);
    out.line("某种对象有哪些事实，例如：anban form facts hazard");
}

fn table(facts: &[Fact]) -> Table {
    let mut table = Table::new(["写法", "意思", "例"]).bending(["意思", "例"]);
    for fact in facts {
        table.row([format!("{{{}}}", fact.name), fact.meaning.to_owned(), fact.sample.to_owned()]);
    }
    table
}

fn json_of(facts: &[Fact]) -> Vec<Value> {
    let fact =
        |fact: &Fact| json!({ "name": fact.name, "meaning": fact.meaning, "sample": fact.sample });
    facts.iter().map(fact).collect()
}
