//! Files to hand on.

use crate::{Project, Reply, preview::preview};
use postil_core::{
    DocId, Origin, Slug, SuggestedArgument, SuggestedMember, Suggestions, Target, TargetArgument, genesis,
};
use postil_messages::{Format, Garbled, ResponseBody};
use postil_project::annotations::{self, Export, Options, Pending};
use postil_project::{embed, project, schema};
use std::collections::BTreeMap;

/// Writes the documents of a project in one of our formats, with pending suggestions where the format has a place for
/// them: of each document, and how many of the spans are pending; the others are ends of relations and mentions. The file,
/// or its first lines, are the payload.
pub fn export(
    format: Format, project: &Project, suggestions: Vec<(DocId, Suggestions, u32)>, is_preview: bool,
) -> Reply {
    let cluster = postil_edits::usual_cluster(&project.store);
    let of_each = suggestions.into_iter().map(|(doc, found, count)| (doc, pending(found, count as usize, &cluster)));
    let suggestions = of_each.collect();
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

/// Relations and clusters by what they join; `cluster` is what clusters are called.
fn pending(found: Suggestions, count: usize, cluster: &Slug) -> Pending {
    let Suggestions { mut spans, relations, members, events } = found;
    let target = |span: u32| {
        let span = spans.get(span as usize)?;
        Some(Target::Span { label: span.label.clone(), fragments: span.fragments() })
    };
    let mut joints: Vec<(Target, Origin)> = Vec::new();
    for it in &relations {
        if let (Some(head), Some(tail)) = (target(it.head), target(it.tail)) {
            let (head, tail) = (head.into(), tail.into());
            joints.push((Target::Relation { label: it.label.clone(), head, tail }, it.origin()));
        }
    }
    for it in &events {
        let Some(trigger) = target(it.trigger) else { continue };
        let argument = |it: &SuggestedArgument| Some(TargetArgument { role: it.role.clone(), node: target(it.span)? });
        let arguments: Vec<TargetArgument> = it.arguments.iter().filter_map(argument).collect();
        let (label, trigger, arguments) = (it.label.clone(), trigger.into(), arguments.into());
        joints.push((Target::Event { label, trigger, arguments }, it.origin()));
    }
    let mut clusters: BTreeMap<u32, Vec<&SuggestedMember>> = BTreeMap::new();
    members.iter().for_each(|member| clusters.entry(member.cluster).or_default().push(member));
    for members in clusters.into_values() {
        // It is as sure as the least sure of its mentions.
        let least = members.iter().min_by_key(|it| it.provenance.score).map(|it| it.provenance.clone());
        let members: Vec<Target> = members.iter().filter_map(|it| target(it.span)).collect();
        let (label, members) = (cluster.clone(), members.into());
        joints.extend(least.map(|it| (Target::Cluster { label, members }, Origin::Suggestion(it))));
    }
    spans.truncate(count);
    Pending { spans, joints }
}

/// None for the formats of other programs, which are written elsewhere.
fn write(format: Format, project: &Project, suggestions: BTreeMap<DocId, Pending>) -> Option<Export> {
    let Project { store, documents, author, now, .. } = project;
    let options = Options { suggestions, ..Options::default() };
    let whole = |text| Export { text, left_out: Vec::new() };
    Some(match format {
        Format::Project | Format::Page => whole(project::write(store, documents)),
        Format::WithoutHistory => whole(project::write_without_history(store, documents, author, *now)),
        Format::Annotations => annotations::json(store, documents, &options),
        Format::AnnotationLines => annotations::json_lines(store, documents, &options),
        Format::Schema => whole(schema::write(store, "Schema")),
        Format::Foreign { .. } => return None,
    })
}
