//! Pages, beside what a browser shows of them.

use super::*;

fn shown(page: &str) -> (String, Vec<String>) {
    let mut report = Report::default();
    let text = Page::new(page.to_owned()).text(false, &mut report).text;
    (text, report.entries.into_iter().map(|entry| entry.message).collect())
}

#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(shown(page).0, expected, "{page}");
}

#[test]
fn a_page_is_what_a_reader_sees() {
    let page = "<!DOCTYPE html><html><head><title>A  meeting</title><script>var a = '<p>no</p>';</script></head><body><nav>Home</nav>\
        <article><h1>A meeting</h1><p>Erdo&#287;an <b>met</b>\n  officials&nbsp;in&#x20;Sochi.<br>On Monday.<p>Second</article><footer>x</footer>";
    check(page, "A meeting\n\nErdoğan met officials\u{a0}in Sochi.\nOn Monday.\n\nSecond\n");
    assert_eq!(Page::new(page.to_owned()).title.as_deref(), Some("A meeting"));
    check("<p>a<p>b", "a\n\nb\n");
    check("", "");
    check("<p>One<!-- note -->word, <o:p>two</o:p><my-part>three</my-part> <u>fo</u>ur", "Oneword, twothree four\n");
    check("<table><tr><td>a<td>b<tr><th>c</table>d<pre>\n e  f\n g </pre>", "a b\n\nc\n\nd\n\ne  f\n g\n");
}

#[test]
fn what_is_hidden_is_not_read() {
    check("<p>a<p hidden>b<p>c", "a\n\nc\n");
    check("<ul><li>a<li hidden>b<div>c</div><li>d</ul>", "a\n\nd\n");
    check("<p>a <span style='color:red; Display : NONE !important'>b<i>c</i></span>d", "a d\n");
    check("<style>.x, #y {display:none}</style><p class='w x'>a</p><p id=y>b</p><p class=w>c</p>", "c\n");
    check("<style>p{display:none} .x{display:block}</style><p>a<p class=x>b", "b\n");
    check("<div hidden style='display:block'>a</div><style>[hidden]{}</style>", "a\n");
    check("<style media=print>p{display:none}</style><p>a<p>b", "a\n\nb\n");
    check("<div style='visibility:hidden'>a<b style='visibility:visible'>b</b></div>c", "b\n\nc\n");
    check("<template><p>a</template><noscript>b</noscript><dialog>c</dialog><dialog open>d</dialog>e", "d\n\ne\n");
    check("<select><option>a<option>b</select><textarea>c\n d</textarea><datalist><option>e</datalist>", "c\n d\n");
    check("<tr><table><tr hidden><td>a<tr><td>b<tbody hidden><tr><td>c<tbody><tr><td>d</table>", "b\n\nd\n");
    check("<head><title>a</title><style>b</style><p>c", "c\n");
    check("<head><title>a</title>b", "b\n");
    check("<b hidden>a<p>b</b>c</p>d", "d\n");
    check("foo<div hidden>x</div>bar", "foobar\n");
    // What is a click or a search away is there.
    check("<details><summary>a</summary>b</details><p hidden=until-found>c", "a\n\nb\n\nc\n");
    // A page that its script is to show.
    let (text, told) = shown("<style>body{visibility:hidden}</style><body><p>a");
    assert_eq!((text.as_str(), told.len()), ("a\n", 1), "{told:?}");
}

#[test]
fn what_is_not_read_is_told() {
    let (text, told) = shown("<nav>a</nav><p>b<ruby>c<rt>d</ruby><i hidden>e</i><script>f</script><footer> </footer>");
    assert_eq!(text, "bc\n");
    assert_eq!(
        told,
        ["what a page does not show, or not as its text, is no part of it: `nav`, readings of ruby, what is hidden"]
    );
    assert_eq!(shown("<style>a{}</style><script>b</script><p>c").1, [""; 0]);
}

#[test]
fn ruby_is_one_run_without_its_readings() {
    check("<p>彼は<ruby>東京<rp>（</rp><rt>とうきょう</rt><rp>）</rp></ruby>へ行く。", "彼は東京へ行く。\n");
    check("<ruby>東<rt>とう</ruby><ruby>京<rt>きょう</rt></ruby>へ", "東京へ\n");
    check("<ruby>東<rp>(<rt>とう<rp>)<rb>京<rp>(<rt>きょう<rp>)</ruby>へ", "東京へ\n");
    check("<ruby><rb>東<rb>京<rtc><rt>とう<rt>きょう</rtc></ruby>へ", "東京へ\n");
}

#[test]
fn xhtml_closes_its_elements_itself() {
    let head = "<?xml version='1.0'?><html><head><title/><script src='a'/></head>";
    check(&format!("{head}<body><p hidden=''/>a<p>b</p></body></html>"), "a\n\nb\n");
    check("<script src=a />b</script><div hidden />c</div>d", "d\n");
}

#[test]
fn a_hostile_page_is_read() {
    // Each of these takes minutes where something is quadratic.
    check(&("<div>".repeat(20_000) + "a" + &"</x>".repeat(20_000)), "a\n");
    check(&("<p><b>".repeat(10_000) + "a"), "a\n");
    check(&("<b>".repeat(10_000) + "<p hidden>" + &"<i>".repeat(1000) + "a" + &"</b>".repeat(10_000) + "<p>b"), "b\n");
    check(&("<table><tr><td>".repeat(10_000) + "a</table>b"), "a\n\nb\n");
    let css: String = (0..5000).map(|n| format!("p.x.y{n}{{display:none}}")).collect();
    check(&format!("<style>{css}</style>{}", "<p class='x y7'>".repeat(5000) + "<p>a"), "a\n");
}

#[test]
fn markup_becomes_labelled_spans() {
    let page = "<p>By <span itemprop=author itemscope itemtype='https://schema.org/Person' itemid='https://example.org/mo'>\n\
        <b>Mo</b> Lee </span> on <time datetime=2026-05-01>1 May</time>, <mark>in <tei-placeName>Oslo</tei-placeName></mark>.\
        <p>Of <abbr title='World Health Organization'>WHO</abbr><mark hidden>x</mark>, <i>of</i> <a property='dc:creator'>Ed";
    let shown = Page::new(page.to_owned()).text(true, &mut Report::default());
    assert_eq!(shown.text, "By Mo Lee on 1 May, in Oslo.\n\nOf WHO, of Ed\n");
    let span = |span: &crate::document::Span| {
        let attributes: Vec<_> =
            span.facts.attributes.iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        format!("{} {} {}", span.label, &shown.text[span.cover().to_usize()], attributes.join(" ")).trim().to_owned()
    };
    assert_eq!(
        shown.spans.iter().map(span).collect::<Vec<_>>(),
        [
            "Person Mo Lee itemprop=Text(\"author\")",
            "time 1 May datetime=Text(\"2026-05-01\")",
            "mark in Oslo",
            "LOC Oslo",
            "abbr WHO title=Text(\"World Health Organization\")",
            "creator Ed property=Text(\"dc:creator\")",
        ]
    );
    assert_eq!(shown.spans[0].link.as_ref().and_then(|link| link.uri.as_deref()), Some("https://example.org/mo"));
}

#[test]
fn what_became_of_markup_is_told() {
    let told = |page: &str| {
        let mut report = Report::default();
        read(&[Source::new("a.html", page)], &Reading { markup: true, ..Reading::default() }, &mut report).unwrap();
        report.entries.into_iter().map(|entry| entry.message).collect::<Vec<_>>()
    };
    let both = "markup that says what its text is was read as spans: `abbr`, `time`";
    assert_eq!(told("<p><time>1 May</time> <abbr>WHO</abbr> <abbr>UN</abbr>"), [both]);
    assert_eq!(told("<p>May"), ["no markup in it says what its text is"]);
}
