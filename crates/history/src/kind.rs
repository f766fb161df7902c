//! What a change row does to its item.
//!
//! Input: the two sides' texts. Output: the kind of change, as the contract defines it.

use hyokasho_model::ChangeKind;

use crate::content::is_remark;
use crate::phrases::{Says, pieces, says};

/// The kind of change that a row with these sides states.
pub fn change_kind(before: &str, after: &str) -> ChangeKind {
    let (was, is) = (says(before), says(after));
    let was_absent = matches!(was, Says::Blank | Says::Nothing | Says::Comes);
    match is {
        Says::Blank | Says::Nothing if was == Says::Comes => ChangeKind::Added,
        Says::Blank | Says::Nothing if was_absent => ChangeKind::Unstated,
        Says::Goes | Says::Blank | Says::Nothing => ChangeKind::Removed,
        _ if was_absent => ChangeKind::Added,
        // the sides tell of the change without quoting either text
        Says::Text if was == Says::Omitted && is_remark(after) => ChangeKind::Unstated,
        Says::Omitted | Says::Elsewhere if matches!(was, Says::Omitted | Says::Elsewhere) => {
            ChangeKind::Unstated
        }
        _ if same_but_omitted(before, after) => ChangeKind::Unstated,
        _ => ChangeKind::Modified,
    }
}

/// Whether the sides quote the same, and the change lies in what they leave out.
fn same_but_omitted(before: &str, after: &str) -> bool {
    let quoted = pieces(before);
    quoted != [before] && quoted == pieces(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_contract() {
        use ChangeKind::{Added, Modified, Removed, Unstated};
        for (before, after, kind) in [
            ("", "新しい文", Added),
            ("なし", "新しい文", Added),
            ("(右記を追加)", "新しい文", Added),
            ("", "追加", Added),
            ("古い文", "削除", Removed),
            ("古い文", "", Removed),
            ("古い文", "なし", Removed),
            ("古い文", "新しい文", Modified),
            ("(記載省略)", "新しい文", Modified),
            ("古い文", "同上", Modified),
            ("(記載省略)", "(図を改めた)", Unstated),
            ("(省略)", "(省略)", Unstated),
            ("別紙のとおり", "別紙のとおり", Unstated),
            ("(省略) 見出し (省略)", "(省略) 見出し (省略)", Unstated),
            ("", "", Unstated),
        ] {
            assert_eq!(change_kind(before, after), kind, "{before} / {after}");
        }
    }
}
