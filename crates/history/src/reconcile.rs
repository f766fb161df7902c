//! To come.
use hyokasho_catalogue::Form;
use hyokasho_model::Fact;
use hyokasho_source::Diagnostic;
pub(crate) fn reconcile(_facts: &mut [Fact], _form: &Form, _body: &[Fact]) -> Vec<Diagnostic> { Vec::new() }
