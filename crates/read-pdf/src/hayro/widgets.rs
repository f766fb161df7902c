//! Form fields (`AcroForm` widgets) of a page: where they are and what they hold.

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;
use hyokasho_document::page::FieldState;
use kurbo::{Affine, Rect};

use crate::text_string;

/// Ancestors of a field that are looked through for an inherited entry.
const ANCESTORS: usize = 32;
/// Fields of a page that are read.
const FIELDS: usize = 10_000;
/// Annotation flags (ISO 32000-2, table 167): hidden, and not shown on screen.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Field flag of a push button (ISO 32000-2, table 229): it holds nothing.
const PUSH_BUTTON: u32 = 1 << 16;

/// A field as it stands on the page.
#[derive(Debug, Clone)]
pub(super) struct Widget {
    /// Its area on the page.
    pub area: Rect,
    /// What it holds.
    pub state: FieldState,
}

impl Widget {
    /// Whether it is a check box or radio button: its appearance is then left out, its state says all.
    pub fn is_button(&self) -> bool {
        matches!(self.state, FieldState::Button(_))
    }
}

/// The fields of a page that are seen and that hold something.
pub(super) fn widgets(page: &Page<'_>, to_page: Affine) -> Vec<Widget> {
    let annotations = page.raw().get::<Array<'_>>(keys::ANNOTS);
    annotations
        .iter()
        .flat_map(Array::iter::<Dict<'_>>)
        .filter_map(|annotation| widget(&annotation, to_page))
        .take(FIELDS)
        .collect()
}

fn widget(annotation: &Dict<'_>, to_page: Affine) -> Option<Widget> {
    let is_widget = annotation.get::<Name<'_>>(keys::SUBTYPE)?.as_str() == "Widget";
    if !is_widget || annotation.get::<u32>(keys::F).unwrap_or(0) & UNSEEN != 0 {
        return None;
    }
    let area = annotation.get::<PdfRect>(keys::RECT)?;
    let area = to_page.transform_rect_bbox(Rect::new(area.x0, area.y0, area.x1, area.y1));
    let state = match inherited(annotation, keys::FT)?.into_name()?.as_str() {
        "Btn" => FieldState::Button(button(annotation)?),
        "Tx" => FieldState::Text(text(inherited(annotation, keys::V)?)?),
        "Ch" => FieldState::Text(chosen(annotation)?),
        _ => return None,
    };
    Some(Widget { area, state })
}

/// An entry of the field or of an ancestor of it.
fn inherited<'a>(field: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut field = field.clone();
    for _ in 0..ANCESTORS {
        if let Some(value) = field.get::<Object<'_>>(key) {
            return Some(value);
        }
        field = field.get::<Dict<'_>>(keys::PARENT)?;
    }
    None
}

/// Whether the button is on; `None` for a push button.
fn button(annotation: &Dict<'_>) -> Option<bool> {
    let flags = inherited(annotation, b"Ff")
        .and_then(Object::into_i32)
        .unwrap_or(0);
    if flags as u32 & PUSH_BUTTON != 0 {
        return None;
    }
    if let Some(state) = annotation.get::<Name<'_>>(keys::AS) {
        return Some(state.as_str() != "Off");
    }
    let value = inherited(annotation, keys::V).and_then(Object::into_name);
    let Some(value) = value.filter(|value| value.as_str() != "Off") else {
        return Some(false);
    };
    let normal = annotation
        .get::<Dict<'_>>(keys::AP)
        .and_then(|ap| ap.get::<Dict<'_>>(keys::N));
    Some(normal.is_none_or(|states| states.contains_key(&*value)))
}

fn text(value: Object<'_>) -> Option<String> {
    let text = match value {
        Object::String(text) => text_string::decode(&text),
        Object::Stream(text) => text_string::decode(&text.decoded_data().ok()?),
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// The text that a choice field shows: its value, or the label given for it in `Opt`.
fn chosen(annotation: &Dict<'_>) -> Option<String> {
    let values = match inherited(annotation, keys::V)? {
        Object::Array(values) => values.iter::<Object<'_>>().filter_map(text).collect(),
        value => vec![text(value)?],
    };
    let options = inherited(annotation, b"Opt").and_then(Object::into_array);
    let shown: Vec<String> = values
        .into_iter()
        .map(|value| {
            options
                .as_ref()
                .and_then(|all| label(all, &value))
                .unwrap_or(value)
        })
        .collect();
    (!shown.is_empty()).then(|| shown.join("\n"))
}

fn label(options: &Array<'_>, value: &str) -> Option<String> {
    options.iter::<Array<'_>>().find_map(|pair| {
        let mut pair = pair.iter::<PdfString<'_>>();
        let export = pair.next()?;
        let label = pair.next()?;
        (text_string::decode(&export) == value).then(|| text_string::decode(&label))
    })
}
