//! The small table files of `tests/tables`, row by row. A row is a case; the last field says why it
//! is there.

use std::fmt::Debug;

use hyokasho_normalize::{dates, fold, fold_mapped, glyphs, normalize, normalize_mapped, numbers};

/// The rows of a table with their line numbers, escapes read.
fn rows<const N: usize>(name: &str) -> Vec<(String, [String; N])> {
    let path = format!("{}/tests/tables/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = table
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'))
        .skip(1);
    let rows: Vec<_> = lines
        .map(|(number, line)| {
            let fields: Vec<String> = line.split('\t').map(unescape).collect();
            let at = format!("{name}.tsv line {}", number + 1);
            (
                at.clone(),
                fields
                    .try_into()
                    .unwrap_or_else(|fields| panic!("{at}: {N} fields wanted: {fields:?}")),
            )
        })
        .collect();
    assert!(!rows.is_empty(), "{name}.tsv has rows");
    rows
}

fn unescape(field: &str) -> String {
    let mut out = String::new();
    let mut parts = field.split('\\');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        if let Some((code, rest)) = part
            .strip_prefix("u{")
            .and_then(|part| part.split_once('}'))
        {
            let code = u32::from_str_radix(code, 16).expect("a hexadecimal code");
            out.push(char::from_u32(code).expect("a character's code"));
            out.push_str(rest);
            continue;
        }
        out.push(match part.chars().next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            other => panic!("unknown escape {other:?} in {field}"),
        });
        out.push_str(&part[1..]);
    }
    out
}

/// Runs every row of a table and reports all that fail at once.
fn check<const N: usize, T: PartialEq + Debug>(name: &str, case: impl Fn(&[String; N]) -> (T, T)) {
    let failures: Vec<String> = rows::<N>(name)
        .iter()
        .filter_map(|(at, row)| {
            let (got, wanted) = case(row);
            (got != wanted)
                .then(|| format!("{at} ({}): got {got:?}, wanted {wanted:?}", row[N - 1]))
        })
        .collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn texts_normalize() {
    check("normalize", |[raw, normalized, _]| {
        (normalize(raw), normalized.clone())
    });
    check("normalize", |[raw, normalized, _]| {
        (normalize_mapped(raw).text, normalized.clone())
    });
}

#[test]
fn labels_fold_alike() {
    check("fold", |[one, other, _]| (fold(one), fold(other)));
    check("fold", |[one, other, _]| {
        (fold_mapped(one).text, fold(other))
    });
}

#[test]
fn labels_stay_apart() {
    check("unfold", |[one, other, _]| {
        (fold(one) == fold(other), false)
    });
}

#[test]
fn dates_are_found() {
    check("dates", |[text, iso, flags, _]| {
        let found = dates::find_all(text);
        let got: Vec<_> = found
            .iter()
            .map(|date| (date.iso.clone(), flags_of(date)))
            .collect();
        let flags = flags.split('|').map(|flags| flags.trim().to_owned());
        let isos = iso
            .split('|')
            .filter(|iso| !iso.is_empty())
            .map(str::to_owned);
        (got, isos.zip(flags).collect::<Vec<_>>())
    });
}

fn flags_of(date: &dates::Found) -> String {
    let flags = [
        (!date.valid, "invalid"),
        (date.era_overrun, "overrun"),
        (date.fiscal_year, "fiscal"),
        (date.relative, "relative"),
        (date.precision == dates::Precision::Year, "year"),
    ];
    flags
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| *name)
        .collect::<Vec<_>>()
        .join(",")
}

#[test]
fn a_date_leaves_the_rest() {
    check("rest", |[text, iso, rest, _]| {
        let parsed = dates::parse(text).map(|parsed| (parsed.found.iso, parsed.rest));
        (parsed, Some((iso.clone(), rest.clone())))
    });
}

#[test]
fn digits_of_dates_are_mended() {
    check("date-digits", |[text, mended, _]| {
        (dates::mend_digits(text).into_owned(), mended.clone())
    });
}

#[test]
fn ranges_are_told() {
    let ranges = ["から", "〜", " ～ ", "-", "―"];
    assert!(ranges.into_iter().all(dates::is_range));
    let others = ["、", "及び", "→", "", "(番号)"];
    assert!(!others.into_iter().any(dates::is_range));
}

#[test]
fn counts_are_read() {
    check("counts", |[text, values, _]| {
        let got = numbers::find_all(text)
            .iter()
            .map(|count| count.value.to_string())
            .collect::<Vec<_>>();
        (got.join("|"), values.trim().to_owned())
    });
}

#[test]
fn blanks_are_told() {
    check("blanks", |[text, blank, _]| {
        (glyphs::is_blank(text), blank == "yes")
    });
}

#[test]
fn glyphs_are_told() {
    check("glyphs", |[glyph, says, _]| {
        let c = glyph.chars().next().expect("a glyph");
        let got = match () {
            () if glyphs::is_on_glyph(c) => "on",
            () if glyphs::is_off_glyph(c) => "off",
            () if glyphs::is_doubtful_on_glyph(c) => "doubtful",
            () => "nothing",
        };
        (got.to_owned(), says.clone())
    });
}
