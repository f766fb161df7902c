//! Which item is meant where a path ends at an element: itself, or one beside or under it that the row's quotes tell.

use hyokasho_catalogue::{ItemKind, Role};

use super::super::Resolver;
use super::super::cell::circled;
use super::super::index::Element;
use super::super::quote::{Quote, Side};

/// Items that a label or a heading may have over them for its quote to tell which is meant.
const FEW: usize = 4;

/// Letters of a text that is more than another word for an option (有, 無し).
const TOLD: usize = 4;

impl Resolver<'_> {
    /// Whether the quotes are what an item of this kind holds.
    pub(super) fn fits(&self, element: &Element, at: usize, quote: &Quote<'_>) -> bool {
        match element.kind {
            Some(ItemKind::Flags) => quote.all(|side| self.quotes_flags(at, side)),
            Some(ItemKind::Choice) => quote.all(|side| self.is_option(at, side)),
            Some(ItemKind::Date) => quote.all(Side::is_date),
            Some(ItemKind::Count) => quote.all(|side| side.count),
            Some(ItemKind::Text) => !quote.all(|side| side.marks || side.count) || quote.long(),
            None => false,
        }
    }

    /// Whether a side quotes an option of flags with its mark, or without.
    fn quotes_flags(&self, element: usize, side: &Side<'_>) -> bool {
        let letters = side.letters();
        let held = |option: &Vec<char>| {
            letters
                .windows(option.len().max(1))
                .any(|part| part == option)
        };
        self.is_option(element, side) || side.marks && self.form.options[element].iter().any(held)
    }

    /// Whether a text has most pairs of an option's letters.
    fn resembles_option(&self, element: usize, side: &Side<'_>) -> bool {
        let letters = side.letters();
        let held = |pair: &&[char]| letters.windows(2).any(|other| other == *pair);
        self.form.options[element].iter().any(|option| {
            let pairs = option.len().saturating_sub(1);
            pairs > 0 && 2 * option.windows(2).filter(held).count() >= pairs
        })
    }

    fn is_option(&self, element: usize, side: &Side<'_>) -> bool {
        let options = &self.form.options[element];
        options.iter().any(|option| option == side.letters())
    }

    /// The element that is meant where a path ends at this one: itself, or an item beside or under
    /// it that the quotes tell.
    pub(super) fn meant(&self, at: usize, quote: &Quote<'_>) -> usize {
        let element = &self.form.index.elements[at];
        if let Some(flags) = self.flags_beside(at, quote) {
            return flags;
        }
        if element.kind == Some(ItemKind::Choice) && element.role == Role::Item {
            return self.meant_by_choice(at, quote);
        }
        if element.holds.len() > 1
            && matches!(element.role, Role::Label | Role::Heading | Role::Risk)
        {
            return self.meant_by_group(at, quote).unwrap_or(at);
        }
        at
    }

    /// The flags beside an item of another kind whose options the row quotes with their marks.
    fn flags_beside(&self, at: usize, quote: &Quote<'_>) -> Option<usize> {
        let elements = &self.form.index.elements;
        let item = &elements[at];
        let other = matches!(item.kind, Some(ItemKind::Choice | ItemKind::Text));
        if item.role != Role::Item || !other || !quote.all(|side| side.marks) {
            return None;
        }
        let mut beside = (0..elements.len()).filter(|&flags| {
            let element = &elements[flags];
            let kind = element.kind == Some(ItemKind::Flags) && !element.option;
            let numbered = element
                .printings
                .iter()
                .any(|printing| printing.number.is_some());
            kind && !numbered
                && (element.parent == item.parent || element.parent == Some(at))
                && quote.all(|side| self.quotes_flags(flags, side))
        });
        beside.next().filter(|_| beside.next().is_none())
    }

    /// A choice's own label with another item's contents: its particulars, or its count.
    fn meant_by_choice(&self, at: usize, quote: &Quote<'_>) -> usize {
        let elements = &self.form.index.elements;
        if quote.quoted().next().is_none() || quote.quoted().any(|side| self.is_option(at, side)) {
            return at;
        }
        if quote.all(|side| side.count) {
            let count = elements
                .iter()
                .enumerate()
                .skip(at + 1)
                .take(FEW)
                .find(|(_, e)| e.kind == Some(ItemKind::Count));
            return count.map_or(at, |(count, _)| count);
        }
        let told = |side: &Side<'_>| side.letters().len() >= TOLD;
        let other = || {
            quote.quoted().any(told) && !quote.quoted().any(|side| self.resembles_option(at, side))
        };
        match self.form.index.particulars(at)[..] {
            [one] if quote.long() || other() => one,
            _ => at,
        }
    }

    /// The one item under a label or heading that can hold what the row quotes.
    fn meant_by_group(&self, at: usize, quote: &Quote<'_>) -> Option<usize> {
        let element = &self.form.index.elements[at];
        let only = |found: Vec<usize>| {
            if let [one] = found[..] {
                Some(one)
            } else {
                None
            }
        };
        let under = |fits: &dyn Fn(usize) -> bool| {
            only(element.holds.iter().copied().filter(|&h| fits(h)).collect())
        };
        if quote.all(|side| side.marks) {
            let flags = under(&|h| self.form.index.elements[h].kind == Some(ItemKind::Flags));
            return flags.or_else(|| (element.kind == Some(ItemKind::Flags)).then_some(at));
        }
        if quote.quoted().next().is_some()
            && quote.all(|side| element.holds.iter().any(|&h| self.is_option(h, side)))
        {
            return under(&|h| quote.all(|side| self.is_option(h, side)));
        }
        let of_kind = |kind| under(&|h| self.form.index.elements[h].kind == Some(kind));
        let told = if quote.all(Side::is_date) {
            of_kind(ItemKind::Date)
        } else if quote.all(|side| side.count) {
            of_kind(ItemKind::Count)
        } else {
            None
        };
        if told.is_some() {
            return told;
        }
        let texts = of_kind(ItemKind::Text);
        let few = element.holds.len() <= FEW && element.role != Role::Risk;
        let resembles = |side: &Side<'_>| {
            element
                .holds
                .iter()
                .any(|&h| self.resembles_option(h, side))
        };
        let plain = quote.quoted().next().is_some()
            && !quote.all(|side| side.count)
            && !quote
                .quoted()
                .any(|side| self.names_items(at, side) || resembles(side));
        texts.filter(|_| few && plain)
    }

    /// Whether a text names items under an element: it quotes a block with its labels.
    pub(super) fn names_items(&self, at: usize, side: &Side<'_>) -> bool {
        let numbered = side
            .letters()
            .iter()
            .filter(|&&c| circled(c).is_some())
            .count()
            > 1;
        numbered && self.form.index.items_under(at).count() > 1
    }
}
