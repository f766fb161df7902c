//! Labels with the numbers before them, and numbers without a label.

use hyokasho_catalogue::Role;

use super::super::cell::{Number, Style};
use super::super::index::{Element, Printed};
use super::super::labels::Find;
use super::{Match, NEAR, Seen, WORD, near};

/// Letters of a label that stand behind those that it shares with the one before it, at least.
const LEAST_BEHIND: usize = 2;
/// What a number costs beside a label that the form numbers otherwise.
const CONTRADICTED: f32 = 1.0;
/// Weight that a label needs to stand against the number beside it.
const STANDS_AGAINST: f32 = 2.0;
/// The same for a part, whose label is long and whose number is what people write.
const PART_STANDS_AGAINST: f32 = 5.0;
/// Damaged letters at a label's start that are taken as its own.
const LEAD: u16 = 3;

impl Seen<'_> {
    /// Whether nothing of a label stands there but its little words (その of その内容).
    pub(super) fn says_nothing(&self, find: &Find) -> bool {
        let part = &self.cell.letters[usize::from(find.start)..usize::from(find.end)];
        part.iter().all(|c| matches!(c, 'ぁ'..='ん'))
    }

    /// Whether a label stands there whole, and nothing before and behind it that could be of one word
    /// with it.
    pub(super) fn stands_alone(&self, find: &Find) -> bool {
        let (start, end) = (usize::from(find.start), usize::from(find.end));
        let ends_number = self.cell.numbers.iter().any(|n| n.end == start);
        find.share >= 1.0 && (ends_number || self.cell.begins(start)) && self.cell.begins(end)
    }

    /// A label with the number that stands before it, where one does.
    pub(super) fn labelled(
        &self,
        element: &Element,
        find: &Find,
        number: Option<Printed>,
    ) -> Match {
        let (start, end) = (usize::from(find.start), usize::from(find.end));
        let bare = Match {
            start,
            end,
            weight: find.weight,
            sets: None,
        };
        if let Some(Printed::Worded(word, None)) = number
            && let Some(before) = start.checked_sub(self.length(word))
            && self.words[word].contains(&before)
        {
            return Match {
                start: before,
                weight: find.weight + WORD * self.length(word) as f32,
                ..bare
            };
        }
        let before =
            self.cell.numbers.iter().rev().find(|n| {
                n.end <= start && start - n.end <= NEAR + usize::from(find.lead.min(LEAD))
            });
        let (Some(number), Some(before)) = (number, before) else {
            return bare;
        };
        if let Some(m) = self.agrees(number, before) {
            return Match {
                start: m.start,
                end,
                weight: m.weight + find.weight,
                sets: None,
            };
        }
        let same_style = matches!(number, Printed::Plain(style, _) if near(style, before.style))
            && !self.worded(before);
        let stands = find.weight
            >= if element.role == Role::Part {
                PART_STANDS_AGAINST
            } else {
                STANDS_AGAINST
            };
        if same_style && stands {
            return Match {
                start: before.start,
                end,
                weight: find.weight - CONTRADICTED,
                sets: None,
            };
        }
        bare
    }

    /// The label alone, where the number before it is not the item's and its style that of a heading's: people leave
    /// out the heading's label and the item's number (Ⅱ-3 入手元).
    pub(super) fn behind_headings_number(
        &self,
        find: &Find,
        number: Option<Printed>,
        labelled: &Match,
    ) -> Option<Match> {
        let start = usize::from(find.start);
        let circled = matches!(number, Some(Printed::Plain(Style::Circled, _)));
        let arabic = |n: &Number| n.start == labelled.start && n.style == Style::Arabic;
        let whole = find.share >= 1.0;
        (circled && whole && labelled.start < start && self.cell.numbers.iter().any(arabic))
            .then_some(Match {
                start,
                end: usize::from(find.end),
                weight: find.weight,
                sets: None,
            })
    }

    /// Places where the number stands without the label.
    pub(super) fn numbered(&self, number: Printed, matches: &mut Vec<Match>) {
        if self.may_say(number) {
            let numbers = self.cell.numbers.iter();
            matches.extend(numbers.filter_map(|n| self.agrees(number, n)));
        }
        if let Printed::Worded(word, None) = number {
            let weight = WORD * self.length(word) as f32;
            matches.extend(self.bare_words(word).map(|(start, end)| Match {
                start,
                end,
                weight,
                sets: None,
            }));
        }
    }
}

/// A label without the letters that it shares with the end of the one before it, where the cell has them once:
/// …が行われるリスクに対する措置の内容, …に関する規定の内容.
pub(super) fn behind_shared(shared: usize, find: &Find) -> Option<Match> {
    let (start, end) = (usize::from(find.start), usize::from(find.end));
    let more = start + shared + LEAST_BEHIND <= end;
    let within = shared > 0 && find.lead == 0 && more;
    within.then_some(Match {
        start: start + shared,
        end,
        weight: find.weight - shared as f32,
        sets: None,
    })
}
