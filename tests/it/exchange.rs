//! A community and its street, each with a database of its own, and a stick between them.

mod broken;
mod declared;
mod desk;
mod story;
mod whole;

use std::path::Path;

use serde_json::Value;

use crate::{
    desk::{Desk, Ran},
    engines::{Place, Schema},
};

/// An office on one engine, worked by the real program.
pub struct Side {
    pub desk: Desk,
    server: Option<Schema>,
    pub today: &'static str,
}

impl Side {
    pub fn new(place: Place) -> Side {
        let server = match place {
            Place::File(_) => None,
            Place::Server(schema) => Some(schema),
        };
        Side { desk: Desk::bare(), server, today: "2026-11-20" }
    }

    pub fn of(desk: Desk) -> Side {
        Side { desk, server: None, today: "2026-11-20" }
    }

    /// Sets the street's office up with these communities.
    pub fn init(self, communities: &[&str]) -> Side {
        let mut words = vec![
            "init",
            "--city",
            "泉州市",
            "--district",
            "丰泽区",
            "--street",
            "北峰街道",
            "--regime",
            "beifeng",
        ];
        words.extend(communities.iter().flat_map(|name| ["--community", name]));
        self.run(&words).done();
        self
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let mut words = vec!["--today", self.today];
        if let Some(schema) = &self.server {
            words.extend(["--database", &schema.url]);
        }
        words.extend(args);
        self.desk.run(&words)
    }

    pub fn json(&self, args: &[&str]) -> Value {
        self.run(&[&["--json"], args].concat()).json()
    }

    /// The stick: a file in the folder of the one who made it, without a password.
    pub fn pack(&self, name: &str) -> String {
        let file = self.desk.path(name);
        let packed =
            self.run(&["pack", "--community", "招联社区", "--out", &file, "--no-password"]);
        assert!(packed.done().contains("没有加密"));
        file
    }

    /// What a parcel has brought, and the exit code.
    pub fn unpack(&self, file: &str, more: &[&str]) -> (Value, Option<i32>) {
        let ran = self.run(&[&["--json", "unpack", file, "--confirm"], more].concat());
        let told = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}"));
        (told, ran.code)
    }

    /// Id of the hazard with these words.
    pub fn hazard(&self, text: &str) -> String {
        let list = self.json(&["hazard", "list"]);
        let found = list
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["text"].as_str().unwrap().contains(text));
        found.unwrap_or_else(|| panic!("{text} in {list:#}"))["id"].as_str().unwrap().to_owned()
    }

    pub fn premises(&self, name: &str, field: &str) -> String {
        let shown = self.json(&["premises", "show", name]);
        let entry = shown.get("premises").unwrap_or(&shown);
        entry[field].as_str().unwrap_or_default().to_owned()
    }

    pub fn bytes(&self, args: &[&str], name: &str) -> Vec<u8> {
        let file = self.desk.path(name);
        self.run(&[args, &["-o", &file]].concat()).done();
        std::fs::read(Path::new(&file)).unwrap()
    }
}

/// How many of a kind fared so.
pub fn count(told: &Value, kind: &str, how: &str) -> u64 {
    let counts = told["counts"].as_array().unwrap();
    let one = counts.iter().find(|one| one["kind"] == kind);
    one.map_or(0, |one| one[how].as_u64().unwrap())
}

/// The conflicts, as kind and clash.
pub fn clashes(told: &Value) -> Vec<(String, String)> {
    let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
    let conflicts = told["conflicts"].as_array().unwrap();
    conflicts.iter().map(|one| (text(one, "kind"), text(one, "clash"))).collect()
}
