//! What the name of an embedded font tells of its face, found out once a name.

use rustc_hash::FxHashMap;

use super::symbols::SymbolFont;

/// Names that are remembered; a document has some hundred at most.
const NAMES: usize = 4_096;

/// A face by its font's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Face {
    /// Whether the name says that it is bold.
    pub bold: bool,
    /// The symbol font that the name means.
    pub symbols: Option<SymbolFont>,
}

impl Face {
    fn by_name(name: &str) -> Self {
        Self {
            bold: is_bold(name),
            symbols: SymbolFont::by_name(name),
        }
    }
}

/// The faces met so far.
#[derive(Debug, Default)]
pub(super) struct Faces(FxHashMap<String, Face>);

impl Faces {
    /// The face that a `PostScript` name tells of.
    pub fn by_name(&mut self, name: String) -> Face {
        if let Some(face) = self.0.get(&name) {
            return *face;
        }
        let face = Face::by_name(&name);
        if self.0.len() < NAMES {
            self.0.insert(name, face);
        }
        face
    }
}

/// Whether a font's name says that it is bold; Japanese families count their weights from W0 to W9.
fn is_bold(name: &str) -> bool {
    let heavy = ["Bold", "bold", "Heavy", "Black", "-W6", "-W7", "-W8", "-W9"];
    heavy.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Face, Faces};

    #[test]
    fn a_name_tells_the_same_each_time() {
        let mut faces = Faces::default();
        for (name, bold) in [("HiraginoSans-W6", true), ("IPAGothic", false)] {
            let face = faces.by_name(name.to_owned());
            assert_eq!((face.bold, face), (bold, faces.by_name(name.to_owned())));
        }
        assert_eq!(faces.by_name(String::new()), Face::default());
    }
}
