//! Files to hand on.

use crate::{Project, Reply, preview::preview};
use postil_core::{DocId, SuggestedSpan, genesis};
use postil_messages::{Format, Garbled, ResponseBody};
use postil_project::annotations::{self, Export, Options};
use postil_project::{embed, project};
use std::collections::BTreeMap;

/// Writes the documents of a project in one of our formats, with pending suggestions where the format has a place for
/// them. The file, or its first lines, are the payload.
pub fn export(
    format: Format, project: &Project, suggestions: BTreeMap<DocId, Vec<SuggestedSpan>>, is_preview: bool,
) -> Reply {
    let Some(Export { text, left_out }) = write(format, project, suggestions) else {
        let message = Garbled::new("a format").to_string();
        return Reply::Plain(ResponseBody::Failed { message });
    };
    let (missing, first) = project.left_out();
    let body = ResponseBody::Exported {
        bytes: text.len() as u32,
        left_out: left_out.len() as u32 + missing,
        first: first.or_else(|| left_out.first().map(ToString::to_string)),
        ending: None,
        losses: Vec::new(),
    };
    let shown = if is_preview { preview(&text) } else { text };
    Reply::Bytes(body, vec![shown.into_bytes()])
}

/// Writes the project into the page as one file. It keeps the `name` of its storage where it has one already; any other is named
/// after its first step, so that a project has one storage, whoever hands it on.
///
/// # Errors
/// When `page` is no such page.
pub fn export_page(page: &str, name: Option<&str>, project: &Project) -> Result<Reply, String> {
    let store = &project.store;
    let steps = store.log().filter(|step| step.dot != genesis().dot);
    let first = steps.min_by_key(|step| (step.at, step.dot)).map(|step| format!("postil-{}", step.dot));
    let name = name.or(first.as_deref()).unwrap_or("postil");
    let text = embed(page, &project::write(store, &project.documents), name)
        .ok_or("The postil.html of this page’s server is not the page as one file.")?;
    let (left_out, first) = project.left_out();
    let body = ResponseBody::Exported { bytes: text.len() as u32, left_out, first, ending: None, losses: Vec::new() };
    Ok(Reply::Bytes(body, vec![text.into_bytes()]))
}

/// None for the formats of other programs, which are written elsewhere.
fn write(format: Format, project: &Project, suggestions: BTreeMap<DocId, Vec<SuggestedSpan>>) -> Option<Export> {
    let Project { store, documents, author, now, .. } = project;
    let options = Options { suggestions, ..Options::default() };
    let whole = |text| Export { text, left_out: Vec::new() };
    Some(match format {
        Format::Project | Format::Page => whole(project::write(store, documents)),
        Format::WithoutHistory => whole(project::write_without_history(store, documents, author, *now)),
        Format::Annotations => annotations::json(store, documents, &options),
        Format::AnnotationLines => annotations::json_lines(store, documents, &options),
        Format::Foreign { .. } => return None,
    })
}
