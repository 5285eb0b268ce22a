//! Editions, beside what a reader reads on.

use super::*;

fn shown(body: &str, markup: bool) -> (Annotated, Vec<String>) {
    let file = format!("<TEI xmlns=\"{}\"><teiHeader/><text>{body}</text></TEI>", super::super::NAMESPACE);
    let mut report = Report::default();
    let read = read(&[Source::new("a.xml", file)], &Reading { markup, ..Reading::default() }, &mut report).unwrap();
    (read.into_iter().next().unwrap(), report.entries.into_iter().map(|entry| entry.message).collect())
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(shown(body, false).0.text(), expected, "{body}");
}

#[test]
fn blocks_are_parted() {
    check(
        "<front><titlePage><docTitle><titlePart>T</titlePart></docTitle></titlePage></front>\n<body><div1><head>One</head><p>Two\n  three.</p><p>Four</p></div1></body>",
        "T\n\nOne\n\nTwo three.\n\nFour\n",
    );
    check("<body><lg><l>One,</l><l>two.</l></lg><lg><l>Three</l></lg></body>", "One,\ntwo.\n\nThree\n");
    check(
        "<body><list><item>a</item><item>b</item></list><table><row><cell>c</cell><cell>d</cell></row></table></body>",
        "a\n\nb\n\nc d\n",
    );
    check(
        "<body><sp><speaker>A.</speaker><p>B <stage>C</stage> D</p></sp><listBibl><bibl>e</bibl><bibl>f</bibl></listBibl></body>",
        "A.\n\nB\n\nC\n\nD\n\ne\n\nf\n",
    );
    check(
        "<body><p>He said <q>yes</q>, <hi>so</hi>.\n\n Two<figure><figDesc>x</figDesc></figure></p></body>",
        "He said yes, so.\n\nTwo\n",
    );
    check("<body><p>a</p><ab xml:space=\"preserve\"> b\n\n  <hi>c</hi><lb/> </ab></body>", "a\n\n b\n\n  c ");
}

#[test]
fn one_of_several_ways_is_read() {
    check("<body><p>The <choice><sic>hosue</sic><corr>house</corr></choice></p></body>", "The house\n");
    check(
        "<body><p><choice><corr>a</corr><sic>b</sic></choice><choice><orig>c</orig><reg>d</reg></choice></p></body>",
        "ad\n",
    );
    check(
        "<body><p><choice><abbr>D<am>r</am></abbr><expan>D<ex>octo</ex>r</expan></choice> <choice>\n<unclear>x</unclear>\n<unclear>y</unclear></choice></p></body>",
        "Doctor x\n",
    );
    check(
        "<body><p><choice><abbr>a</abbr><expan><choice><sic>b</sic><corr>c</corr></choice></expan></choice></p></body>",
        "c\n",
    );
    check(
        "<body><p><subst><del>a</del><add>b</add></subst> <app><lem>c</lem><rdg>d</rdg></app><app><rdg>e</rdg><rdg>f</rdg></app></p></body>",
        "b ce\n",
    );
    check("<body><p>a <restore><del>b</del></restore><surplus>c</surplus> <del><gap/></del>d</p></body>", "a b d\n");
    let (_, told) = shown("<body><p><choice><sic>a</sic><corr>b</corr></choice><del>c</del></p></body>", false);
    assert_eq!(told, ["of each `choice` one member is read: `corr`", "what is deleted is no part of the text"]);
}

#[test]
fn notes_stand_apart_and_gaps_are_seen() {
    let (it, told) = shown(
        "<body><p>Mr <persName>Lee<note place=\"foot\">Of <placeName>Oslo<note>In.</note></placeName>.</note></persName> wr<gap/>te<fw>12</fw>.</p></body>",
        false,
    );
    assert_eq!(it.text(), "Mr Lee wr[…]te.\n\nOf Oslo.\n\nIn.\n");
    assert_eq!(it.spans.iter().map(|span| it.quote(span, "")).collect::<Vec<_>>(), ["Lee", "Oslo"]);
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn words_go_on_over_lines_and_pages() {
    check("<body><p>one<lb/>two\n<lb n=\"3\"/>three <pb/> four</p></body>", "one two three four\n");
    check(
        "<body><p>par-\n<lb/>ted, par<lb break=\"no\"/>ted, par-<pb n=\"2\" break=\"no\"/>\n<lb break=\"no\"/>ted</p></body>",
        "parted, parted, parted\n",
    );
    check(
        "<body><p>par-<pb/><fw>Head</fw><lb/>ted; Anglo-<lb/>Saxon; 1914-<lb/>18</p></body>",
        "parted; Anglo-Saxon; 1914- 18\n",
    );
    let (it, _) =
        shown("<body><p>To <persName>Wil-<lb/>helm</persName>, <persName>Jo-</persName><lb/>ann</p></body>", false);
    assert_eq!(it.text(), "To Wilhelm, Jo-ann\n");
    assert_eq!(it.spans.iter().map(|span| it.quote(span, "")).collect::<Vec<_>>(), ["Wilhelm", "Jo-"]);
}

#[test]
fn attributes_are_kept_and_markup_becomes_spans() {
    let body = "<body><head>Day</head><p>On <date when=\"1820-05-01\">May 1</date> <hi rend=\"it\">he <persName ref=\"#l\">Lee</persName></hi><persName/><note>x</note></p></body>";
    let of = |it: &Annotated| -> Vec<String> {
        let span = |span: &Span| format!("{} {:?} {:?}", span.label, it.quote(span, ""), span.facts.attributes);
        it.spans.iter().map(span).collect()
    };
    let (it, told) = shown(body, false);
    assert_eq!(of(&it), ["DATE \"May 1\" {\"when\": Text(\"1820-05-01\")}", "PERSON \"Lee\" {}"]);
    assert!(told.contains(&"it covers nothing".to_owned()), "{told:?}");
    let (it, told) = shown(body, true);
    let labels: Vec<String> = it.spans.into_iter().map(|span| span.label).collect();
    assert_eq!(labels, ["head", "DATE", "hi", "PERSON", "note"]);
    let marked = "markup that says what its text is was read as spans: `head`, `hi`, `note`";
    assert!(told.contains(&marked.to_owned()), "{told:?}");
}
