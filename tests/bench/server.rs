//! A register on a PostgreSQL server, in a schema of its own that is gone afterwards unless it is kept.

use anban::{
    office::{Office, Opening},
    store::{self, Store},
};
use uuid::Uuid;

use crate::{Folder, Street, fill, street, street::TODAY, street::day};

/// Does something with a filled register, and leaves it if it is to be kept.
pub fn filled<T>(
    server: &str,
    size: street::Size,
    keep: bool,
    deed: impl FnOnce(&Opening, &Street) -> T,
) -> T {
    let schema = format!("b{}", Uuid::now_v7().simple());
    store::connect(server).unwrap().batch(&format!("CREATE SCHEMA {schema}")).unwrap();
    let url = format!("{server}?options=-c%20search_path%3D{schema}");
    let folder = Folder::new();
    let opening = Opening {
        data: Some(folder.0.clone()),
        database: Some(url.clone()),
        today: Some(day(TODAY)),
        ..Opening::default()
    };
    let street = fill(&opening, "PostgreSQL", size, || Store::open_url(&url).unwrap());
    // As the server does by itself within a minute.
    store::connect(&url).unwrap().batch("VACUUM ANALYZE").unwrap();
    let done = deed(&opening, &street);
    if keep {
        println!("\nleft as {url}");
    } else {
        store::connect(server).unwrap().batch(&format!("DROP SCHEMA {schema} CASCADE")).unwrap();
    }
    done
}

/// Does something with a register that an earlier run left.
pub fn left(url: &str, size: street::Size, deed: impl FnOnce(&Opening, &Street)) {
    let folder = Folder::new();
    let opening = Opening {
        data: Some(folder.0.clone()),
        database: Some(url.to_owned()),
        today: Some(day(TODAY)),
        ..Opening::default()
    };
    let office = Office::open(&opening).unwrap();
    deed(&opening, &Street::of(&office, size));
}
