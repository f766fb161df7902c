//! The JSON Schema of the document JSON (JSON Schema 2020-12).
//!
//! It says what [`crate::document_json`] prints and nothing more: no member beside the listed ones, each
//! kind of item with its own shape of value, a value exactly where the status is `filled`. Which
//! keys there are is the catalogue's matter; here `items` nests freely.

use hyokasho_source::Code;
use serde_json::{Value as Json, json};

use crate::MODEL;

/// The address that names the schema; nothing has to be there.
pub const SCHEMA_ID: &str = "urn:hyokasho:schema:document:1";

/// The schema of the document JSON.
pub fn document_schema() -> Json {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "hyokasho document",
        "description": "One assessment document: its value objects nested along their keys.",
        "type": "object",
        "required": ["model", "source", "form", "items", "missing", "unassigned", "diagnostics"],
        "additionalProperties": false,
        "properties": {
            "model": {"const": MODEL},
            "source": {"$ref": "#/$defs/source"},
            "form": {"$ref": "#/$defs/form"},
            "items": {"$ref": "#/$defs/group"},
            "missing": {
                "description": "Keys that the form prints and the document does not show.",
                "type": "array",
                "items": {"$ref": "#/$defs/key"},
            },
            "unassigned": {
                "description": "Content that belongs to no item.",
                "type": "array",
                "items": object(&["text", "source"], &json!({
                    "text": {"type": "string"},
                    "source": {"$ref": "#/$defs/places"},
                })),
            },
            "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
        },
        "$defs": definitions(),
    })
}

/// An object with these members alone; `required` names those that always stand.
fn object(required: &[&str], properties: &Json) -> Json {
    json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
}

fn definitions() -> Json {
    json!({
        "key": {
            "description": "The stable name of an item; lists count from 1.",
            "type": "string",
            "pattern": r"^[a-z][a-z0-9_]*(\[[1-9][0-9]*\])?(\.[a-z][a-z0-9_]*(\[[1-9][0-9]*\])?)*$",
        },
        "date": {
            "description": "ISO date; a day or month that is not given is left out.",
            "type": "string",
            "pattern": r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
        },
        "source": source(),
        "form": form(),
        "node": node(),
        "group": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
            "additionalProperties": {"$ref": "#/$defs/node"},
        },
        "leaf": leaf(),
        "flag": flag(),
        "candidate": object(&["value"], &json!({
            "value": {"type": ["string", "integer", "array", "object"]},
            "reason": {"description": "What speaks for it.", "type": "string"},
        })),
        "change": change(),
        "basis": {
            "description": "What decided a value.",
            "enum": ["mark", "bracket", "text", "count", "contrast", "exclusive", "rationale", "history", "label", "position"],
        },
        "places": {"type": "array", "items": {"$ref": "#/$defs/place"}},
        "place": place(),
        "diagnostic": diagnostic(),
    })
}

fn source() -> Json {
    object(
        &["file", "format", "sha256", "bytes"],
        &json!({
            "file": {"description": "The file's name without its folder.", "type": "string"},
            "format": {"enum": ["pdf", "text"]},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "bytes": {"type": "integer", "minimum": 0},
            "pages": {"description": "PDF alone.", "type": "integer", "minimum": 0},
            "lines": {"description": "Text alone.", "type": "integer", "minimum": 0},
            "encoding": {"description": "Text alone: the encoding by its name in the Encoding Standard.", "type": "string"},
        }),
    )
}

fn form() -> Json {
    object(
        &["kind", "recognised_by", "parts"],
        &json!({
            "kind": {"enum": ["basic", "focused", "full"]},
            "revision": {"description": "The revision as printed.", "type": "string"},
            "revision_date": {"description": "The revision's year and month.", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
            "recognised_by": {"type": "string"},
            "parts": {
                "description": "The parts of the form that the document shows, by their printed numbers.",
                "type": "array",
                "items": {"type": "string"},
            },
        }),
    )
}

/// A leaf, a list, or a group. An object with `kind` and `status` is a leaf.
fn node() -> Json {
    json!({
        "if": {"type": "object", "required": ["kind", "status"]},
        "then": {"$ref": "#/$defs/leaf"},
        "else": {
            "if": {"type": "array"},
            "then": {
                "type": "array",
                "items": {"anyOf": [
                    {"description": "A list's member that the document does not show.", "type": "null"},
                    {"$ref": "#/$defs/node"},
                ]},
            },
            "else": {"$ref": "#/$defs/group"},
        },
    })
}

fn leaf() -> Json {
    let mut leaf = object(
        &["label", "number", "kind", "status", "text", "source"],
        &json!({
            "label": {"description": "The label as the catalogue has it.", "type": "string"},
            "number": {"description": "The item's number on this form.", "type": "string"},
            "kind": {"enum": ["text", "choice", "flags", "date", "count", "change"]},
            "status": {"enum": ["filled", "blank", "unclear"]},
            "value": {},
            "option": {"description": "The number on the form of a choice's option.", "type": "integer", "minimum": 1},
            "text": {"description": "The cell's normalized text as printed.", "type": "string"},
            "source": {"$ref": "#/$defs/places"},
            "basis": {"$ref": "#/$defs/basis"},
            "candidates": {"description": "What an unclear item may be.", "type": "array", "items": {"$ref": "#/$defs/candidate"}},
            "label_source": {"$ref": "#/$defs/places"},
        }),
    );
    leaf["allOf"] = json!([
        {
            "if": {"properties": {"status": {"const": "filled"}}},
            "then": {"required": ["value"]},
            "else": {"not": {"required": ["value"]}},
        },
        value_of("text", &json!({"type": "string"})),
        value_of("choice", &json!({"type": "string", "minLength": 1})),
        value_of("date", &json!({"$ref": "#/$defs/date"})),
        value_of("count", &json!({"type": "integer", "minimum": 0})),
        value_of("flags", &json!({"type": "array", "items": {"$ref": "#/$defs/flag"}})),
        value_of("change", &json!({"$ref": "#/$defs/change"})),
    ]);
    leaf
}

/// The shape of the value of one kind of item.
fn value_of(kind: &str, shape: &Json) -> Json {
    json!({
        "if": {"properties": {"kind": {"const": kind}}},
        "then": {"properties": {"value": shape}},
    })
}

fn flag() -> Json {
    object(
        &["option", "state"],
        &json!({
            "option": {"description": "The option's official text.", "type": "string", "minLength": 1},
            "state": {"enum": ["on", "off", "unclear"]},
            "basis": {"$ref": "#/$defs/basis"},
            "text": {"description": "What stands in the option's parentheses.", "type": "string"},
            "count": {"description": "The number printed after the option.", "type": "integer", "minimum": 0},
        }),
    )
}

fn change() -> Json {
    object(
        &[
            "date",
            "date_basis",
            "item",
            "keys",
            "before",
            "after",
            "timing",
            "explanation",
            "change",
            "group",
        ],
        &json!({
            "date": {"anyOf": [{"$ref": "#/$defs/date"}, {"type": "null"}]},
            "date_basis": {"enum": ["printed", "carried", "inferred", null]},
            "date_candidates": {"type": "array", "items": {"$ref": "#/$defs/date"}},
            "item": {"type": "string"},
            "keys": {"description": "The keys of what the row changes; a block by its prefix.", "type": "array", "items": {"$ref": "#/$defs/key"}},
            "key_candidates": {"type": "array", "items": {"$ref": "#/$defs/key"}},
            "before": {"type": "string"},
            "after": {"type": "string"},
            "timing": {"type": ["string", "null"]},
            "explanation": {"type": "string"},
            "change": {"enum": ["added", "removed", "modified", "unstated", null]},
            "group": {"description": "Rows that continue one another share it.", "type": "integer", "minimum": 0},
            "reconciled": {"enum": ["agrees", "differs", "not_quoted", "no_item"]},
            "edits": {
                "type": "array",
                "items": object(&["op", "text"], &json!({
                    "op": {"enum": ["equal", "delete", "insert"]},
                    "text": {"type": "string"},
                })),
            },
        }),
    )
}

fn place() -> Json {
    let page = object(
        &["page", "bbox"],
        &json!({
            "page": {"type": "integer", "minimum": 1},
            "bbox": {
                "description": "x0, y0, x1, y1 in points from the page's top left.",
                "type": "array",
                "items": {"type": "number"},
                "minItems": 4,
                "maxItems": 4,
            },
        }),
    );
    let line = object(
        &["line"],
        &json!({
            "line": {"type": "integer", "minimum": 1},
            "cell": {"description": "The cell in the line, where it is a table row.", "type": "integer", "minimum": 1},
        }),
    );
    json!({"oneOf": [page, line]})
}

fn diagnostic() -> Json {
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    object(
        &["code", "severity", "message", "source"],
        &json!({
            "code": {"enum": codes},
            "severity": {"enum": ["info", "warning", "error"]},
            "key": {"description": "The item that it is about.", "type": "string"},
            "message": {"type": "string"},
            "source": {"$ref": "#/$defs/places"},
        }),
    )
}
