//! Where a span of a file is found in its text, and what a person is told when that was not plain.

mod told;

use told::check_spans;

/// One span, in all units as they should be but for what is given.
fn check_span(span: &str, spans: &[&str], problems: &[&str]) {
    check_spans(&format!(r#""spans":[{{"id":"00000000000000aa-0-0","label":"GPE",{span}}}]"#), spans, problems);
}

#[test]
fn the_quote_decides_where_offsets_do_not_agree() {
    let sochi = &["GPE 35:Sochi"];
    check_span(r#""char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi""#, sochi, &[]);
    check_span(
        r#""char":[30,35],"utf16":[30,35],"byte":[35,40],"quote":"Sochi""#,
        sochi,
        &[
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): `char` is counted in UTF-16 units, as the quote shows; \
           corrected",
        ],
    );
    check_span(
        r#""char":[30,35],"quote":"Sochi""#,
        sochi,
        &[
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): `char` is counted in UTF-16 units, as the quote shows; \
             corrected",
        ],
    );
    check_span(
        r#""char":[28,33],"utf16":[30,35],"byte":[36,41],"quote":"Sochi""#,
        sochi,
        &["line 2: documents[0].spans[0] (00000000000000aa-0-0): `byte` is wrong, as the quote shows; corrected"],
    );
    check_span(
        r#""char":[1,6],"utf16":[1,6],"byte":[1,7],"quote":"Sochi""#,
        sochi,
        &[
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): its offsets do not fit; found by its quote, which stands \
           in one place only",
        ],
    );
    check_span(
        r#""char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi","prefix":"near ","suffix":" on""#,
        sochi,
        &[
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): what stands around it is not what the file says; kept, \
           since offsets and quote agree",
        ],
    );
    // Without a quote, offsets that agree are believed, and others are not.
    check_span(r#""char":[28,33],"utf16":[30,35],"byte":[35,40]"#, sochi, &[]);
    check_span(
        r#""char":[28,33],"utf16":[28,33],"byte":[35,40],"prefix":"officials in ","suffix":" on Monday""#,
        sochi,
        &["line 2: documents[0].spans[0] (00000000000000aa-0-0): `utf16` is counted in code points, as what stands \
             around it shows; corrected"],
    );
}

/// What another program need not write is nothing to tell of.
#[test]
fn one_offset_or_a_quote_that_stands_once_is_enough() {
    let sochi = &["GPE 35:Sochi"];
    for said in [r#""char":[28,33]"#, r#""utf16":[30,35]"#, r#""byte":[35,40]"#, r#""quote":"Sochi""#] {
        check_span(said, sochi, &[]);
    }
    let place = "line 2: documents[0].spans[0] (00000000000000aa-0-0)";
    let told = "it has no offsets, and the quote is ambiguous: stands at 34 and 38; left out";
    check_span(r#""quote":"on""#, &[], &[&format!("{place}: {told}")]);
    check_span(r#""quote":"on","suffix":" Monday""#, &["GPE 41:on"], &[]);
    let told = "it has no offsets, and “Ankara” does not stand in the text; left out";
    check_span(r#""quote":"Ankara""#, &[], &[&format!("{place}: {told}")]);
}

#[test]
fn what_stands_nowhere_is_left_out_with_its_place() {
    let place = "line 2: documents[0].spans[0] (00000000000000aa-0-0)";
    for (span, message) in [
        (
            r#""char":[12,14],"utf16":[13,16],"byte":[13,20],"quote":"on""#,
            "`utf16`: offset 13 falls inside a surrogate pair; `byte`: offset 20 falls inside a character, and the quote \
             is ambiguous: stands at 34 and 38; left out",
        ),
        (
            r#""char":[28,99],"utf16":[30,99],"byte":[35,99],"quote":"Ankara""#,
            "`char`: offset 99 lies beyond the end of the text (44); `utf16`: offset 99 lies beyond the end of the text \
             (46); `byte`: offset 99 lies beyond the end of the text (51), and “Ankara” does not stand in the text; left \
             out",
        ),
        (
            r#""char":[9,7],"utf16":[9,7],"byte":[9,7],"quote":"Ankara""#,
            "`char`: it ends at 7, before it starts at 9; `utf16`: it ends at 7, before it starts at 9; `byte`: it ends \
             at 7, before it starts at 9, and “Ankara” does not stand in the text; left out",
        ),
        (
            r#""char":[0,1],"utf16":[0,1],"byte":[0,1],"quote":"on""#,
            "its offsets do not fit, and the quote is ambiguous: stands at 34 and 38; left out",
        ),
        (r#""char":[28,33],"utf16":[28,33],"byte":[28,33],"quote":5"#, "`quote` is not text; left out"),
    ] {
        check_span(span, &[], &[&format!("{place}: {message}")]);
    }
    let message = format!("{place}: `char` is not [start, end]");
    check_span(r#""char":"28","utf16":[30,35],"byte":[35,40],"quote":"Sochi""#, &["GPE 35:Sochi"], &[&message]);
}

#[test]
fn fragments_are_anchored_each() {
    check_span(
        r#""char":[8,33],"utf16":[8,35],"byte":[9,40],"quote":"met 🇹🇷 officials in Sochi",
"fragments":[{"char":[8,11],"utf16":[8,11],"byte":[9,12],"quote":"met"},{"char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi"}]"#,
        &["GPE 9:met+35:Sochi"],
        &[],
    );
    check_span(
        r#""char":[8,34],"utf16":[8,35],"byte":[9,40],"quote":"met",
"fragments":[{"char":[28,33],"utf16":[30,35],"byte":[35,40],"quote":"Sochi"},{"char":[8,11],"utf16":[8,11],"byte":[9,12],"quote":"met"}]"#,
        &["GPE 9:met+35:Sochi"],
        &[
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): the fragments are out of order, or meet; they are \
             sorted and joined",
            "line 2: documents[0].spans[0] (00000000000000aa-0-0): the whole does not fit its fragments; the fragments \
             are believed",
        ],
    );
}
