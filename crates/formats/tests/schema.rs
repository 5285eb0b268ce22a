//! What configurations say of types is read, whether anything is annotated with them or not, and written again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use postil_formats::{Parsed, Reading, Schema, Source, format, gather, loss, parse, serialise};

fn read(files: &[(&str, &str)]) -> Parsed {
    let sources = files.iter().map(|(name, text)| Source::new(*name, *text)).collect();
    let (groups, errors) = gather(sources, None);
    assert!(errors.is_empty(), "{errors:?}");
    parse(groups[0].format, &groups[0].sources, &Reading::default()).unwrap()
}

/// A definition a line: kind, id, name where it is another, what is above, heads, tails, values.
fn lines(schema: &Schema) -> Vec<String> {
    let list =
        |sign: &str, ids: &[String]| if ids.is_empty() { String::new() } else { format!(" {sign}{}", ids.join("|")) };
    let line = |it: &postil_formats::Definition| {
        let name = if it.name == it.id { String::new() } else { format!(" “{}”", it.name) };
        let parent = it.parent.as_ref().map_or_else(String::new, |id| format!(" < {id}"));
        let lists = [list("from ", &it.heads), list("to ", &it.tails), list("= ", &it.values)].concat();
        format!("{:?} {}{name}{parent}{lists}", it.kind, it.id)
    };
    schema.iter().map(line).collect()
}

/// Goes through our project, and back to the format.
fn through_a_project(read: &Parsed, id: &str) -> Vec<postil_formats::File> {
    let first = serialise(format(id).unwrap(), &read.documents, &Default::default()).unwrap();
    let project = serialise(format("postil-project").unwrap(), &read.documents, &Default::default()).unwrap();
    let text = String::from_utf8(project.files[0].bytes.clone()).unwrap();
    let back = parse(format("postil-project").unwrap(), &[Source::new("p.json", text)], &Reading::default()).unwrap();
    assert_eq!(lines(&back.documents[0].schema), lines(&read.documents[0].schema));
    let second = serialise(format(id).unwrap(), &back.documents, &Default::default()).unwrap();
    let configurations = |files: &[postil_formats::File]| {
        let is_one = |file: &&postil_formats::File| file.name.ends_with(".conf") || file.name == "config.xml";
        files.iter().filter(is_one).cloned().collect::<Vec<_>>()
    };
    assert!(!configurations(&first.files).is_empty());
    assert_eq!(configurations(&first.files), configurations(&second.files));
    first.files
}

const CONF: &str = "# Types of a corpus
[entities]
Agent|ID:1
\tPerson
\t\tPoliti-cian
\t!Group
------------------
Place

[relations]
<PLACES>=Place|Region
Same\tArg1:Agent, Arg2:Agent, <REL-TYPE>:symmetric-transitive
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>
In\tArg1:<ENTITY>, Arg2:<PLACES>
Near Arg1:<PLACES>, Arg2:<ANY>

[events]
Meet\tWho+:Agent, Where?:<PLACES>
\tSummit\t<INHERIT>, Topic*:<ANY>, Who{2-3}:Group
----
Say\tWho:<EVENT>

[attributes]
Negated\tArg:<EVENT>
Kind\tArg:Place, Value:big|very small
Sure\tArg:<ANY>
";

#[test]
fn types_of_brat_are_read() {
    let visual = "[labels]\nPerson | Somebody | S\nWho|Who takes part\n[drawing]\nPerson\tbgColor:#fff\n";
    let parsed = read(&[
        ("a/x.ann", "T1\tPerson 0 3\tAda\n"),
        ("a/x.txt", "Ada\n"),
        ("annotation.conf", CONF),
        ("a/visual.conf", visual),
        ("b/annotation.conf", "[entities]\nOther\n"),
    ]);
    let expected = [
        "Label Agent",
        "Label Person “Somebody” < Agent",
        "Label Politi-cian < Person",
        "Label Group < Agent",
        "Label Place",
        "Relation In from Agent|Person|Politi-cian|Group|Place to Place|Region",
        "Relation Near from Place|Region",
        "Cluster Same from Agent",
        "Event Meet = Who|Where",
        "Event Summit < Meet = Who|Where|Topic",
        "Event Say = Who",
        "Role Who “Who takes part” from Agent|Group|Meet|Summit|Say",
        "Role Where from Place|Region",
        "Role Topic",
        "Attribute Negated from Meet|Summit|Say",
        "Attribute Kind from Place = big|very small",
        "Attribute Sure",
    ];
    assert_eq!(lines(&parsed.documents[0].schema), expected);
    let told: Vec<String> = parsed.report.entries.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("(4 times)") && told[1].contains("(2 times)"), "{told:?}");
    let files = through_a_project(&parsed, "brat");
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["x.txt", "x.ann", "annotation.conf", "visual.conf"]);
    let conf = String::from_utf8(files[2].bytes.clone()).unwrap();
    for line in
        ["\tPerson", "\t\tPoliti-cian", "\tSummit\tWho*:Agent|Group|Meet|Summit|Say, Where*:Place|Region, Topic*:<ANY>"]
    {
        assert!(conf.lines().any(|other| other == line), "{line}\n{conf}");
    }
}

#[test]
fn configurations_that_make_no_sense_do_no_harm() {
    let parsed = read(&[
        ("x.ann", "T1\tA 0 3\tAda\n"),
        ("x.txt", "Ada\n"),
        (
            "annotation.conf",
            "Lost\n[entities]\n\t\tA\n\tA\n[relations]\n<A>=<B>\n<B>=<A>|X\nr\tArg1:<A>, Arg2:\ns\n[events]\nE\t:X, ,Role\n[attributes]\nv\tValue:\n[other]\nz\n",
        ),
    ]);
    assert_eq!(
        lines(&parsed.documents[0].schema),
        ["Label A", "Relation r from X", "Relation s", "Event E", "Attribute v"]
    );
}

#[test]
fn many_types_that_allow_each_other_are_read_in_time() {
    let types: String = (0..5_000).map(|n| format!("T{n}\n")).collect();
    let relations: String = (0..5_000).map(|n| format!("R{n}\tArg1:<ENTITY>, Arg2:<ENTITY>\n")).collect();
    let conf = format!("[entities]\n{types}[relations]\n{relations}[events]\n[attributes]\n");
    let start = std::time::Instant::now();
    let parsed = read(&[("x.ann", "T1\tT5 0 3\tAda\n"), ("x.txt", "Ada\n"), ("annotation.conf", &conf)]);
    assert_eq!(parsed.documents[0].schema.iter().count(), 10_000);
    let written = serialise(format("brat").unwrap(), &parsed.documents, &Default::default()).unwrap();
    assert!(written.files[2].bytes.len() < 20 << 20);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

const CONFIG: &str = r##"<View>
  <Labels name="ner" toName="text">
    <Label value="Somebody" alias="PER" background="#fa0" hotkey="1"/>
    <Label value="Place"/>
    <Label value="Unused"/>
  </Labels>
  <Relations><Relation value="in"/><Relation value="near"/></Relations>
  <Text name="text" value="$text"/>
  <View visibleWhen="region-selected">
    <Choices name="sure" toName="text" perRegion="true"><Choice value="quite"/><Choice value="hardly"/></Choices>
    <Choices name="checked" toName="text" perRegion="true"><Choice value="true"/><Choice value="false"/></Choices>
    <Number name="age" toName="text" perRegion="true"/>
  </View>
  <Choices name="topic" toName="text"><Choice value="News"/><Choice value="Sport" alias="S"/></Choices>
</View>"##;

#[test]
fn labels_of_label_studio_are_read() {
    let tasks = r#"[{"data":{"text":"Ada in Rome"},"annotations":[{"result":[
        {"id":"1","from_name":"ner","to_name":"text","type":"labels","value":{"start":0,"end":3,"labels":["PER"]}},
        {"id":"1","from_name":"sure","to_name":"text","type":"choices","value":{"choices":["quite"]}}]}]}]"#;
    let parsed = read(&[("tasks.json", tasks), ("config.xml", CONFIG)]);
    let expected = [
        "Label PER “Somebody”",
        "Label Place",
        "Label Unused",
        "Relation in",
        "Relation near",
        "Attribute sure = quite|hardly",
        "Attribute checked",
        "Attribute age",
        "DocumentLabel News",
        "DocumentLabel S “Sport”",
    ];
    assert_eq!(lines(&parsed.documents[0].schema), expected);
    let files = serialise(format("labelstudio").unwrap(), &parsed.documents, &Default::default()).unwrap().files;
    let config = String::from_utf8(files[1].bytes.clone()).unwrap();
    for line in [
        r#"    <Label value="Somebody" alias="PER"/>"#,
        r#"    <Label value="Unused"/>"#,
        r#"    <Choice value="hardly"/>"#,
        r#"    <Choice value="Sport" alias="S"/>"#,
    ] {
        assert!(config.lines().any(|other| other == line), "{line}\n{config}");
    }
    through_a_project(&parsed, "labelstudio");
}

#[test]
fn what_is_lost_of_a_schema_is_told() {
    let parsed = read(&[("x.ann", "T1\tPerson 0 3\tAda\n"), ("x.txt", "Ada\n"), ("annotation.conf", CONF)]);
    let told = |id: &str| -> Vec<String> {
        let losses = loss(&parsed.documents, &format(id).unwrap().holds);
        losses.0.iter().map(ToString::to_string).collect()
    };
    assert_eq!(told("brat"), [""; 0]);
    assert_eq!(told("postil-project"), [""; 0]);
    assert_eq!(
        told("doccano"),
        [
            "labels and types that are not used: 16 left out",
            "labels and types with a hierarchy, ends, roles or values: 1 written without some of these"
        ]
    );
    assert_eq!(told("labelstudio")[0], "labels and types that are not used: 7 left out");
}

#[test]
fn names_that_become_one_by_being_cut_stand_once() {
    let [one, other] = ["1", "2"].map(|end| format!("{}{end}", "long-".repeat(60)));
    let conf = format!(
        "[entities]\nPlace\n[relations]\nIn\tArg1:{one}|Place|{other}, Arg2:{other}|{one}\n[events]\n[attributes]\n"
    );
    let read = read(&[("a.txt", "Oslo"), ("a.ann", "T1\tPlace 0 4\tOslo\n"), ("annotation.conf", &conf)]);
    let schema = &read.documents[0].schema;
    let relation = schema.iter().find(|it| it.id == "In").unwrap();
    assert_eq!((relation.heads.len(), relation.tails.len()), (2, 1), "{:?}", lines(schema));
    assert!(
        read.report.entries.iter().any(|it| it.to_string().contains("which is too long")),
        "{:?}",
        read.report.entries
    );
    through_a_project(&read, "brat");
}
