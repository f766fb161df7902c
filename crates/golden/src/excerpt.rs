//! The place where two texts differ, short enough to read.

use similar::{ChangeTag, TextDiff};

/// Characters that are shown before and after an edit.
const CONTEXT: usize = 16;
/// Longer stretches between the common ends are shown as a whole on either side: a character-wise
/// comparison of them is slow and says nothing.
const COMPARED: usize = 4_000;
/// Characters of one inserted or deleted stretch that are shown.
const SHOWN: usize = 160;

/// The edit from one text to another, `…context[-gone-]{+new+}context…`; line breaks as `⏎`.
pub fn excerpt(before: &str, after: &str) -> String {
    if before != after && is_word(before) && is_word(after) {
        return gone(before) + &came(after);
    }
    let head = common_start(before, after);
    let (old, new) = (&before[head..], &after[head..]);
    let tail = common_end(old, new);
    let (old_middle, new_middle) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut text = last_characters(&before[..head]);
    text.push_str(&edit(old_middle, new_middle));
    text.push_str(&first_characters(&old[old.len() - tail..]));
    text.replace('\n', "⏎")
}

/// Words of the model (a status, a hash) are shown whole: letters that two of them share say nothing.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

fn common_start(a: &str, b: &str) -> usize {
    a.chars()
        .zip(b.chars())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum()
}

fn common_end(a: &str, b: &str) -> usize {
    a.chars()
        .rev()
        .zip(b.chars().rev())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum()
}

fn edit(old: &str, new: &str) -> String {
    if old.chars().count().max(new.chars().count()) > COMPARED {
        return gone(old) + &came(new);
    }
    let diff = TextDiff::from_chars(old, new);
    let mut text = String::new();
    for operation in diff.ops() {
        let (mut deleted, mut inserted, mut equal) = (String::new(), String::new(), String::new());
        for change in diff.iter_changes(operation) {
            match change.tag() {
                ChangeTag::Delete => deleted.push_str(change.value()),
                ChangeTag::Insert => inserted.push_str(change.value()),
                ChangeTag::Equal => equal.push_str(change.value()),
            }
        }
        text.push_str(&gone(&deleted));
        text.push_str(&came(&inserted));
        text.push_str(&between(&equal));
    }
    text
}

fn gone(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("[-{}-]", shortened(text))
    }
}

fn came(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{{+{}+}}", shortened(text))
    }
}

/// An equal stretch between two edits.
fn between(text: &str) -> String {
    if text.chars().count() <= 2 * CONTEXT {
        return text.to_owned();
    }
    first_characters(text) + last_characters(text).trim_start_matches('…')
}

fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= SHOWN {
        return text.to_owned();
    }
    let head: String = text.chars().take(SHOWN / 2).collect();
    let tail: String = text.chars().skip(count - SHOWN / 2).collect();
    format!("{head}…{tail}")
}

fn first_characters(text: &str) -> String {
    match text.char_indices().nth(CONTEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn last_characters(text: &str) -> String {
    let skipped = text.chars().count().saturating_sub(CONTEXT);
    let tail: String = text.chars().skip(skipped).collect();
    if skipped > 0 {
        format!("…{tail}")
    } else {
        tail
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_is_shown_with_its_surroundings() {
        let before = format!("{}を委託する。{}", "前".repeat(40), "後".repeat(40));
        let after = before.replace("委託", "委嘱");
        let around = (format!("…{}", "前".repeat(14)), "後".repeat(13));
        assert_eq!(
            excerpt(&before, &after),
            format!("{}を委[-託-]{{+嘱+}}する。{}…", around.0, around.1)
        );
    }

    #[test]
    fn ends_and_line_breaks_are_shown() {
        assert_eq!(excerpt("", "新"), "{+新+}");
        assert_eq!(excerpt("a\nb", "a\n"), "a⏎[-b-]");
        assert_eq!(excerpt("ab", "ab"), "ab");
    }

    #[test]
    fn words_are_shown_whole() {
        assert_eq!(excerpt("agrees", "differs"), "[-agrees-]{+differs+}");
        assert_eq!(
            excerpt("2024-03-01", "2024-03-11"),
            "[-2024-03-01-]{+2024-03-11+}"
        );
    }

    #[test]
    fn overlapping_ends_are_counted_once() {
        assert_eq!(excerpt("ああ", "あああ"), "ああ{+あ+}");
    }

    #[test]
    fn long_replacements_are_cut() {
        assert!(
            excerpt(&"a".repeat(50_000), &"b".repeat(50_000))
                .chars()
                .count()
                < 2 * SHOWN + 20
        );
    }
}
