//! The forms' structure, as loaded.

use serde::{Deserialize, Serialize};

/// The three official forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FormKind {
    /// 基礎項目評価書 (様式2).
    Basic,
    /// 重点項目評価書 (様式3).
    Focused,
    /// 全項目評価書 (様式4).
    Full,
}

impl FormKind {
    /// The forms in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Focused, Self::Full];

    /// The name in the model: `basic`, `focused`, `full`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Focused => "focused",
            Self::Full => "full",
        }
    }

    /// The form of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// All forms.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// One entry a form: basic, focused, full.
    pub forms: Vec<Form>,
}

impl Catalogue {
    /// The form of a kind.
    pub fn form(&self, kind: FormKind) -> Option<&Form> {
        self.forms.iter().find(|form| form.kind == kind)
    }
}

/// One official form.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Which form it is.
    pub kind: FormKind,
    /// 様式2, 様式3, 様式4.
    pub style: String,
    /// The title as printed on the cover, with its known variants.
    pub titles: Vec<String>,
    /// Revisions, oldest first.
    pub revisions: Vec<Revision>,
    /// Everything that the form prints, in the order of print.
    pub nodes: Vec<Node>,
}

/// Position of a node in [`Form::nodes`].
pub type NodeId = usize;

/// A revision of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// ISO month, `2025-05`.
    pub date: String,
    /// As printed: 令和7年5月.
    pub label: String,
    /// What it added, renamed or dropped.
    #[serde(default)]
    pub changes: Vec<String>,
    /// What this is known from; `unknown` where it is not.
    #[serde(default)]
    pub evidence: String,
}

/// What a node is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A part with a headline of its own: 表紙, Ⅰ 基本情報, (別添1) …, 変更箇所.
    Part,
    /// A numbered heading inside a part: 1. 特定個人情報ファイルを取り扱う事務.
    Heading,
    /// リスク1: ….
    Risk,
    /// The title of a block that repeats: システム{n}, 委託事項{m}, 提供先{m}, 移転先{m}.
    Block,
    /// A label over several items, with no value of its own: 再委託, ④使用の主体.
    Label,
    /// An item with a value.
    Item,
    /// Printed by the form and no item: 項目一覧, <選択肢>, 委託事項{m}～{k}.
    Furniture,
}

impl Role {
    const ALL: [Self; 7] = [
        Self::Part,
        Self::Heading,
        Self::Risk,
        Self::Block,
        Self::Label,
        Self::Item,
        Self::Furniture,
    ];

    /// The name in the catalogue's files: `part`, `heading` …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Part => "part",
            Self::Heading => "heading",
            Self::Risk => "risk",
            Self::Block => "block",
            Self::Label => "label",
            Self::Item => "item",
            Self::Furniture => "furniture",
        }
    }

    /// The role of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// The kind of an item's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// Free text.
    Text,
    /// One of the options.
    Choice,
    /// Options, each marked or not.
    Flags,
    /// A date.
    Date,
    /// A number.
    Count,
}

impl ItemKind {
    /// The name in the model: `text`, `choice`, `flags`, `date`, `count`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Flags => "flags",
            Self::Date => "date",
            Self::Count => "count",
        }
    }

    /// The kind of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Text,
            Self::Choice,
            Self::Flags,
            Self::Date,
            Self::Count,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == name)
    }

    /// Whether an item of this kind has options.
    pub const fn has_options(self) -> bool {
        matches!(self, Self::Choice | Self::Flags)
    }
}

/// Something that a form prints, with the item that it labels where it labels one.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is on the page.
    pub role: Role,
    /// The key pattern (`files[n].storage.place`) of the item that it labels. A heading, a block
    /// title or a risk may label an item too.
    pub key: Option<String>,
    /// The item's kind; present where `key` is.
    pub kind: Option<ItemKind>,
    /// The item's place on the form as the contract writes it: Ⅱ4③, Ⅲ2リスク1.
    pub path: String,
    /// The number printed before the label: Ⅰ, 1, ①, リスク1 (without a full stop or colon).
    pub number: Option<String>,
    /// The label as printed, without its number; `{n}` stands for a block's number.
    pub label: String,
    /// Other printings of the label and its number: of another revision, or seen in documents.
    pub variants: Vec<Variant>,
    /// The options of a choice or of flags, in the order of the form.
    pub options: Vec<OptionText>,
    /// Whether the value is a name or a title: words, not sentences.
    pub name: bool,
    /// The key pattern of the item in whose value this one stands (the count beside 委託の有無).
    pub within: Option<String>,
    /// The prefix of the block that this node opens: `systems[n]`, `files[n].provisions[m]`. A part
    /// that may be printed once for each file opens `files[n]` or `risks[n]`.
    pub opens: Option<String>,
    /// The node that this one stands under, by the rank of their roles.
    pub parent: Option<NodeId>,
    /// First revision (ISO month) that prints it; absent: the first one.
    pub since: Option<String>,
    /// First revision that no longer prints it.
    pub until: Option<String>,
    /// Remarks for people, and the evidence of `since`, `until` and variants.
    pub note: Option<String>,
}

/// Another printing of a label.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// The label.
    pub label: String,
    /// The number before it, where that differs too.
    #[serde(default)]
    pub number: Option<String>,
    /// First revision that prints it so.
    #[serde(default)]
    pub since: Option<String>,
    /// First revision that no longer does.
    #[serde(default)]
    pub until: Option<String>,
    /// What this is known from.
    #[serde(default)]
    pub evidence: Option<String>,
}

/// An option of a choice or of flags.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OptionText {
    /// The official text, as the model gives it.
    pub text: String,
    /// Other printings: of another revision, or the fuller text of the form.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Options (by text) that exclude this one when they are on.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// Whether the form prints a parenthesis to fill in after it.
    #[serde(default)]
    pub parenthesis: bool,
    /// Whether the form prints `( ) 件` after it.
    #[serde(default)]
    pub counted: bool,
    /// The option (by text) in whose place other revisions print this one: a form prints one of
    /// the two, never both.
    #[serde(default)]
    pub alternative_to: Option<String>,
}
