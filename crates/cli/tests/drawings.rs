//! `inspect` and `explain` as people call them: drawings are well-formed and say what they should,
//! nothing of a document gets into the markup, exit codes tell what went wrong.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use roxmltree::{Document, Node, ParsingOptions};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures")
        .join(name);
    assert!(path.is_file(), "{} is a fixture", path.display());
    path.to_string_lossy().into_owned()
}

fn call(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_hyokasho"))
        .args(["--lang", "en"])
        .args(arguments)
        .output();
    output.expect("the command runs")
}

/// What a call prints; it must end well.
fn printed(arguments: &[&str]) -> String {
    let output = call(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn code(arguments: &[&str]) -> (i32, String) {
    let output = call(arguments);
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

fn with_tree<T>(markup: &str, look: impl FnOnce(&Document<'_>) -> T) -> T {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    look(&Document::parse_with_options(markup, options).expect("the markup is well-formed"))
}

fn of_class<'a>(tree: &'a Document<'_>, element: &str, class: &str) -> Vec<Node<'a, 'a>> {
    let fits = |node: &Node| {
        node.tag_name().name() == element
            && node
                .attribute("class")
                .is_some_and(|classes| classes.split(' ').any(|one| one == class))
    };
    tree.descendants().filter(fits).collect()
}

/// All text of a drawing's glyphs, without white space.
fn glyphs(tree: &Document<'_>) -> String {
    of_class(tree, "text", "glyph")
        .iter()
        .filter_map(Node::text)
        .collect()
}

const CALC: &str = "pdf/focused-minatono-kaigo.calc.pdf";
const PIPE: &str = "text/pipe/focused-minatono-kaigo.txt";

#[test]
fn overlays_of_all_producers_are_well_formed() {
    let files = [
        CALC,
        "pdf/focused-minatono-kaigo.chromium.pdf",
        "pdf/basic-hoshimi-kenko.acroform.pdf",
        "pdf/focused-tsukigasehara-jutaku.cid-around.pdf",
    ];
    for file in files {
        let file = fixture(file);
        for page in ["1", "2", "5"] {
            let arguments = ["inspect", &file, "--page", page, "--format", "svg"];
            let svg = printed(&arguments);
            with_tree(&svg, |tree| {
                assert_eq!(tree.root_element().tag_name().name(), "svg");
                assert!(!glyphs(tree).is_empty(), "{file} {page}");
                assert!(
                    !of_class(tree, "text", "at").is_empty(),
                    "{file} {page} has cells"
                );
            });
            assert_eq!(
                svg,
                printed(&arguments),
                "the same page gives the same drawing"
            );
        }
    }
}

#[test]
fn an_overlay_shows_the_chosen_layers_alone() {
    let svg = printed(&[
        "inspect",
        &fixture(CALC),
        "--page",
        "2",
        "--format",
        "svg",
        "--show",
        "rules,blocks",
    ]);
    with_tree(&svg, |tree| {
        assert!(glyphs(tree).is_empty());
        assert!(of_class(tree, "text", "at").is_empty());
        assert!(of_class(tree, "rect", "line").len() > 30);
        assert_eq!(
            of_class(tree, "rect", "furniture").len(),
            3,
            "head, page number and the legend's swatch"
        );
    });
}

#[test]
fn json_holds_what_the_layers_hold() {
    let json = printed(&[
        "inspect",
        &fixture(CALC),
        "--page",
        "2",
        "--format",
        "json",
        "--show",
        "cells,glyphs",
    ]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let names: Vec<&String> = value.as_object().expect("an object").keys().collect();
    assert_eq!(
        names,
        ["page", "width", "height", "glyphs", "edges", "tables"]
    );
    assert_eq!(
        value["tables"][0]["cells"][2]["text"]["text"],
        "介護保険に関する事務"
    );
}

#[test]
fn a_text_shows_its_blocks() {
    let listing = printed(&["inspect", &fixture(PIPE)]);
    assert!(listing.contains("row 0.") && listing.contains("介護保険に関する事務"));
    let json = printed(&["inspect", &fixture(PIPE), "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(
        value["blocks"]
            .as_array()
            .is_some_and(|blocks| blocks.len() > 50)
    );
}

#[test]
fn the_mark_of_a_choice_is_outlined() {
    let svg = printed(&[
        "explain",
        &fixture(CALC),
        "business.target_count",
        "--svg",
        "-",
    ]);
    with_tree(&svg, |tree| {
        let counts =
            ["label", "value", "mark"].map(|class| of_class(tree, "rect", class).len() - 1);
        assert_eq!(counts, [1, 5, 1], "label, lines of the value, the bracket");
        assert_eq!(
            of_class(tree, "rect", "paper").len(),
            2,
            "a page and the value beside it"
        );
    });
}

#[test]
fn every_mark_of_the_options_is_outlined() {
    // file, marks: typed in brackets; drawn as circles; form fields
    let table = [
        (CALC, "systems[1].connections", 4),
        (
            "pdf/focused-tsukigasehara-jutaku.cid-around.pdf",
            "systems[1].connections",
            2,
        ),
    ];
    for (file, key, marks) in table {
        let svg = printed(&["explain", &fixture(file), key, "--svg", "-"]);
        with_tree(&svg, |tree| {
            assert_eq!(of_class(tree, "rect", "mark").len() - 1, marks, "{file}");
        });
    }
}

#[test]
fn a_value_on_two_pages_shows_both() {
    let file = fixture("pdf/full-aobagahara-sesshu.calc.pdf");
    let facts = printed(&["facts", &file]);
    let pages = |fact: &serde_json::Value| {
        let places = fact["source"].as_array().into_iter().flatten();
        let mut pages: Vec<u64> = places.filter_map(|place| place["page"].as_u64()).collect();
        pages.dedup();
        pages.len()
    };
    let facts: Vec<serde_json::Value> = facts
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let fact = facts
        .iter()
        .find(|fact| pages(fact) == 2)
        .expect("a value crosses a page's end");
    let key = fact["key"].as_str().expect("a key");
    let svg = printed(&["explain", &file, key, "--svg", "-"]);
    with_tree(&svg, |tree| {
        assert_eq!(of_class(tree, "rect", "paper").len(), 3, "{key}");
    });
    let html = printed(&["explain", &file, key, "--html", "-"]);
    with_tree(&html, |tree| {
        assert_eq!(of_class(tree, "rect", "paper").len(), 2, "{key}");
    });
}

#[test]
fn html_is_self_contained_and_in_both_languages() {
    for (file, lang) in [(CALC, "ja"), (CALC, "en"), (PIPE, "ja"), (PIPE, "en")] {
        let html = printed(&[
            "explain",
            &fixture(file),
            "systems[1].connections",
            "--html",
            "-",
            "--lang",
            lang,
        ]);
        with_tree(&html, |tree| {
            let root = tree.root_element();
            assert_eq!(root.tag_name().name(), "html");
            for node in tree.descendants() {
                assert!(!["script", "link", "img", "iframe"].contains(&node.tag_name().name()));
                assert!(node.attribute("src").is_none() && node.attribute("href").is_none());
            }
        });
        assert!(!html.contains("url(") && !html.contains("@import"));
    }
}

#[test]
fn lines_show_label_value_and_marks() {
    let html = printed(&[
        "explain",
        &fixture(PIPE),
        "systems[1].connections",
        "--html",
        "-",
    ]);
    with_tree(&html, |tree| {
        assert_eq!(of_class(tree, "mark", "label").len(), 1);
        assert_eq!(of_class(tree, "mark", "mark").len(), 4);
        assert!(!of_class(tree, "mark", "value").is_empty());
    });
}

/// A file that is deleted in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("hyokasho-{}-{name}", std::process::id()));
        std::fs::write(&path, text).expect("a scratch file");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn what_a_document_says_is_no_markup() {
    let name = "介護保険に関する事務";
    let hostile = "&\"'x]]> 5 < 6 &amp; \u{7}";
    let text = std::fs::read_to_string(fixture(PIPE))
        .expect("a fixture")
        .replace(name, &format!("{name}{hostile}"));
    let file = Scratch::new("a&b'.txt", &text);
    let html = printed(&[
        "explain",
        &file.0.to_string_lossy(),
        "business.name",
        "--html",
        "-",
    ]);
    with_tree(&html, |tree| {
        let values: String = of_class(tree, "mark", "value")
            .iter()
            .filter_map(Node::text)
            .collect();
        assert!(values.contains("5 < 6"), "{values}");
    });
}

#[test]
fn exit_codes_tell_documents_from_usage() {
    let (pdf, text) = (fixture(CALC), fixture(PIPE));
    let table: &[(&[&str], i32)] = &[
        (&["inspect", &pdf, "--page", "99"], 1),
        (&["inspect", "no-such-file.pdf", "--page", "1"], 1),
        (&["inspect", &pdf, "--page", "0"], 2),
        (&["inspect", &pdf, "--page", "two"], 2),
        (&["inspect", &pdf, "--page", "1", "--show", "colours"], 2),
        (&["inspect", &pdf, "--page", "1", "--format", "png"], 2),
        (&["inspect", &pdf, "--format", "svg"], 2),
        (&["inspect", &text, "--page", "1"], 2),
        (&["inspect", &text, "--format", "svg"], 2),
        (&["explain", &pdf, "no.such.key", "--svg", "-"], 1),
        (&["explain", &text, "business.name", "--svg", "-"], 2),
        (
            &[
                "explain",
                &pdf,
                "business.name",
                "--svg",
                "no-such-folder/out.svg",
            ],
            1,
        ),
    ];
    for (arguments, expected) in table {
        let (code, message) = code(arguments);
        assert_eq!(code, *expected, "{arguments:?}: {message}");
    }
    let (_, message) = code(&["inspect", &pdf, "--page", "99"]);
    assert!(
        message.contains("99") && message.contains("14"),
        "{message}"
    );
}
