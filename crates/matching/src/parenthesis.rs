//! The text of an item that is printed in a parenthesis inside another item's value.
//!
//! Input: the two items and the outer one's normalized text. Output: what stands behind the inner label,
//! down to the bracket that closes its parenthesis. A PDF's cell may have the outer item's list of options
//! in between, where it stands beside the parenthesis on the page: the list is no part of the text.

use hyokasho_catalogue::Node;

use crate::fold::fold;

/// The text behind the label of `inner` in the text of `outer`; empty where the label is not found.
/// `asides` are the captions of option lists, folded.
pub(crate) fn labelled_parenthesis(
    inner: &Node,
    outer: &Node,
    asides: &[Vec<char>],
    text: &str,
) -> String {
    let bare = |label: &str| {
        label
            .trim_matches(['(', ')', ' ', ':', '：', '（', '）'])
            .trim()
            .to_owned()
    };
    for label in inner
        .labels()
        .map(|label| bare(&hyokasho_normalize::normalize(label)))
    {
        if let Some(at) = text.find(&label) {
            let rest = without_list(&text[at + label.len()..], outer, asides);
            let rest = rest.trim_start_matches([' ', '\n', ':']);
            return rest[..closing(rest)].trim().to_owned();
        }
    }
    String::new()
}

/// Where the parenthesis closes that was open at the start: behind pairs of its own, and behind the
/// numbers `1)` of a list in it, where another bracket closes later. Else where the text ends.
fn closing(text: &str) -> usize {
    let mut depth = 0;
    let mut fallback = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' if text[..at].ends_with(|c: char| c.is_ascii_digit()) => {
                fallback = Some(at);
            }
            ')' => return at,
            _ => {}
        }
    }
    fallback.unwrap_or(text.len())
}

/// The text without the captions and numbered options of the item's list.
fn without_list(text: &str, node: &Node, asides: &[Vec<char>]) -> String {
    let mut rest = text.to_owned();
    let mut from = 0;
    while let Some(open) = rest[from..].find('<').map(|at| from + at) {
        let Some(close) = rest[open..].find('>').map(|at| open + at + 1) else {
            break;
        };
        if asides.contains(&fold(&rest[open..close])) {
            rest.replace_range(open..close, "");
            from = open;
        } else {
            from = open + 1;
        }
    }
    for (n, option) in node.options.iter().enumerate() {
        let names = std::iter::once(&option.text).chain(&option.variants);
        for name in names.map(|name| hyokasho_normalize::normalize(name)) {
            for numbered in [format!("{}) {name}", n + 1), format!("{}){name}", n + 1)] {
                if let Some(at) = rest.find(&numbered) {
                    rest.replace_range(at..at + numbered.len(), "");
                }
            }
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use hyokasho_catalogue::{Catalogue, ItemKind, Role};

    use super::*;

    /// What is read of a parenthesis that goes on with the text; `@` stands for the outer item's printed list.
    fn detail(text: &str) -> String {
        let catalogue = Catalogue::embedded();
        let is_text = |node: &Node| node.within.is_some() && node.kind == Some(ItemKind::Text);
        let form = catalogue
            .forms
            .iter()
            .find(|form| form.items().any(|(_, node)| is_text(node)))
            .expect("a form has a text in a parenthesis");
        let nodes = || form.items().map(|(_, node)| node);
        let inner = nodes().find(|node| is_text(node)).expect("it is an item");
        let outer = nodes().find(|node| node.key == inner.within);
        let outer = outer.expect("the item around it is in the form");
        let is_caption = |node: &&Node| node.role == Role::Furniture && node.label.starts_with('<');
        let caption = &form.nodes.iter().find(is_caption).expect("lists").label;
        let numbered = outer.options.iter().enumerate();
        let list: Vec<String> = numbered
            .map(|(n, option)| format!("{}) {}", n + 1, option.text))
            .collect();
        let opened = inner.label.trim_end_matches(')').trim_end();
        let text = text.replace('@', &format!("{caption}\n{}", list.join(" ")));
        let text = format!("[ ] {opened}{text}");
        labelled_parenthesis(inner, outer, &[fold(caption)], &text)
    }

    #[test]
    fn the_parenthesis_ends_with_its_own_bracket() {
        let found = detail(" 写し(白黒)1枚10円、窓口)\n(備考)");
        assert_eq!(found, "写し(白黒)1枚10円、窓口");
        let found = detail(" 1)写し 10円 2)郵送 実費)");
        assert_eq!(found, "1)写し 10円 2)郵送 実費");
        assert_eq!(detail(" )"), "");
        assert_eq!(detail(" 写し 10)"), "写し 10");
    }

    #[test]
    fn a_list_beside_the_parenthesis_is_no_part_of_it() {
        assert_eq!(detail(" )\n@"), "");
        assert_eq!(detail(" @\n)"), "");
        assert_eq!(detail(" @\n写し10円、<窓口>渡し)"), "写し10円、<窓口>渡し");
    }
}
