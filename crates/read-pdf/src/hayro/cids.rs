//! Unicode for composite fonts that bring no `ToUnicode`: code to CID by the font's encoding, CID to
//! Unicode by its character collection (Adobe-Japan1 and its sisters).
//!
//! hayro does this itself for fonts that are not embedded. For embedded ones it delivers glyphs
//! without Unicode and does not say which font they are of, so the fonts of the page are looked
//! through for the one that maps the codes of the run to the same glyphs of the same font program.
//! Two fonts of one name and one program with different encodings are told apart by that.

use std::rc::Rc;
use std::sync::Arc;

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontResolverFn, OutlineGlyph};
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::page::{Page, Resources};
use rustc_hash::{FxHashMap, FxHashSet};

/// Fonts of one page that are looked through; a page of the forms has 2 to 20.
const FONTS: usize = 400;
/// Form `XObject`s inside one another that are searched for fonts.
const DEPTH: usize = 12;
/// Glyphs of a run that must agree before a font is taken for the run's.
const COMPARED: usize = 24;

/// A predefined `CMap`, also those that hayro-cmap does not carry and that map the same characters
/// as another: JIS X 0213:2004 differs in the shapes of glyphs, not in the characters.
pub(super) fn resolve_cmap(name: CMapName<'_>) -> Option<&'static [u8]> {
    let same = match name {
        CMapName::Custom(b"UniJIS2004-UTF16-H" | b"UniJISX0213-UTF16-H") => CMapName::UniJisUtf16H,
        CMapName::Custom(b"UniJIS2004-UTF16-V" | b"UniJISX0213-UTF16-V") => CMapName::UniJisUtf16V,
        CMapName::Custom(b"UniJISPro-UCS2-V") => CMapName::UniJisUcs2V,
        CMapName::Custom(b"UniJISPro-UCS2-HW-V") => CMapName::UniJisUcs2HwV,
        other => other,
    };
    load_embedded(same)
}

/// A composite font that has a character collection and no `ToUnicode`.
struct CidFont<'a> {
    font: Font<'a>,
    encoding: CMap,
    unicode: Rc<CMap>,
}

impl CidFont<'_> {
    fn unicode(&self, code: u32) -> Option<BfString> {
        let cid = (1..=4).find_map(|length| self.encoding.lookup_cid_code(code, length))?;
        self.unicode.lookup_bf_string(cid)
    }

    fn draws(&self, glyph: &OutlineGlyph) -> bool {
        let code = glyph.char_code();
        match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(own) => own.identifier() == glyph.identifier(),
            FontGlyph::Type3(_) => false,
        }
    }
}

/// The fonts without `ToUnicode` met so far, shared by the pages that one thread reads.
pub(super) struct CidFonts<'a> {
    loaded: FontCache<'a>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
    known: FxHashMap<ObjectIdentifier, Option<Rc<CidFont<'a>>>>,
    collections: FxHashMap<&'static str, Option<Rc<CMap>>>,
    /// Those of the page being read; looked for when its first unmapped glyph is met.
    of_page: Option<Vec<Rc<CidFont<'a>>>>,
}

/// The font of a run whose glyphs have no Unicode of their own.
pub(super) struct RunFont<'a>(Rc<CidFont<'a>>);

impl RunFont<'_> {
    /// The Unicode of a character code.
    pub fn unicode(&self, code: u32) -> Option<BfString> {
        self.0.unicode(code)
    }
}

impl<'a> CidFonts<'a> {
    pub fn new(font_resolver: FontResolverFn) -> Self {
        Self {
            loaded: FontCache::new(),
            font_resolver,
            cmap_resolver: Arc::new(resolve_cmap),
            known: FxHashMap::default(),
            collections: FxHashMap::default(),
            of_page: None,
        }
    }

    /// Forgets the page before.
    pub fn turn_page(&mut self) {
        self.of_page = None;
    }

    /// The font that the run is set in, if it is one whose Unicode can be told.
    pub fn of_run(&mut self, run: &GlyphRun<'_, 'a>, page: &Page<'a>) -> Option<RunFont<'a>> {
        if self.of_page.is_none() {
            let mut search = Search::default();
            search.page(page);
            self.of_page = Some(
                search
                    .found
                    .into_iter()
                    .filter_map(|(id, dict)| self.load(id, &dict))
                    .collect(),
            );
        }
        let outlines = || {
            run.glyphs()
                .iter()
                .take(COMPARED)
                .filter_map(|glyph| match &**glyph {
                    Glyph::Outline(outline) => Some(outline),
                    Glyph::Type3(_) => None,
                })
        };
        outlines().next()?;
        let font = self
            .of_page
            .as_ref()?
            .iter()
            .find(|font| outlines().all(|glyph| font.draws(glyph)))?;
        Some(RunFont(Rc::clone(font)))
    }

    fn load(&mut self, id: Option<ObjectIdentifier>, dict: &Dict<'a>) -> Option<Rc<CidFont<'a>>> {
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return known.clone();
        }
        let font = self.cid_font(dict).map(Rc::new);
        if let Some(id) = id {
            self.known.insert(id, font.clone());
        }
        font
    }

    fn cid_font(&mut self, dict: &Dict<'a>) -> Option<CidFont<'a>> {
        let composite = dict.get::<Name<'_>>(keys::SUBTYPE)?.as_str() == "Type0";
        if !composite || dict.get::<Stream<'_>>(keys::TO_UNICODE).is_some() {
            return None;
        }
        let encoding = encoding(&dict.get::<Object<'_>>(keys::ENCODING)?)?;
        let collection = encoding
            .metadata()
            .character_collection
            .as_ref()
            .map(|c| c.family.clone());
        let family = collection
            .filter(|f| f.ucs2_cmap().is_some())
            .or_else(|| declared_family(dict))?;
        let unicode = self.collection(family.ucs2_cmap()?)?;
        let font = self
            .loaded
            .font(dict, &self.font_resolver, &self.cmap_resolver)?;
        Some(CidFont {
            font,
            encoding,
            unicode,
        })
    }

    fn collection(&mut self, name: CMapName<'static>) -> Option<Rc<CMap>> {
        let key = match name {
            CMapName::AdobeJapan1Ucs2 => "Japan1",
            CMapName::AdobeGb1Ucs2 => "GB1",
            CMapName::AdobeCns1Ucs2 => "CNS1",
            _ => "Korea1",
        };
        let parse = || CMap::parse(load_embedded(name)?, resolve_cmap).map(Rc::new);
        self.collections.entry(key).or_insert_with(parse).clone()
    }
}

fn encoding(object: &Object<'_>) -> Option<CMap> {
    match object {
        Object::Name(name) => match CMapName::from_bytes(name) {
            CMapName::IdentityH => Some(CMap::identity_h()),
            CMapName::IdentityV => Some(CMap::identity_v()),
            name => CMap::parse(resolve_cmap(name)?, resolve_cmap),
        },
        Object::Stream(stream) => CMap::parse(&stream.decoded_data().ok()?, resolve_cmap),
        _ => None,
    }
}

/// The collection that the descendant font declares.
fn declared_family(dict: &Dict<'_>) -> Option<CidFamily> {
    let descendant = dict
        .get::<Array<'_>>(keys::DESCENDANT_FONTS)?
        .iter::<Dict<'_>>()
        .next()?;
    let info = descendant.get::<Dict<'_>>(keys::CIDSYSTEMINFO)?;
    let registry = info.get::<PdfString<'_>>(keys::REGISTRY)?;
    let ordering = info.get::<PdfString<'_>>(keys::ORDERING)?;
    Some(CidFamily::from_registry_ordering(&registry, &ordering))
}

/// The search for font dictionaries that a page can reach.
#[derive(Default)]
struct Search<'a> {
    found: Vec<(Option<ObjectIdentifier>, Dict<'a>)>,
    visited: FxHashSet<ObjectIdentifier>,
}

impl<'a> Search<'a> {
    fn page(&mut self, page: &Page<'a>) {
        self.resources(page.resources(), 0);
        let annotations = page.raw().get::<Array<'_>>(keys::ANNOTS);
        for annotation in annotations.iter().flat_map(Array::iter::<Dict<'_>>) {
            let appearances = annotation.get::<Dict<'_>>(keys::AP);
            if let Some(normal) = appearances.and_then(|ap| ap.get::<Stream<'_>>(keys::N)) {
                self.form(&normal, 0);
            }
        }
    }

    fn resources(&mut self, resources: &Resources<'a>, depth: usize) {
        for name in resources.fonts.keys() {
            let id = resources.fonts.get_ref(&*name).map(ObjectIdentifier::from);
            let fresh = id.is_none_or(|id| self.visited.insert(id));
            if fresh
                && self.found.len() < FONTS
                && let Some(dict) = resources.fonts.get::<Dict<'_>>(&*name)
            {
                self.found.push((id, dict));
            }
        }
        if depth < DEPTH {
            for name in resources.x_objects.keys() {
                let fresh = resources
                    .x_objects
                    .get_ref(&*name)
                    .is_some_and(|id| self.visited.insert(id.into()));
                if fresh && let Some(form) = resources.x_objects.get::<Stream<'_>>(&*name) {
                    self.form(&form, depth + 1);
                }
            }
        }
    }

    fn form(&mut self, form: &Stream<'a>, depth: usize) {
        if let Some(resources) = form.dict().get::<Dict<'_>>(keys::RESOURCES) {
            self.resources(&Resources::new(resources), depth);
        }
    }
}
