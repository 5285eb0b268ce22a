//! One picture, as such or as a table, with its heading.

use crate::dom::{self, KeyboardEvent, MouseEvent, marks};
use crate::tasks::Tasks;
use postil_editor::pictures::{BETWEEN, Facts, Mark, Picture, Row, Shape, svg};
use postil_editor::{Action, Item};
use std::rc::Rc;
use yew::prelude::*;

/// How a picture is laid out, so many pixels wide.
pub type Lay = fn(&Facts, i32) -> Picture;

/// How a picture is shown.
#[derive(Clone, Copy)]
pub struct Look {
    /// In pixels; 0 before it is known.
    pub width: i32,
    /// Its marks are shown as those where one is.
    pub focus: Option<Item>,
    pub is_table: bool,
    /// Whether the text is still being read.
    pub is_reading: bool,
}

/// A picture, or its table, with its heading.
pub fn frame(tasks: &Tasks, facts: &Rc<Facts>, lay: Lay, look: Look) -> Html {
    let picture = lay(facts, look.width);
    let save = {
        let (tasks, facts) = (tasks.clone(), facts.clone());
        Callback::from(move |_: MouseEvent| tasks.save_picture(&lay(&facts, SAVED)))
    };
    let body = if look.is_table && !picture.table.rows.is_empty() {
        table(&picture, tasks)
    } else if picture.marks.is_empty() {
        html! { <p class="none">{ if look.is_reading { "The text is being read…" } else { picture.empty } }</p> }
    } else if look.width == 0 {
        Html::default()
    } else {
        drawing(&picture, tasks, look.focus)
    };
    html! {
        <section class="frame" aria-label={picture.name} key={picture.name}>
            <h3>
                { picture.name }
                <span>{ picture.count.clone() }</span>
                if !picture.marks.is_empty() {
                    <button class="button" type="button" aria-label={format!("Save “{}” as SVG", picture.name)} onclick={save}>
                        { "SVG" }
                    </button>
                }
            </h3>
            <div class="body">{ body }</div>
        </section>
    }
}

/// A picture that is saved is so many pixels wide.
const SAVED: i32 = 720;

fn drawing(picture: &Picture, tasks: &Tasks, focus: Option<Item>) -> Html {
    let Picture { name, width, height, back, marks, .. } = picture;
    let on_key = Callback::from(|event: KeyboardEvent| {
        if marks::rove(&event) {
            event.prevent_default();
        }
    });
    let mark = |(at, mark): (usize, &Mark)| {
        let class = classes!(
            "spot",
            mark.is_suggested.then_some("is-suggested"),
            (focus == Some(mark.item)).then_some("is-here")
        );
        let (go, item) = (tasks.go_to(mark.item), mark.item);
        let go_by_key = {
            let tasks = tasks.clone();
            Callback::from(move |event: KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    tasks.send(Action::Focus(Some(item)));
                    dom::focus_pane();
                }
            })
        };
        html! {
            <g {class} role="button" tabindex={if at == 0 { "0" } else { "-1" }} onclick={go} onkeydown={go_by_key}>
                <title>{ mark.name.clone() }</title>
                { for mark.shapes.iter().map(shape) }
            </g>
        }
    };
    html! {
        <svg class="picture" width={width.to_string()} height={height.to_string()} viewBox={format!("0 0 {width} {height}")}
            role="group" aria-label={*name} onkeydown={on_key}>
            <g aria-hidden="true">{ for back.iter().map(shape) }</g>
            { for marks.iter().enumerate().map(mark) }
        </svg>
    }
}

fn shape(shape: &Shape) -> Html {
    match shape {
        Shape::Line { kind, from, to } => html! {
            <line class={*kind} x1={from.0.to_string()} y1={from.1.to_string()} x2={to.0.to_string()} y2={to.1.to_string()} />
        },
        Shape::Bar { hue, at: (x, y), size: (width, height) } => {
            let (end, base) = ((x + width).to_string(), (y + height).to_string());
            html! {
                <g class="bar" data-hue={*hue}>
                    <rect x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} />
                    <line x1={x.to_string()} y1={base.clone()} x2={end} y2={base} />
                </g>
            }
        }
        Shape::Curve { from, to } => html! { <path class="curve" d={Shape::path(*from, *to)} /> },
        Shape::Text { at: (x, y), is_end, parts } => {
            let part = |(at, (kind, text)): (usize, &(&'static str, Rc<str>))| {
                html! { <tspan class={*kind} dx={(at > 0).then(|| BETWEEN.to_string())}>{ text.to_string() }</tspan> }
            };
            html! {
                <text x={x.to_string()} y={y.to_string()} text-anchor={is_end.then_some("end")}>
                    { for parts.iter().enumerate().map(part) }
                </text>
            }
        }
    }
}

/// A row for each mark, or more: what has no place in the picture is in it, too.
fn table(picture: &Picture, tasks: &Tasks) -> Html {
    html! {
        <table class="grid" aria-label={picture.name}>
            <thead><tr>for name in picture.table.head.iter() { <th scope="col">{ *name }</th> }</tr></thead>
            <tbody>
                { for picture.table.rows.iter().map(|it| row(it, tasks)) }
            </tbody>
        </table>
    }
}

/// The first cell that says anything leads to the text.
fn row(row: &Row, tasks: &Tasks) -> Html {
    let first = row.cells.iter().position(|cell| !cell.is_empty());
    html! {
        <tr>
            for (at, cell) in row.cells.iter().enumerate() {
                <td dir="auto">
                    if Some(at) == first {
                        <button type="button" onclick={tasks.go_to(row.item)}>{ cell.clone() }</button>
                    } else {
                        { cell.clone() }
                    }
                </td>
            }
        </tr>
    }
}

impl Tasks {
    /// To something in the text, where keys then act on it.
    fn go_to(&self, item: Item) -> Callback<MouseEvent> {
        let tasks = self.clone();
        Callback::from(move |_: MouseEvent| {
            tasks.send(Action::Focus(Some(item)));
            dom::focus_pane();
        })
    }

    /// Hands a picture to the browser's downloads.
    fn save_picture(&self, picture: &Picture) {
        let Some(state) = self.latest() else { return };
        let title = state.current.and_then(|doc| state.store.documents().get(&doc)).map(|info| info.title.clone());
        let title = format!("{} · {}", picture.name, title.unwrap_or_default());
        let docs: Vec<_> = state.current.into_iter().collect();
        let file = format!("{}-{}.svg", state.export_name(&docs), picture.name.replace(' ', "-"));
        let file = dom::lower(&file);
        match dom::files::download(&file, "image/svg+xml", &svg(picture, &title)) {
            Ok(()) => self.send(Action::Say(format!("Saved “{file}”.").into())),
            Err(trouble) => self.send(Action::Complain(format!("Nothing was saved. {trouble}").into())),
        }
    }
}
