//! A fresh database on each engine, so that every test can be told to both.

use std::path::{Path, PathBuf};

use anban::store::{self, Driver, Engine, Store};
use uuid::Uuid;

/// A folder of its own, removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        // The name is Chinese and has a blank, as on an office's desktop.
        let path = std::env::temp_dir().join(format!("安办 测试-{}", Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A schema of its own on the server that `tests/run` has started, removed at the end.
pub struct Schema {
    name: String,
    /// Address of the server with this schema chosen.
    pub url: String,
}

impl Schema {
    pub fn new() -> Schema {
        let name = format!("t{}", Uuid::now_v7().simple());
        store::connect(&server()).unwrap().batch(&format!("CREATE SCHEMA {name}")).unwrap();
        let url = format!("{}?options=-c%20search_path%3D{name}", server());
        Schema { name, url }
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        if let Ok(mut driver) = store::connect(&server()) {
            let _ = driver.batch(&format!("DROP SCHEMA {} CASCADE", self.name));
        }
    }
}

pub fn server() -> String {
    std::env::var("ANBAN_TEST_POSTGRES").expect(
        "a PostgreSQL server is part of the tests: run them with tests/run, which starts one",
    )
}

/// Where a test's database is kept, and how to open it once more.
pub enum Place {
    File(Folder),
    Server(Schema),
}

impl Place {
    pub fn both() -> [Place; 2] {
        [Place::File(Folder::new()), Place::Server(Schema::new())]
    }

    pub fn engine(&self) -> Engine {
        match self {
            Place::File(_) => Engine::Sqlite,
            Place::Server(_) => Engine::Postgres,
        }
    }

    /// Opens it as another desk, or the same one on another day, would.
    pub fn open(&self) -> Store {
        match self {
            Place::File(folder) => Store::open_file(&folder.file("安办.db")).unwrap(),
            Place::Server(schema) => Store::open_url(&schema.url).unwrap(),
        }
    }
}

/// Tells one story to a fresh database on each engine.
pub fn on_each(story: impl Fn(&mut dyn Driver)) {
    on_each_place(|place| story(&mut *place.open().driver));
}

/// The same, for stories that open the database more than once.
pub fn on_each_place(story: impl Fn(&Place)) {
    for place in Place::both() {
        println!("on {:?}", place.engine());
        story(&place);
    }
}
