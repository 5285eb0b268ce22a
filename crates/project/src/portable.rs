//! The page as one file, with a project in it.

/// How the element begins that holds the project. Pages have an empty one.
const ELEMENT: &str = r#"<script type="application/json" id="postil-project""#;
const END: &str = "</script>";
/// What the page's head says, early in the file.
const MARK: &str = r#"<meta name="generator" content="Postil page">"#;

/// Whether this is the beginning of such a page.
pub(crate) fn is_page(head: &str) -> bool {
    head.get(..9).is_some_and(|it| it.eq_ignore_ascii_case("<!doctype")) && head.contains(MARK)
}

/// The page with `project`, the text of a project file, in place of the one that it had. `store` names the storage that the page
/// keeps its work in, apart from that of other pages; letters, digits and `-`. None where this is no such page.
pub fn embed(page: &str, project: &str, store: &str) -> Option<String> {
    let (before, _, after) = split(page)?;
    // Nothing in it may end the element; in JSON `<` stands in strings alone.
    let project = project.replace('<', "\\u003c");
    Some([before, ELEMENT, " data-store=\"", store, "\">", &project, END, after].concat())
}

/// The project in a page, at the lines where it stands there; empty where there is none.
pub(crate) fn embedded(page: &str) -> Option<String> {
    let (before, project, _) = split(page)?;
    let lines = before.matches('\n').count();
    Some(if project.is_empty() { String::new() } else { "\n".repeat(lines) + project })
}

/// What stands before the element, what is in it, and what stands behind it.
fn split(page: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = page.rsplit_once(ELEMENT)?;
    let (_, rest) = rest.split_once('>')?;
    let (project, after) = rest.split_once(END)?;
    Some((before, project, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Shape, load, project};
    use postil_core::{Author, Document, DocumentInfo, Draft, Intent, RecordKey, Store, Timestamp};

    fn page() -> String {
        format!("<!doctype html>\n<html><head>\n{MARK}\n</head><body>\n{ELEMENT}>{END}\n</body></html>\n")
    }

    fn written(text: &str) -> String {
        let author = Author { actor: postil_core::ActorId::new(1), annotator: "me".parse().unwrap(), next_seq: 0 };
        let document = Document::new(text);
        let mut store = Store::new();
        let mut draft = Draft::new(&store, &author);
        draft.put(RecordKey::Document(document.id()), DocumentInfo::of(&document, "A meeting").into());
        store.commit(draft.finish(Timestamp(1), Intent::AddDocument).unwrap().into()).unwrap();
        project::write(&store, &[document])
    }

    #[test]
    fn a_project_comes_out_of_a_page_as_it_went_in() {
        for text in ["A meeting.", "</script><!-- <script>alert(1)</script>", "<\u{2028}\u{0}\\u003c"] {
            let file = written(text);
            let with = embed(&page(), &file, "postil-1").unwrap();
            assert_eq!(with.matches("</script>").count(), 1, "{with}");
            assert!(with.contains("data-store=\"postil-1\""));
            let loaded = load(&with, "a.html", &|_| None).unwrap();
            assert!(loaded.shape == Shape::Project && loaded.problems.is_empty(), "{:?}", loaded.problems);
            assert_eq!(&**loaded.documents[0].text(), text);
            // Saved again, with another one.
            let again = embed(&with, &written("Other."), "postil-1").unwrap();
            assert_eq!(&**load(&again, "a.html", &|_| None).unwrap().documents[0].text(), "Other.");
        }
    }

    #[test]
    fn a_page_without_a_project_and_another_page_are_told() {
        assert!(load(&page(), "a.html", &|_| None).unwrap_err().to_string().contains("no project"));
        assert!(embed("<!doctype html><p>An article.", "{}", "x").is_none());
        assert!(!is_page("<!doctype html><p>An article."));
    }

    #[test]
    fn trouble_is_told_with_its_line_in_the_page() {
        let page = embed(&page(), &written("A meeting.").replace("A meeting.\"}", "Another.\"}"), "x").unwrap();
        let problem = load(&page, "a.html", &|_| None).unwrap().problems[0].to_string();
        assert!(problem.starts_with("line 6"), "{problem}");
    }
}
