//! Values compared by their contents: what a row quotes against what the body says.
//!
//! Input: a quoted text and a value object. Output: whether they agree. Layout does not count:
//! white space, punctuation, bullets and brackets are left out of the comparison.

use hyokasho_model::{Flag, FlagState, Reconciled, Status, Value, ValueObject};
use hyokasho_normalize::{dates, fold_filtered};

use crate::phrases::{Says, pieces, says};
use crate::text::is_letter;

/// What begins the items of a list of parts.
const BULLET: char = '・';
/// Letters that a part needs to be found by itself.
const TELLING: usize = 6;

/// Letters for comparing: folded, without layout.
pub(crate) fn content(text: &str) -> String {
    fold_filtered(text, is_letter)
}

/// A value's text as the document prints it.
pub(crate) fn shown(object: &ValueObject) -> String {
    match &object.value {
        _ if object.status == Status::Blank => String::new(),
        Some(Value::Text(text)) if object.kind != hyokasho_model::Kind::Date => text.clone(),
        Some(Value::Count(count)) => count.to_string(),
        Some(Value::Text(iso)) if object.text.is_empty() => iso.clone(),
        _ => object.text.clone(),
    }
}

/// How what a row says of an item's new state compares with the body.
pub(crate) fn compare(before: &str, after: &str, object: &ValueObject) -> Reconciled {
    if object.status == Status::Unclear {
        return Reconciled::NotQuoted;
    }
    match says(after) {
        Says::Omitted | Says::Elsewhere | Says::Comes => Reconciled::NotQuoted,
        Says::Blank | Says::Nothing | Says::Goes => gone(before, object),
        Says::Text => match &object.value {
            Some(Value::Flags(flags)) => flags_agree(after, flags, &object.text),
            _ => stands(after, object),
        },
    }
}

fn verdict(agrees: bool) -> Reconciled {
    if agrees {
        Reconciled::Agrees
    } else {
        Reconciled::Differs
    }
}

/// What was quoted went: the body must not hold it any more.
fn gone(before: &str, object: &ValueObject) -> Reconciled {
    if object.status == Status::Blank {
        return Reconciled::Agrees;
    }
    if says(before) != Says::Text {
        return Reconciled::NotQuoted;
    }
    if let Some(Value::Flags(flags)) = &object.value {
        let named: Vec<&Flag> = flags
            .iter()
            .filter(|flag| content(before).contains(&content(&flag.option)))
            .collect();
        let unclear = named.is_empty() || named.iter().any(|flag| flag.state == FlagState::Unclear);
        let held = flags
            .iter()
            .filter_map(|flag| flag.text.as_deref())
            .any(|text| content(text).contains(&content(before)));
        return match (unclear, held) {
            (_, true) => Reconciled::Differs,
            (true, false) => Reconciled::NotQuoted,
            _ => verdict(named.iter().all(|flag| flag.state == FlagState::Off)),
        };
    }
    verdict(!content(&shown(object)).contains(&content(before)))
}

/// What is quoted must stand in the body.
fn stands(after: &str, object: &ValueObject) -> Reconciled {
    if object.kind == hyokasho_model::Kind::Date {
        let iso = object
            .value
            .as_ref()
            .and_then(Value::as_text)
            .unwrap_or_default();
        return dates::parse(after).map_or(Reconciled::NotQuoted, |parsed| {
            verdict(parsed.found.iso == iso)
        });
    }
    if let Some(Value::Count(count)) = object.value {
        let digits: String = body_digits(after);
        return digits.parse().map_or(Reconciled::NotQuoted, |quoted: u64| {
            verdict(quoted == count)
        });
    }
    let body = shown(object);
    if body == after && after.chars().any(is_letter) {
        return Reconciled::Agrees;
    }
    let body = content(&body);
    let quoted: Vec<String> = pieces(after)
        .iter()
        .map(|piece| content(piece))
        .filter(|piece| !piece.is_empty())
        .collect();
    if holds_in_order(&body, &quoted) {
        return if quoted.is_empty() {
            Reconciled::NotQuoted
        } else {
            Reconciled::Agrees
        };
    }
    if bulleted(after).is_some_and(|items| items.iter().all(|item| body.contains(item))) {
        return Reconciled::Agrees;
    }
    if is_remark(after) {
        Reconciled::NotQuoted
    } else {
        Reconciled::Differs
    }
}

/// The contents of a bulleted list's items: parts of the text, each quoted by itself. `None` where the
/// text is no such list, or an item tells too little to be found by itself.
fn bulleted(text: &str) -> Option<Vec<String>> {
    let mut items = text.trim().split_inclusive(char::is_whitespace).peekable();
    items.peek().filter(|first| first.starts_with(BULLET))?;
    let mut list: Vec<String> = Vec::new();
    for word in items {
        match list.last_mut() {
            Some(item) if !word.starts_with(BULLET) => item.push_str(&content(word)),
            _ => list.push(content(word)),
        }
    }
    let telling = list.iter().all(|item| item.chars().count() >= TELLING);
    (list.len() > 1 && telling).then_some(list)
}

fn body_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the stretches stand in the text, one behind the other.
fn holds_in_order(text: &str, stretches: &[String]) -> bool {
    let mut rest = text;
    let mut goes_on = |stretch: &String| {
        // A search first reads all of what it looks for; mostly the text begins with it, or is shorter.
        let behind = match rest.strip_prefix(stretch.as_str()) {
            None if stretch.len() < rest.len() => {
                let at = rest.find(stretch.as_str());
                at.map(|at| &rest[at + stretch.len()..])
            }
            behind => behind,
        };
        rest = behind.unwrap_or_default();
        behind.is_some()
    };
    stretches.iter().all(&mut goes_on)
}

/// Whether a text stands in brackets as a whole: it tells of the change and quotes nothing.
pub(crate) fn is_remark(text: &str) -> bool {
    let text = text.trim();
    let inside = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| !inside.contains(')'))
}

/// An option quoted with its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuotedOption {
    /// Position of the option in the item.
    pub(crate) option: usize,
    /// Whether it is quoted as marked; absent: without a mark.
    pub(crate) on: Option<bool>,
    /// What stands in its parentheses.
    pub(crate) text: String,
}

/// The options of an item that a text quotes, with their marks.
pub(crate) fn quoted_options(text: &str, flags: &[Flag]) -> Vec<QuotedOption> {
    let names: Vec<String> = flags
        .iter()
        .map(|flag| content(option_name(&flag.option)))
        .collect();
    let mut found = Vec::new();
    for (on, stretch) in marked_stretches(text) {
        let body = content(&stretch);
        let best = (0..names.len())
            .filter(|&at| !names[at].is_empty() && body.starts_with(&names[at]))
            .max_by_key(|&at| names[at].len());
        if let Some(option) = best {
            found.push(QuotedOption {
                option,
                on,
                text: inner(&stretch, &names[option]),
            });
        }
    }
    found
}

/// An option's name without the parentheses that explain it.
fn option_name(option: &str) -> &str {
    option
        .split(['(', '（'])
        .next()
        .filter(|name| !name.trim().is_empty())
        .unwrap_or(option)
}

/// The text parted before every mark, with what the mark says.
fn marked_stretches(text: &str) -> Vec<(Option<bool>, String)> {
    let mut stretches: Vec<(Option<bool>, String)> = Vec::new();
    let mut rest = text;
    let mut current = (None, String::new());
    while let Some(c) = rest.chars().next() {
        if let Some((on, used)) = mark_at(rest) {
            stretches.push(std::mem::replace(&mut current, (Some(on), String::new())));
            rest = &rest[used..];
        } else {
            current.1.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    stretches.push(current);
    stretches.retain(|(_, stretch)| !stretch.trim().is_empty());
    stretches
}

/// A bracket with a mark or nothing in it, or a box, at the start of the text.
fn mark_at(text: &str) -> Option<(bool, usize)> {
    if let Some(rest) = text.strip_prefix('[') {
        let close = rest.find(']')?;
        let inside = rest[..close].trim();
        let on = match inside.chars().count() {
            0 => Some(false),
            1 if !inside.chars().all(char::is_whitespace) => Some(true),
            _ => None,
        };
        return on.map(|on| (on, close + 2));
    }
    let first = text.chars().next()?;
    match first {
        '■' | '☑' | '☒' => Some((true, first.len_utf8())),
        '□' | '☐' => Some((false, first.len_utf8())),
        _ => None,
    }
}

/// What stands in the parentheses behind an option.
fn inner(stretch: &str, name: &str) -> String {
    let mut letters = 0;
    let length = name.chars().count();
    let behind = stretch.char_indices().find(|(_, c)| {
        letters += usize::from(is_letter(*c));
        letters == length
    });
    let rest = behind
        .map_or("", |(at, c)| &stretch[at + c.len_utf8()..])
        .trim();
    let rest = rest.strip_prefix('(').unwrap_or(rest).trim_end();
    rest.strip_suffix(')').unwrap_or(rest).trim().to_owned()
}

/// Whether the quoted options stand in the body as they are quoted.
fn flags_agree(after: &str, flags: &[Flag], printed: &str) -> Reconciled {
    let quoted = quoted_options(after, flags);
    if quoted.iter().any(|q| q.on.is_some()) {
        let marked = quoted.iter().filter(|q| q.on.is_some());
        return marked.fold(Reconciled::Agrees, |all, quote| {
            worse(all, option_agrees(quote, &flags[quote.option]))
        });
    }
    let after_content = content(after);
    let in_text = flags
        .iter()
        .filter_map(|flag| flag.text.as_deref())
        .any(|text| content(text).contains(&after_content));
    if in_text || content(printed).contains(&after_content) {
        return Reconciled::Agrees;
    }
    let named: Vec<&Flag> = flags
        .iter()
        .filter(|flag| after_content.contains(&content(&flag.option)))
        .collect();
    if named.is_empty() {
        return if is_remark(after) {
            Reconciled::NotQuoted
        } else {
            Reconciled::Differs
        };
    }
    if named.iter().any(|flag| flag.state == FlagState::Unclear) {
        return Reconciled::NotQuoted;
    }
    verdict(named.iter().all(|flag| flag.state == FlagState::On))
}

fn option_agrees(quote: &QuotedOption, flag: &Flag) -> Reconciled {
    let state = match (flag.state, quote.on) {
        (FlagState::Unclear, _) | (_, None) => return Reconciled::NotQuoted,
        (FlagState::On, on) => on == Some(true),
        (FlagState::Off, on) => on == Some(false),
    };
    let quoted = content(&quote.text);
    let text =
        quoted.is_empty() || content(flag.text.as_deref().unwrap_or_default()).contains(&quoted);
    verdict(state && text)
}

/// The verdict on two parts together.
pub(crate) fn worse(a: Reconciled, b: Reconciled) -> Reconciled {
    use Reconciled::{Agrees, Differs, NoItem, NotQuoted};
    match (a, b) {
        (Differs, _) | (_, Differs) => Differs,
        (NotQuoted, _) | (_, NotQuoted) => NotQuoted,
        (NoItem, _) | (_, NoItem) => NoItem,
        (Agrees, Agrees) => Agrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_parts_are_compared_item_by_item() {
        let list = bulleted("・「情報の委託に関する指針」 ・個人情報の保護に関する法律");
        assert_eq!(list.map(|items| items.len()), Some(2));
        assert_eq!(bulleted("個人情報の保護 ・に関する法律の定め"), None);
        assert_eq!(bulleted("・氏名 ・住所"), None);
    }
}
