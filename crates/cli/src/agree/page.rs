//! The tables as a page to read and print: one HTML file without script, which asks nobody for anything.

use super::tables::{Cell, Table};
use std::fmt::Write as _;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
    table{border-collapse:collapse;margin:.5rem 0 2rem}caption{text-align:left;color:#555}\
    th,td{padding:.2rem .75rem .2rem 0;border-bottom:1px solid #ccc;text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
    th[scope=row],td.name,th.name{text-align:left;white-space:normal}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-bottom:0}\
    div{overflow-x:auto}@media print{section{break-inside:avoid}}";

pub fn page(tables: &[Table], raters: &[String]) -> String {
    let title = format!("Agreement of {}", escape(&raters.join(", ")));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"generator\" content=\"Postil\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1 dir=\"auto\">{title}</h1>\n"
    );
    for table in tables {
        let _ = write!(
            out,
            "<section>\n<h2 dir=\"auto\">{}</h2>\n<div tabindex=\"0\"><table>\n<caption>{}</caption>\n<thead><tr>",
            escape(&table.title),
            escape(&table.about)
        );
        let is_name = |column: usize| table.rows.iter().all(|row| matches!(row[column], Cell::Name(_)));
        for (column, name) in table.head.iter().enumerate() {
            let class = if is_name(column) { " class=\"name\"" } else { "" };
            let _ = write!(out, "<th scope=\"col\"{class}>{}</th>", escape(name));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            out.push_str("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let shown = escape(&cell.shown());
                let _ = match (column, cell) {
                    (0, _) => write!(out, "<th scope=\"row\" dir=\"auto\">{shown}</th>"),
                    (_, Cell::Name(_)) => write!(out, "<td class=\"name\" dir=\"auto\">{shown}</td>"),
                    _ => write!(out, "<td>{shown}</td>"),
                };
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table></div>\n</section>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
