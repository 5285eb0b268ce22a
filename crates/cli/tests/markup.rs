//! `postil convert` of pages and editions: their text, and with `--markup` the spans of their markup, at the right places.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{folder, postil, told};
use std::fs;

#[test]
fn markup_is_read_where_it_is_asked_for() {
    let folder = folder("markup");
    let page =
        "<!DOCTYPE html><p>Né à <mark>Zürich</mark> 🇨🇭 le <time datetime=1879-03-14>14 mars</time>. <i hidden>x</i>";
    fs::write(folder.join("a.html"), page).unwrap();
    let (code, out, said) = told(&postil(&folder, &["convert", "--to", "doccano", "a.html", "-"]));
    assert_eq!((code, out.as_str()), (0, "{\"text\":\"Né à Zürich 🇨🇭 le 14 mars.\\n\",\"label\":[]}\n"), "{said}");
    assert!(said.contains("is no part of it: what is hidden"), "{said}");
    let (code, out, said) = told(&postil(&folder, &["convert", "--markup", "--to", "brat", "a.html", "out"]));
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    let read = fs::read_dir(folder.join("out")).unwrap().map(|it| it.unwrap().path());
    let ann = read.into_iter().find(|path| path.extension().is_some_and(|end| end == "ann")).unwrap();
    let ann = fs::read_to_string(ann).unwrap();
    assert!(ann.contains("mark 5 11\tZürich\n") && ann.contains("time 18 25\t14 mars\n"), "{ann}");
}
