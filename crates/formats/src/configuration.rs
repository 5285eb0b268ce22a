//! Configurations of other programs by themselves: what there is to annotate with, without any text. brat's `annotation.conf` with
//! what stands beside it, Label Studio's labelling interface, INCEpTION's and WebAnno's layers and tag sets, UIMA's types.

mod colour;
mod layers;

use crate::document::{Looks, Report, Schema};
use crate::standoff::{brat, labelstudio};
use crate::syntax::{Error, Source, xml};
use colour::Hues;
use postil_core::{Kind, Layer, Slug, ValueType};
use postil_project::schema::{self, Said};
use std::sync::Arc;

/// A configuration that was read.
#[derive(Debug)]
pub struct Configuration {
    /// A schema of ours, as `postil_project::schema` reads it.
    pub schema: String,
    /// What it came from, for people.
    pub format: &'static str,
    /// What was decided and left out.
    pub report: Report,
}

/// Reads files that are a configuration and nothing else. None where one of them is something else.
///
/// # Errors
/// When they are one and cannot be read.
pub fn configuration(sources: &[Source]) -> Option<Result<Configuration, Error>> {
    let is_conf = |it: &Source| it.name.ends_with("annotation.conf") || it.name.ends_with("visual.conf");
    let is_beside = |it: &Source| it.extension() == "conf";
    let mut report = Report::default();
    let (read, format): (Result<(Schema, Looks), Error>, _) = match sources {
        all if all.iter().any(is_conf) && all.iter().all(is_beside) => {
            (brat::configuration(sources, &mut report), "a brat configuration")
        }
        [one] if one.extension() == "xml" => {
            let root = xml::parse(&one.text().ok()?, &one.name).ok()?;
            report.file(&one.name);
            match root.local() {
                "View" => (Ok(labelstudio::configuration(&root)), "a labelling interface of Label Studio"),
                "typeSystemDescription" => (Ok(layers::types(&root)), "a UIMA type system"),
                _ => return None,
            }
        }
        [one] if one.extension() == "json" => {
            report.file(&one.name);
            (Ok(layers::layers(one)?), "layers of INCEpTION or WebAnno")
        }
        _ => return None,
    };
    Some(read.map(|(schema, looks)| {
        let text = schema::render(None, &said(&schema, &looks, &mut report));
        Configuration { schema: text, format, report }
    }))
}

fn said(schema: &Schema, looks: &Looks, report: &mut Report) -> Vec<(Kind, Said)> {
    let mut hues = Hues::default();
    let slug = |id: &String| id.parse::<Slug>().ok();
    let slugs = |ids: &[String]| (!ids.is_empty()).then(|| ids.iter().filter_map(slug).collect());
    let texts =
        |values: &[String]| (!values.is_empty()).then(|| values.iter().map(|it| Arc::from(it.as_str())).collect());
    let mut all = Vec::new();
    for it in schema.iter() {
        let look = looks.get(&(it.kind, it.id.clone())).cloned().unwrap_or_default();
        let mut said = Said::new(it.id.clone());
        said.name = Some(it.name.as_str().into());
        said.parent = it.parent.as_ref().and_then(slug);
        said.layer = it.layer.or_else(|| (it.kind == Kind::Label).then(|| Layer::usual(it.kind, &it.id)));
        said.chip = look.chip.as_deref().filter(|_| it.kind == Kind::Label).map(Into::into);
        said.key = look.key.as_deref().filter(|key| key.chars().count() == 1).map(Into::into);
        said.description = look.description.as_deref().filter(|text| !text.trim().is_empty()).map(Into::into);
        if let Some(colour) = look.colour.as_deref().filter(|_| it.kind == Kind::Label) {
            said.hue = hues.of(colour);
            if said.hue.is_none() {
                report.decided("", format!("the colour {} of {} is not known", excerpt(colour), excerpt(&it.name)));
            }
        }
        match it.kind {
            Kind::Relation => (said.from, said.to) = (slugs(&it.heads), slugs(&it.tails)),
            Kind::Event => (said.triggers, said.roles) = (slugs(&it.heads), texts(&it.values)),
            Kind::Attribute => {
                said.of = slugs(&it.heads);
                said.values = texts(&it.values);
                let listed = (!it.values.is_empty()).then_some(ValueType::Choice);
                said.value_type = look.value_type.or(listed);
            }
            _ => said.of = slugs(&it.heads),
        }
        all.push((it.kind, said));
    }
    all
}

fn excerpt(text: &str) -> String {
    crate::document::excerpt(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postil_core::Hue;

    fn read(files: &[(&str, &str)]) -> schema::Schema {
        let sources: Vec<Source> = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
        let found = configuration(&sources).expect("it is a configuration").expect("it can be read");
        let read = schema::read(&found.schema).expect("what we wrote");
        assert_eq!(read.problems, [], "{}", found.schema);
        read
    }

    fn entry<'s>(schema: &'s schema::Schema, kind: Kind, id: &str) -> &'s Said {
        let found = schema.entries.iter().find(|(of, slug, _)| *of == kind && slug.as_str() == id);
        found.map(|(.., said)| said).unwrap_or_else(|| panic!("no {id} in {schema:?}"))
    }

    fn words(ids: &Option<Vec<Slug>>) -> String {
        ids.iter().flatten().map(Slug::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn brat_with_its_drawing_and_keys() {
        let annotation = "[entities]\n\nLiving-thing\n\tPerson\n\tAnimal\nPlace\n\n[relations]\n\nLocated\tArg1:Living-thing, \
            Arg2:Place\nSame\tArg1:Person, Arg2:Person, <REL-TYPE>:symmetric-transitive\n\n[events]\n\nVisit\tWho:Person, \
            Where?:Place\n\n[attributes]\n\nNegation\tArg:<EVENT>\nTone\tArg:Person, Value:warm|cold\n";
        let visual = "[labels]\n\nPerson | Human being | Hum\nPlace | Place name | Pl\n\n[drawing]\n\nSPAN_DEFAULT\t\
            fgColor:black, bgColor:lightgreen\nPerson\tbgColor:#ffccaa\nPlace\tbgColor:#8fb2ff, fgColor:black\n";
        let keys = "H\tPerson\nL\tPlace\n";
        let found =
            read(&[("c/annotation.conf", annotation), ("c/visual.conf", visual), ("c/kb_shortcuts.conf", keys)]);
        let person = entry(&found, Kind::Label, "Person");
        assert_eq!((person.name.as_deref(), person.chip.as_deref()), (Some("Human being"), Some("Hum")));
        assert_eq!((person.hue, person.key.as_deref()), (Some(Hue::Vermillion), Some("H")));
        assert_eq!(person.parent.as_ref().map(Slug::as_str), Some("Living-thing"));
        assert_eq!(entry(&found, Kind::Label, "Place").hue, Some(Hue::Sky));
        let located = entry(&found, Kind::Relation, "Located");
        assert_eq!((words(&located.from), words(&located.to)), ("Living-thing".to_owned(), "Place".to_owned()));
        assert_eq!(words(&entry(&found, Kind::Cluster, "Same").of), "Person");
        let roles: Vec<&str> = entry(&found, Kind::Event, "Visit").roles.iter().flatten().map(|role| &**role).collect();
        assert_eq!(roles, ["Who", "Where"]);
        assert_eq!(words(&entry(&found, Kind::Role, "Where").of), "Place");
        assert_eq!(entry(&found, Kind::Attribute, "Tone").value_type, Some(ValueType::Choice));
        assert_eq!(entry(&found, Kind::Attribute, "Negation").value_type, Some(ValueType::Boolean));
    }

    #[test]
    fn label_studio_with_colours_and_hotkeys() {
        let config = r##"<View><Labels name="label" toName="text"><Label value="Person" alias="PER" background="#FFA39E" hotkey="1"
            hint="People."/><Label value="Place" background="green"/><Label value="Other" background="klein"/></Labels>
            <Text name="text" value="$text"/><Relations><Relation value="lives in"/></Relations>
            <Choices name="tone" toName="text" perRegion="true"><Choice value="warm"/><Choice value="cold"/></Choices>
            <Choices name="class" toName="text"><Choice value="news" hotkey="n"/></Choices></View>"##;
        let found = read(&[("config.xml", config)]);
        let person = entry(&found, Kind::Label, "PER");
        assert_eq!((person.name.as_deref(), person.key.as_deref()), (Some("Person"), Some("1")));
        assert_eq!((person.hue, person.description.as_deref()), (Some(Hue::Vermillion), Some("People.")));
        assert_eq!(entry(&found, Kind::Label, "Place").hue, Some(Hue::Green));
        assert_eq!(entry(&found, Kind::Label, "Other").hue, None);
        entry(&found, Kind::Relation, "lives in");
        assert_eq!(entry(&found, Kind::Attribute, "tone").values.as_ref().map(Vec::len), Some(2));
        entry(&found, Kind::DocumentLabel, "news");
    }

    #[test]
    fn layers_and_tag_sets_of_inception() {
        let layers = r#"[{"name":"webanno.custom.Person","uiName":"Person","type":"span","built_in":false,"description":"People.",
            "features":[{"name":"kind","uiName":"Kind","type":"uima.cas.String","tag_set":{"name":"kinds","tags":[
            {"tag_name":"real"},{"tag_name":"made up"}]}},{"name":"sure","type":"uima.cas.Boolean"},
            {"name":"age","type":"uima.cas.Integer"}]},
            {"name":"webanno.custom.Knows","uiName":"Knows","type":"relation","attach_type":{"name":"webanno.custom.Person"},
            "features":[]}]"#;
        let found = read(&[("layer.json", layers)]);
        assert_eq!(entry(&found, Kind::Label, "Person").description.as_deref(), Some("People."));
        let kind = entry(&found, Kind::Attribute, "kind");
        assert_eq!((words(&kind.of), kind.value_type), ("Person".to_owned(), Some(ValueType::Choice)));
        assert_eq!(entry(&found, Kind::Attribute, "sure").value_type, Some(ValueType::Boolean));
        assert_eq!(entry(&found, Kind::Attribute, "age").value_type, Some(ValueType::Number));
        let knows = entry(&found, Kind::Relation, "Knows");
        assert_eq!((words(&knows.from), words(&knows.to)), ("Person".to_owned(), "Person".to_owned()));

        // The layer of named entities: its tags are the labels.
        let named = r#"{"name":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","uiName":"Named entity","type":"span",
            "features":[{"name":"value","type":"uima.cas.String","tag_set":{"name":"NER","tags":[{"tag_name":"PER",
            "tag_description":"Person"},{"tag_name":"LOC"}]}},{"name":"identifier","type":"uima.cas.String"}]}"#;
        let found = read(&[("layer.json", named)]);
        assert_eq!(entry(&found, Kind::Label, "PER").description.as_deref(), Some("Person"));
        assert_eq!(found.entries.len(), 2, "{found:?}");
        let tags = r#"{"name":"NER","language":"en","tags":[{"tag_name":"ORG","tag_description":"Companies"}],"create_tag":false}"#;
        assert_eq!(
            entry(&read(&[("tagset.json", tags)]), Kind::Label, "ORG").description.as_deref(),
            Some("Companies")
        );
    }

    #[test]
    fn types_of_uima() {
        let types = r#"<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
            <typeDescription><name>x.Disease</name><description>An illness.</description><supertypeName>uima.tcas.Annotation</supertypeName>
            <features><featureDescription><name>severity</name><rangeTypeName>uima.cas.Integer</rangeTypeName></featureDescription></features>
            </typeDescription><typeDescription><name>x.Cancer</name><supertypeName>x.Disease</supertypeName></typeDescription>
            <typeDescription><name>de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token</name>
            <supertypeName>uima.tcas.Annotation</supertypeName></typeDescription></types></typeSystemDescription>"#;
        let found = read(&[("typesystem.xml", types)]);
        assert_eq!(entry(&found, Kind::Label, "Cancer").parent.as_ref().map(Slug::as_str), Some("Disease"));
        assert_eq!(entry(&found, Kind::Label, "Disease").description.as_deref(), Some("An illness."));
        assert_eq!(words(&entry(&found, Kind::Attribute, "severity").of), "Disease");
        assert_eq!(found.entries.len(), 3, "{found:?}");
    }

    #[test]
    fn other_files_are_none() {
        for (name, text) in [
            ("a.json", "{\"text\": \"a\", \"label\": []}"),
            ("a.xml", "<TEI/>"),
            ("tools.conf", "[options]\n"),
            ("a.json", "["),
            ("a.txt", "a"),
        ] {
            assert!(configuration(&[Source::new(name, text)]).is_none(), "{name}");
        }
    }
}
