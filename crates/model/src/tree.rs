//! Facts nested along their keys: the `items` of the document JSON, borrowed from the model and written
//! out without a second copy of it.

use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Serialize, Serializer};

use crate::key::Step;
use crate::{Fact, ValueObject};

/// A place in the document JSON.
pub(crate) enum Node<'a> {
    /// An index that its list skips.
    Nothing,
    /// A value object.
    Leaf(&'a Fact),
    /// What stands behind names, in the order of the facts.
    Object(Vec<(&'a str, Node<'a>)>),
    /// What stands behind indices.
    List(Vec<Node<'a>>),
}

/// A value object as the document JSON has it: with its label and number beside it.
#[derive(Serialize)]
struct Leaf<'a> {
    label: &'a str,
    number: &'a str,
    #[serde(flatten)]
    object: &'a ValueObject,
}

impl<'a> Node<'a> {
    /// The facts of a model.
    pub fn of(facts: &'a [Fact]) -> Self {
        let mut root = Self::Object(Vec::new());
        for fact in facts {
            root.insert(&fact.key.steps(), fact);
        }
        root
    }

    /// Puts a fact where its steps lead; a list that skips an index gets nothing there.
    fn insert(&mut self, steps: &[Step<'a>], fact: &'a Fact) {
        let Some((step, rest)) = steps.split_first() else {
            *self = Self::Leaf(fact);
            return;
        };
        match step {
            Step::Name(name) => self.member(name).insert(rest, fact),
            Step::Index(index) => self
                .element((*index as usize).saturating_sub(1))
                .insert(rest, fact),
        }
    }

    /// The member of this name; a node of another shape becomes an object.
    fn member(&mut self, name: &'a str) -> &mut Self {
        if !matches!(self, Self::Object(_)) {
            *self = Self::Object(Vec::new());
        }
        let Self::Object(members) = self else {
            return self;
        };
        // Facts come in the order of the form, so it is mostly the last one.
        let at = members.iter().rposition(|(known, _)| *known == name);
        let at = at.unwrap_or_else(|| {
            members.push((name, Self::Nothing));
            members.len() - 1
        });
        &mut members[at].1
    }

    /// The element at this index, from 0; a node of another shape becomes a list.
    fn element(&mut self, at: usize) -> &mut Self {
        if !matches!(self, Self::List(_)) {
            *self = Self::List(Vec::new());
        }
        let Self::List(elements) = self else {
            return self;
        };
        while elements.len() <= at {
            elements.push(Self::Nothing);
        }
        &mut elements[at]
    }
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Leaf(fact) => Leaf {
                label: &fact.label,
                number: &fact.number,
                object: &fact.object,
            }
            .serialize(serializer),
            Self::Object(members) => {
                let mut object = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    object.serialize_entry(name, member)?;
                }
                object.end()
            }
            Self::List(elements) => {
                let mut list = serializer.serialize_seq(Some(elements.len()))?;
                for element in elements {
                    list.serialize_element(element)?;
                }
                list.end()
            }
        }
    }
}
