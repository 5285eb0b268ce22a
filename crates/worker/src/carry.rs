//! What of a text's annotations comes over to its corrected version.

use crate::{Project, Reply};
use postil_align::Alignment;
use postil_messages::ResponseBody;
use postil_project::codec;

/// The step that brings them over. The project's documents are the corrected text and the old one.
pub fn carry(project: &Project) -> Reply {
    let [new, old] = &project.documents[..] else {
        let message = "The text of the older version is not in storage: open its file again, then try once more.";
        return Reply::Plain(ResponseBody::Failed { message: message.to_owned() });
    };
    let edit = postil_align::carry(&project.store, &project.author, project.now, &Alignment::of(old, new));
    let steps = edit.transaction.as_ref().map(codec::encode).unwrap_or_default();
    Reply::Bytes(ResponseBody::Imported { documents: Vec::new(), is_own: true }, vec![steps.into_bytes()])
}
