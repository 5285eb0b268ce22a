//! A picture as a file of its own, in the colours of paper.

use super::{BETWEEN, Mark, Picture, Shape};
use std::fmt::Write;

/// Fill and edge of each hue, as on a light page.
const HUES: [(&str, &str, &str); 8] = [
    ("amber", "#f9e5ba", "#c68900"),
    ("sky", "#d3ebf9", "#4b9dcb"),
    ("green", "#bce5db", "#009e73"),
    ("yellow", "#fbf8cd", "#9e962c"),
    ("blue", "#bcdbeb", "#0072b2"),
    ("vermillion", "#f4d5bd", "#d55e00"),
    ("pink", "#f1dae6", "#cc79a7"),
    ("slate", "#f2f1ee", "#7c7971"),
];

/// How kinds of text and lines look.
const STYLE: &str = "tspan{font:11px system-ui,sans-serif;fill:#4f4d48}.soft,.number{fill:#6a6761}\
    .serif,.quote,.node,.speaker{font-family:Charter,Georgia,'Liberation Serif',serif;fill:#1b1b19}\
    .serif{font-size:13px}.quote,.speaker{font-size:15px}.node{font-size:14px}.speaker{font-style:italic}\
    .tag{font-size:9px;font-weight:600}.number{font-size:13px}.what{font-size:12px;font-weight:600;fill:#1b1b19}\
    .axis{stroke:#8c8880}.tick{stroke:#e3e0d9}.now{stroke:#a3242c}.nowt{fill:#a3242c}\
    .beside{stroke:#4f4d48;stroke-width:2}.curve{stroke:#8c8880;fill:none}\
    .pencil .edge,.pencil .beside,.pencil .curve{stroke-dasharray:4 3}.pencil .fill{fill-opacity:.4}";

/// The margin around it, in pixels.
const MARGIN: i32 = 16;
/// The height of the title.
const TITLE: i32 = 28;

/// SVG 1.1, with `title` above the picture.
pub fn svg(picture: &Picture, title: &str) -> String {
    let (width, height) = (picture.width + 2 * MARGIN, picture.height + 2 * MARGIN + TITLE);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\
         \n<title>{}</title>\n<style>{STYLE}",
        escaped(title)
    );
    for (hue, fill, edge) in HUES {
        out += &format!(".{hue} .fill{{fill:{fill}}}.{hue} .edge{{stroke:{edge};stroke-width:2}}");
    }
    out += &format!(
        "</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text class=\"quote\" x=\"{MARGIN}\" y=\"{}\">{}</text>\n<g transform=\"translate({MARGIN} {})\">\n",
        MARGIN + 14,
        escaped(title),
        MARGIN + TITLE
    );
    picture.back.iter().for_each(|shape| draw(&mut out, shape));
    for Mark { name, is_suggested, shapes, .. } in &picture.marks {
        let class = if *is_suggested { " class=\"pencil\"" } else { "" };
        out += &format!("<g{class}><title>{}</title>", escaped(name));
        shapes.iter().for_each(|shape| draw(&mut out, shape));
        out += "</g>\n";
    }
    out + "</g>\n</svg>\n"
}

fn draw(out: &mut String, shape: &Shape) {
    // Writing to a string cannot fail.
    let _ = match shape {
        Shape::Line { kind, from, to } => {
            write!(out, "<line class=\"{kind}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>", from.0, from.1, to.0, to.1)
        }
        Shape::Bar { hue, at: (x, y), size: (width, height) } => {
            let (end, base) = (x + width, y + height);
            write!(
                out,
                "<g class=\"{hue}\"><rect class=\"fill\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\
                 <line class=\"edge\" x1=\"{x}\" y1=\"{base}\" x2=\"{end}\" y2=\"{base}\"/></g>"
            )
        }
        Shape::Curve { from, to } => write!(out, "<path class=\"curve\" d=\"{}\"/>", Shape::path(*from, *to)),
        Shape::Text { at: (x, y), is_end, parts } => {
            let anchor = if *is_end { " text-anchor=\"end\"" } else { "" };
            let mut told = String::new();
            for (at, (kind, text)) in parts.iter().enumerate() {
                let gap = if at > 0 { format!(" dx=\"{BETWEEN}\"") } else { String::new() };
                told += &format!("<tspan class=\"{kind}\"{gap}>{}</tspan>", escaped(text));
            }
            write!(out, "<text x=\"{x}\" y=\"{y}\"{anchor}>{told}</text>")
        }
    };
}

impl Shape {
    /// The path of a curve.
    pub fn path(from: (i32, i32), to: (i32, i32)) -> String {
        let middle = (from.0 + to.0) / 2;
        format!("M{} {}C{middle} {} {middle} {} {} {}", from.0, from.1, from.1, to.1, to.0, to.1)
    }
}

/// Text as XML has it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
