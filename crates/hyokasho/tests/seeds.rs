//! The three real documents, where they stand beside the project: scores, and the same scores after edits
//! that change the copy and not the document. Skipped, with a word, where they are not there.

mod score;

use std::path::{Path, PathBuf};

use hyokasho::{Model, Options, extract};
use score::{Outcome, Score, score_body};

/// The least score that a document's body must have.
const LEAST: f64 = 0.98;
/// Wrong texts that a document may have; other kinds may have none.
const MOST_SILENT_TEXTS: usize = 2;

struct Seed {
    name: String,
    text: String,
    gold: String,
}

fn seeds() -> Vec<Seed> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut files: Vec<PathBuf> = std::fs::read_dir(shared.join("seeds"))
        .map(|dir| {
            dir.filter_map(|entry| entry.ok().map(|e| e.path()))
                .collect()
        })
        .unwrap_or_default();
    files.sort();
    if files.is_empty() {
        println!("skipped: no seeds beside the project");
    }
    files
        .into_iter()
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let gold = shared
                .join("gold")
                .join(format!("{}.ndjson", name.split('_').next()?));
            Some(Seed {
                text: std::fs::read_to_string(&path).ok()?,
                gold: std::fs::read_to_string(gold).ok()?,
                name,
            })
        })
        .collect()
}

fn model_of(bytes: &[u8], name: &str) -> Model {
    extract(bytes, name, &Options::default())
        .unwrap_or_else(|error| panic!("{name}: {error}"))
        .value
}

fn check(what: &str, name: &str, score: &Score) {
    println!(
        "{name} {what}: score {:.4}, silent {}",
        score.value(),
        score.silent()
    );
    let wrong: Vec<&String> = score
        .faults
        .iter()
        .filter(|(o, _)| *o == Outcome::Silent)
        .map(|(_, what)| what)
        .collect();
    assert!(
        score.value() >= LEAST,
        "{name} {what}: score {:.4}\n{:#?}",
        score.value(),
        score.faults
    );
    assert!(
        wrong.len() <= MOST_SILENT_TEXTS,
        "{name} {what}: {wrong:#?}"
    );
}

fn check_edit(what: &str, edit: impl Fn(&str) -> Option<Vec<u8>>) {
    for seed in seeds() {
        let Some(bytes) = edit(&seed.text) else {
            println!("{}: {what} does not apply", seed.name);
            continue;
        };
        check(
            what,
            &seed.name,
            &score_body(&model_of(&bytes, &seed.name), &seed.gold),
        );
    }
}

#[test]
fn as_they_are() {
    check_edit("as it is", |text| Some(text.as_bytes().to_vec()));
}

#[test]
fn in_shift_jis() {
    check_edit("in Shift_JIS", |text| {
        let (bytes, _, lossy) = encoding_rs::SHIFT_JIS.encode(text);
        (!lossy).then(|| bytes.into_owned())
    });
}

#[test]
fn with_widths_swapped() {
    check_edit("with digits and brackets of the other width", |text| {
        let mut in_tag = 0;
        Some(
            text.chars()
                .map(|c| swap_width(c, &mut in_tag))
                .collect::<String>()
                .into_bytes(),
        )
    });
}

/// Swaps the width of digits and brackets outside of HTML tags, whose attributes must stay.
fn swap_width(c: char, in_tag: &mut i32) -> char {
    match c {
        '<' => *in_tag += 1,
        '>' => *in_tag = 0,
        _ => {}
    }
    if *in_tag > 0 {
        return c;
    }
    match c {
        '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '(' => '（',
        ')' => '）',
        '（' => '(',
        '）' => ')',
        '[' => '［',
        ']' => '］',
        '［' => '[',
        '］' => ']',
        c => c,
    }
}

#[test]
fn with_every_second_blank_line_gone() {
    check_edit("with every second blank line gone", |text| {
        let mut blank = 0;
        let kept = text.lines().filter(|line| {
            blank += usize::from(line.trim().is_empty());
            !line.trim().is_empty() || blank % 2 == 0
        });
        Some(kept.collect::<Vec<_>>().join("\n").into_bytes())
    });
}

#[test]
fn with_roman_numerals_swapped() {
    const PAIRS: [(&str, &str); 6] = [
        ("III", "Ⅲ"),
        ("II", "Ⅱ"),
        ("IV", "Ⅳ"),
        ("VI", "Ⅵ"),
        ("V", "Ⅴ"),
        ("I", "Ⅰ"),
    ];
    check_edit("with Roman numerals in headings swapped", |text| {
        let swapped: Vec<String> = text
            .lines()
            .map(|line| {
                let start = line.len() - line.trim_start_matches(['#', ' ', '*']).len();
                let (lead, rest) = line.split_at(start);
                for (ascii, unicode) in PAIRS {
                    if let Some(tail) = rest
                        .strip_prefix(ascii)
                        .filter(|tail| !tail.starts_with(|c: char| c.is_ascii_alphanumeric()))
                    {
                        return format!("{lead}{unicode}{tail}");
                    }
                    if let Some(tail) = rest.strip_prefix(unicode) {
                        return format!("{lead}{ascii}{tail}");
                    }
                }
                line.to_owned()
            })
            .collect();
        Some(swapped.join("\n").into_bytes())
    });
}

#[test]
fn with_plain_text_for_html() {
    check_edit("with plain text for HTML", |text| {
        let plain: Vec<String> = text
            .lines()
            .map(|line| {
                line.split('\t')
                    .map(without_tags)
                    .collect::<Vec<_>>()
                    .join("\t")
            })
            .collect();
        Some(plain.join("\n").into_bytes())
    });
}

/// Takes the tags of paragraphs, lists, tables and spans off and leaves boxes and angled headings.
fn without_tags(cell: &str) -> String {
    const TAGS: [&str; 19] = [
        "p", "ul", "ol", "li", "table", "tbody", "thead", "tr", "td", "th", "span", "div", "small",
        "b", "br", "strong", "u", "hr", "label",
    ];
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let name: String = tail[1..]
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        match tail.find('>') {
            Some(end) if TAGS.contains(&name.as_str()) => {
                out.push(' ');
                rest = &tail[end + 1..];
            }
            _ => {
                out.push('<');
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A part of the form that is cut out of a copy takes its own facts with it and no others.
#[test]
fn with_a_section_cut_out() {
    for seed in seeds() {
        let whole = model_of(seed.text.as_bytes(), &seed.name);
        let lines: Vec<&str> = seed.text.lines().collect();
        let heads: Vec<usize> = (0..lines.len())
            .filter(|&at| is_section(lines[at]))
            .collect();
        for pair in heads.windows(2) {
            let cut: Vec<&str> = lines[..pair[0]]
                .iter()
                .chain(&lines[pair[1]..])
                .copied()
                .collect();
            let part = model_of(cut.join("\n").as_bytes(), &seed.name);
            let moved = facts_outside(&whole, &part, pair[0] as u32 + 1, pair[1] as u32);
            assert!(
                moved.is_empty(),
                "{} without lines {}..{}: {moved:#?}",
                seed.name,
                pair[0] + 1,
                pair[1]
            );
        }
    }
}

/// A numbered heading as the forms print it: 3. 特定個人情報の使用, at the start of a line or row.
fn is_section(line: &str) -> bool {
    let bare = line
        .trim_start_matches(['#', ' ', '*'])
        .trim_start_matches("<b>");
    let digits = bare.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits) && bare[digits..].starts_with(". 特定個人情報")
}

/// Facts of the whole document outside the cut lines that the cut one tells otherwise.
fn facts_outside(whole: &Model, part: &Model, first: u32, last: u32) -> Vec<String> {
    use hyokasho::Place;
    let inside =
        |place: &Place| matches!(place, Place::Line { line, .. } if (first..=last).contains(line));
    whole
        .facts
        .iter()
        .filter(|fact| !fact.key.as_str().starts_with("changes["))
        .filter(|fact| {
            !fact
                .object
                .source
                .iter()
                .chain(&fact.object.label_source)
                .any(inside)
        })
        .filter(|fact| {
            part.fact(fact.key.as_str())
                .is_none_or(|other| other.object.value != fact.object.value)
        })
        .map(|fact| {
            format!(
                "{}: {:?}",
                fact.key,
                part.fact(fact.key.as_str()).map(|f| &f.object.value)
            )
        })
        .collect()
}
