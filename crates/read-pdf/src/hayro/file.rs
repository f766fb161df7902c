//! Opening a PDF and reading its pages, one by one or all, in parallel where they are many.

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, interpret, interpret_page,
};
use hayro_syntax::content::TypedIter;
use hayro_syntax::object::Dict;
use hayro_syntax::object::dict::keys;
use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hyokasho_document::page::{Field, FieldState, Page};
use hyokasho_source::{Code, Diagnosed, Diagnostic, Place, Rect};
use kurbo::Affine;
use rayon::prelude::*;

use super::cids::{CidFonts, resolve_cmap};
use super::content;
use super::device::{Collector, Stopped};
use super::faces::Faces;
use super::info::Info;
use super::substitutes::Substitutes;
use super::widgets::widgets;
use crate::{ReadError, ReadOptions, paint, preflight};

/// A page's content streams decode to at most so many bytes; a dense page of the forms has 200 kB.
const CONTENT: u64 = 64 << 20;
/// Pages that a thread takes in one go, so that uneven pages even out.
const GO: usize = 16;
/// Pages that a thread is worth. Each loads the fonts anew and keeps memory of its own, which costs the
/// processors some 6 % more; so many pages take about a third of a second, and a form has 5 to 100.
const WORTH: usize = 256;

/// A PDF whose pages can be read.
pub struct PdfFile {
    pdf: Pdf,
    options: ReadOptions,
    info: Info,
    findings: Vec<Diagnostic>,
}

/// Fonts and colour spaces met so far. One serves the pages of one file that a thread reads.
pub struct Cache<'f> {
    interpreter: InterpreterCache<'f>,
    fonts: Fonts<'f>,
    settings: InterpreterSettings,
}

/// What is known of fonts beside what the interpreter knows.
pub(super) struct Fonts<'f> {
    /// Those that bring no Unicode of their own.
    pub cids: CidFonts<'f>,
    /// Those that stand in for fonts that are not embedded.
    pub substitutes: Substitutes<'f>,
    /// What their names tell.
    pub faces: Faces,
}

impl Cache<'_> {
    fn new() -> Self {
        let settings = InterpreterSettings {
            cmap_resolver: std::sync::Arc::new(resolve_cmap),
            ..InterpreterSettings::default()
        };
        let fonts = Fonts {
            cids: CidFonts::new(settings.font_resolver.clone()),
            substitutes: Substitutes::new(settings.font_resolver.clone()),
            faces: Faces::default(),
        };
        Self {
            interpreter: InterpreterCache::new(),
            fonts,
            settings,
        }
    }
}

impl Default for Cache<'_> {
    fn default() -> Self {
        Self::new()
    }
}

/// Opens a PDF. A file that needs a password, is no PDF, or has no page is an error; a damaged one is
/// repaired as far as it can be.
pub fn open(bytes: impl Into<Vec<u8>>, options: &ReadOptions) -> Result<PdfFile, ReadError> {
    let mut bytes = bytes.into();
    let length = bytes.len() as u64;
    if length > options.bytes {
        return Err(ReadError::TooLarge {
            bytes: length,
            limit: options.bytes,
        });
    }
    let found = preflight::inspect(&mut bytes, options.decoded_bytes);
    let looks_like_pdf = preflight::has_header(&bytes);
    let pdf = catch_unwind(AssertUnwindSafe(|| Pdf::new(bytes)));
    let pdf = match pdf {
        Ok(Ok(pdf)) => pdf,
        Ok(Err(LoadPdfError::Decryption(error))) => return Err(decryption(error)),
        Ok(Err(LoadPdfError::Invalid)) | Err(_) if looks_like_pdf => {
            return Err(ReadError::Damaged);
        }
        Ok(Err(LoadPdfError::Invalid)) | Err(_) => return Err(ReadError::NotPdf),
    };
    if pdf.pages().is_empty() {
        let none = declared_pages(&pdf).is_none_or(|declared| declared == 0);
        return Err(if found.damage.is_empty() && none {
            ReadError::NoPages
        } else {
            ReadError::Damaged
        });
    }
    let info = Info::new(&pdf, found.encrypted);
    let findings = file_findings(&pdf, &found, options);
    Ok(PdfFile {
        pdf,
        options: *options,
        info,
        findings,
    })
}

/// Reads a whole PDF, its pages in their order. Findings about the file come first, then
/// those of each page.
pub fn read(
    bytes: impl Into<Vec<u8>>,
    options: &ReadOptions,
) -> Result<Diagnosed<Vec<Page>>, ReadError> {
    Ok(open(bytes, options)?.read())
}

fn decryption(error: DecryptionError) -> ReadError {
    match error {
        DecryptionError::PasswordProtected => ReadError::Encrypted,
        _ => ReadError::UnsupportedEncryption,
    }
}

fn file_findings(pdf: &Pdf, found: &preflight::Findings, options: &ReadOptions) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut damage = found.damage.clone();
    let pages = pdf.pages().len();
    if declared_pages(pdf).is_some_and(|declared| declared != pages) {
        damage.push("the page tree does not hold as many pages as it says");
    }
    if !damage.is_empty() {
        findings.push(Diagnostic::new(Code::FileDamaged, damage.join("; ")));
    }
    if found.bombs > 0 {
        let message = format!(
            "{} streams decode to more than {} bytes",
            found.bombs, options.decoded_bytes
        );
        findings.push(Diagnostic::new(Code::LimitReached, message));
    }
    if pages > options.pages as usize {
        let message = format!("{} of {pages} pages were read", options.pages);
        findings.push(Diagnostic::new(Code::LimitReached, message));
    }
    findings
}

fn declared_pages(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let count = catalog
        .get::<Dict<'_>>(keys::PAGES)?
        .get::<i32>(keys::COUNT)?;
    usize::try_from(count).ok()
}

impl PdfFile {
    /// How many pages are read: those of the file, up to the limit.
    pub fn page_count(&self) -> usize {
        self.pdf.pages().len().min(self.options.pages as usize)
    }

    /// What the file says of itself.
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// Findings about the file as a whole.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// Reads one page, counted from 0. A page that is not there is empty.
    pub fn page<'f>(&'f self, index: usize, cache: &mut Cache<'f>) -> Diagnosed<Page> {
        let number = index as u32 + 1;
        match self
            .pdf
            .pages()
            .get(index)
            .filter(|_| index < self.page_count())
        {
            Some(page) => read_page(page, number, &self.options, cache),
            None => Diagnosed::clean(Page {
                number,
                ..Page::default()
            }),
        }
    }

    /// Reads all pages, in parallel where they are many.
    pub fn read(&self) -> Diagnosed<Vec<Page>> {
        let mut diagnostics = self.findings.clone();
        let pages = self.map_pages(|page| page);
        let pages = pages
            .into_iter()
            .map(|page| page.drain_into(&mut diagnostics))
            .collect();
        Diagnosed {
            value: pages,
            diagnostics,
        }
    }

    /// Reads all pages, in parallel where they are many, and gives what `each` makes of them, in their order: so
    /// that a caller need not hold the glyphs of a whole document. Findings about the file itself stand
    /// in [`Self::diagnostics`].
    pub fn map_pages<T: Send>(&self, each: impl Fn(Diagnosed<Page>) -> T + Sync) -> Vec<T> {
        let count = self.page_count();
        let threads = (count / WORTH).clamp(1, rayon::current_num_threads().max(1));
        let next = AtomicUsize::new(0);
        let read: Vec<Vec<(usize, Vec<T>)>> = (0..threads)
            .into_par_iter()
            .map(|_| self.read_on(&next, &each))
            .collect();
        let mut read: Vec<(usize, Vec<T>)> = read.into_iter().flatten().collect();
        read.sort_unstable_by_key(|(start, _)| *start);
        read.into_iter().flat_map(|(_, pages)| pages).collect()
    }

    /// Takes pages, [`GO`] in one go, as long as there are some that no other thread has taken, so that a
    /// thread loads each font once.
    fn read_on<T>(
        &self,
        next: &AtomicUsize,
        each: &impl Fn(Diagnosed<Page>) -> T,
    ) -> Vec<(usize, Vec<T>)> {
        let count = self.page_count();
        let mut cache = Cache::new();
        let starts = iter::repeat_with(|| next.fetch_add(GO, Ordering::Relaxed));
        starts
            .take_while(|start| *start < count)
            .map(|start| {
                let pages = start..count.min(start + GO);
                let read = pages.map(|index| each(self.page(index, &mut cache)));
                (start, read.collect())
            })
            .collect()
    }
}

/// The page's size as shown, and the way there from user space.
fn frame(page: &PdfPage<'_>) -> (kurbo::Rect, Affine) {
    let unit = f64::from(
        page.raw()
            .get::<f32>(b"UserUnit")
            .filter(|u| *u > 0.0 && u.is_finite())
            .unwrap_or(1.0),
    );
    let (width, height) = page.render_dimensions();
    let area = kurbo::Rect::new(0.0, 0.0, f64::from(width) * unit, f64::from(height) * unit);
    (
        area,
        Affine::scale(unit) * Affine::new(page.initial_transform(true).as_coeffs()),
    )
}

/// How the interpretation of a page ended early.
enum Broken {
    Limit,
    Panic,
}

fn read_page<'f>(
    page: &PdfPage<'f>,
    number: u32,
    options: &ReadOptions,
    cache: &mut Cache<'f>,
) -> Diagnosed<Page> {
    let (area, transform) = frame(page);
    let Cache {
        interpreter,
        fonts,
        settings,
    } = cache;
    let mut collector = Collector::new(page, fonts, options, area);
    let mut damaged = false;
    let mut cut = false;
    let run = catch_unwind(AssertUnwindSafe(|| {
        let stream = content::decode(page, options.decoded_bytes.min(CONTENT) as usize);
        (damaged, cut) = (stream.damaged, stream.cut);
        let mut context = Context::new(transform, area, interpreter, page.xref(), settings.clone());
        interpret(
            TypedIter::new(&stream.bytes),
            page.resources(),
            &mut context,
            &mut collector,
        );
        collector.begin_annotations(widgets(page, transform), area);
        let settings = InterpreterSettings {
            render_content: RenderContent::ANNOTATIONS,
            ..settings.clone()
        };
        let mut context = Context::new(transform, area, interpreter, page.xref(), settings);
        interpret_page(page, &mut context, &mut collector);
    }));
    let broken = run.err().map(|payload| {
        if payload.is::<Stopped>() {
            Broken::Limit
        } else {
            Broken::Panic
        }
    });
    let limit = cut || matches!(broken, Some(Broken::Limit));
    let damaged = damaged || matches!(broken, Some(Broken::Panic));
    let result = finish(collector, number, area, limit, damaged);
    if broken.is_some() {
        // The unwinding may have left locks poisoned and entries half made.
        *cache = Cache::new();
    }
    result
}

fn finish(
    collector: Collector<'_, '_>,
    number: u32,
    area: kurbo::Rect,
    limit: bool,
    damaged: bool,
) -> Diagnosed<Page> {
    let whole = Place::page(number, paint::rect(area));
    let mut diagnostics = Vec::new();
    let mut found =
        |code, message: String, at| diagnostics.push(Diagnostic::new(code, message).at([at]));
    if limit {
        found(
            Code::LimitReached,
            "the page holds more than the limits allow; the rest of it was not read".into(),
            whole,
        );
    }
    if damaged {
        found(
            Code::FileDamaged,
            "a part of the page could not be read".into(),
            whole,
        );
    }
    let unmapped = collector.unmapped as usize;
    if let Some(area) = collector.unmapped_area {
        let message = format!("{unmapped} characters have no Unicode mapping");
        found(Code::UnmappedCharacter, message, Place::page(number, area));
    }
    let page = assemble(collector, number, area);
    let written = page.glyphs.iter().filter(|glyph| !glyph.is_blank()).count();
    if (written == 0 && !page.images.is_empty()) || (unmapped > 0 && 2 * unmapped > written) {
        let cause = if written == 0 {
            "the page holds images and no text"
        } else {
            "most characters have no mapping"
        };
        found(Code::PageNeedsOcr, cause.into(), whole);
    }
    let unseen = page
        .glyphs
        .iter()
        .filter(|glyph| glyph.invisible && !glyph.is_blank())
        .count();
    if 2 * unseen > written {
        found(
            Code::InvisibleText,
            "the page's text lies in an invisible layer".into(),
            whole,
        );
    }
    Diagnosed {
        value: page,
        diagnostics,
    }
}

fn assemble(collector: Collector<'_, '_>, number: u32, area: kurbo::Rect) -> Page {
    let fields = collector
        .widgets
        .into_iter()
        .filter(|widget| match &widget.state {
            FieldState::Text(text) => !text.is_empty(),
            FieldState::Button(_) => true,
        });
    Page {
        number,
        width: area.width(),
        height: area.height(),
        clipped: collector.clipped.into_list(&collector.glyphs),
        glyphs: collector.glyphs.into_list(),
        rules: collector.ink.rules,
        shapes: collector.ink.shapes,
        images: collector.images.into_iter().map(paint::rect).collect(),
        fields: fields
            .map(|widget| Field {
                rect: Rect {
                    ..paint::rect(widget.area)
                },
                state: widget.state,
            })
            .collect(),
    }
}
