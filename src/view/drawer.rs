//! The drawer under the article: pictures of what it tells of. Each mark leads to the text; each picture is a table, too,
//! and a file.

mod picture;

use super::Page;
use super::button::{button, icon_button};
use super::icon::Icon;
use super::side::tabs;
use crate::dom::{self, Element, KeyboardEvent, MouseEvent};
use crate::tasks::Tasks;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use picture::{Lay, Look, frame};
use postil_editor::pictures::{self, Facts};
use postil_editor::{Action, Progress, Shortcut, State};
use std::rc::Rc;
use yew::prelude::*;

/// The pictures of each tab.
const TABS: [&[Lay]; 2] = [&[pictures::timeline, pictures::quotes, pictures::entities], &[pictures::graph]];

/// Beside a picture: padding, a scroll bar and a border, in pixels.
const BESIDE: i32 = 50;
/// No picture is narrower, in pixels: below that it is scrolled.
const NARROWEST: i32 = 260;

/// What changes quickly is drawn again after so many milliseconds without a change.
const REST: u32 = 150;

#[derive(Clone, PartialEq, Properties)]
struct Props {
    state: Rc<State>,
    tasks: Tasks,
}

pub fn drawer(page: &Page) -> Html {
    let (state, tasks) = (page.state.clone(), page.tasks.clone());
    html! { <Drawer {state} {tasks} /> }
}

#[component]
fn Drawer(props: &Props) -> Html {
    let Props { state, tasks } = props;
    let (tab, is_table) = (use_state_eq(|| 0_usize), use_state_eq(|| false));
    let facts = use_facts(state);
    let choose = {
        let tab = tab.setter();
        Callback::from(move |at: usize| tab.set(at))
    };
    let turn = {
        let is_table = is_table.clone();
        Callback::from(move |_: MouseEvent| is_table.set(!*is_table))
    };
    let close = {
        let tasks = tasks.clone();
        move || {
            tasks.send(Action::ToggleDrawer);
            dom::focus_pane();
        }
    };
    let on_key = Callback::from(|event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            dom::focus_pane();
        }
    });
    let close_name = state.preferences.keys.beside("Close the drawer", Shortcut::Drawer);
    let is_reading = matches!(state.suggestions().progress, Progress::Running { .. });
    let node = use_node_ref();
    let (columns, widths) = columns(use_width(&node), *tab);
    let frames = TABS[*tab].iter().zip(widths).map(|(lay, width)| {
        frame(tasks, &facts, *lay, Look { width, focus: state.focus, is_table: *is_table, is_reading })
    });
    let is_of_names = *tab == 0 && !state.preferences.coreference;
    html! {
        <section class="drawer" id={dom::DRAWER} aria-label="Drawer" tabindex="-1" onkeydown={on_key}>
            <header>
                { tabs("drawer", &["Overview", "Graph"], *tab, &choose) }
                <span class="end">
                    if is_of_names {
                        { button("button", "Suggest who is the same", tasks.act(|| Action::ToggleCoreference)) }
                    }
                    <button class="button" type="button" aria-pressed={if *is_table { "true" } else { "false" }} onclick={turn}>
                        { "As tables" }
                    </button>
                    { icon_button("button is-icon", close_name.into(), Icon::Cross, Callback::from(move |_| close())) }
                </span>
            </header>
            <div class="pictures" data-columns={columns} ref={node} role="tabpanel" id={format!("drawer-panel-{}", *tab)}
                aria-labelledby={format!("drawer-tab-{}", *tab)}>
                { for frames }
            </div>
        </section>
    }
}

/// How many columns so many pixels have room for, as the style sheet knows it, and the width of each picture in them.
fn columns(total: i32, tab: usize) -> (&'static str, [i32; 3]) {
    let (columns, parts) = match total {
        _ if tab > 0 => ("1", [100; 3]),
        1000.. => ("3", [39, 32, 29]),
        640..1000 => ("2", [100, 50, 50]),
        _ => ("1", [100; 3]),
    };
    (columns, parts.map(|part| if total == 0 { 0 } else { (total * part / 100 - BESIDE).max(NARROWEST) }))
}

/// How many pixels there are; 0 before it is known.
#[hook]
fn use_width(node: &NodeRef) -> i32 {
    let width = use_state_eq(|| 0);
    let measure = {
        let (width, node) = (width.setter(), node.clone());
        move || {
            if let Some(element) = node.cast::<Element>() {
                width.set(element.client_width());
            }
        }
    };
    use_effect_with((), move |()| {
        measure();
        let listener = EventListener::new(&dom::window(), "resize", move |_| measure());
        move || drop(listener)
    });
    *width
}

/// What the open document tells of: gathered when nothing has changed for a while.
#[hook]
fn use_facts(state: &Rc<State>) -> Rc<Facts> {
    let facts = use_state(Rc::<Facts>::default);
    let of = (state.revision(), state.suggestions().progress.clone());
    let is_first = use_mut_ref(|| true);
    let (setter, state) = (facts.setter(), state.clone());
    use_effect_with(of, move |_| {
        let pause = if is_first.replace(false) { 0 } else { REST };
        let timer = Timeout::new(pause, move || setter.set(Rc::new(Facts::of(&state))));
        move || drop(timer)
    });
    (*facts).clone()
}
