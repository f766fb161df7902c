//! A page's content stream, decoded within a limit and not kept.
//!
//! hayro keeps each page's decoded content for as long as the file is open; read here, it goes when the
//! page is read.

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Object, Stream};
use hayro_syntax::page::Page;

/// A page's content, decoded.
pub(super) struct Content {
    /// The content streams one after another.
    pub bytes: Vec<u8>,
    /// Whether a stream could not be decoded.
    pub damaged: bool,
    /// Whether streams were left out because the page exceeds the limit.
    pub cut: bool,
}

/// Decodes the content streams of a page up to `limit` bytes together.
pub(super) fn decode(page: &Page<'_>, limit: usize) -> Content {
    let mut content = Content {
        bytes: Vec::new(),
        damaged: false,
        cut: false,
    };
    match page.raw().get::<Object<'_>>(keys::CONTENTS) {
        Some(Object::Stream(stream)) => content.append(&stream, limit),
        Some(Object::Array(streams)) => {
            for stream in Array::iter::<Object<'_>>(&streams) {
                match stream {
                    Object::Stream(stream) => content.append(&stream, limit),
                    _ => content.damaged = true,
                }
            }
        }
        Some(_) => content.damaged = true,
        None => content.damaged |= page.raw().contains_key(keys::CONTENTS),
    }
    content
}

impl Content {
    fn append(&mut self, stream: &Stream<'_>, limit: usize) {
        if self.cut {
            return;
        }
        match stream.decoded_data() {
            Ok(data) if self.bytes.len() + data.len() > limit => self.cut = true,
            Ok(data) => {
                // Tokens do not run from one stream into the next (ISO 32000-2, 7.8.2).
                self.bytes.extend_from_slice(&data);
                self.bytes.push(b'\n');
            }
            Err(_) => self.damaged = true,
        }
    }
}
