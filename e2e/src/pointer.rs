//! The mouse.

use crate::browser::Wire;
use crate::{Page, Place};
use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};

/// A point of the viewport, in CSS pixels.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Point {
    x: f64,
    y: f64,
}

impl Page {
    /// Drags from before the first character of a place to behind its last. Both must fit into the view together.
    pub async fn drag(&self, place: Place) -> Result<()> {
        self.drag_with(place, &[]).await
    }

    /// The same with keys held down, such as `Alt`.
    pub async fn drag_with(&self, place: Place, held: &[&str]) -> Result<()> {
        self.bring(place.start.midpoint(place.end)).await?;
        let (from, to) = (self.point(place.start, false).await?, self.point(place.end, true).await?);
        let between = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
        let pointer = [moved(from, 0), down(), moved(between, 30), moved(to, 30), up()];
        let keys = held.join("+");
        let (pressed, released) = crate::keys::held(&keys)?;
        let mut keyboard: Vec<Value> = pressed;
        let lead = keyboard.len();
        keyboard.extend((0..pointer.len()).map(|_| json!({ "type": "pause" })));
        keyboard.extend(released);
        let mut mouse_actions: Vec<Value> = (0..lead).map(|_| json!({ "type": "pause" })).collect();
        mouse_actions.extend(pointer);
        self.browser.act(json!([{ "type": "key", "id": "keyboard", "actions": keyboard }, mouse(mouse_actions)])).await
    }

    /// Drags over more text than the view holds: presses, scrolls until the end is there, lets go.
    pub async fn drag_far(&self, place: Place) -> Result<()> {
        self.bring(place.start).await?;
        let from = self.point(place.start, false).await?;
        self.mouse("mouseMoved", from, false).await?;
        self.mouse("mousePressed", from, true).await?;
        self.mouse("mouseMoved", Point { x: from.x + 8.0, ..from }, true).await?;
        self.bring(place.end - 1).await?;
        let to = self.point(place.end, true).await?;
        self.mouse("mouseMoved", Point { x: to.x - 8.0, ..to }, true).await?;
        self.mouse("mouseMoved", to, true).await?;
        self.mouse("mouseReleased", to, true).await
    }

    /// Drags over a place, which must be in view, and does not let go. In a hurry: the page may be busy.
    pub async fn press_mouse(&self, place: Place) -> Result<()> {
        let ends = "return [postilProbe.point(arguments[0], false), postilProbe.point(arguments[1], true)]";
        let (from, to): (Point, Point) = self.ask(ends, json!([place.start, place.end])).await?;
        self.browser.act(json!([mouse(vec![moved(from, 0), down(), moved(to, 30)])])).await
    }

    /// Lets go.
    pub async fn release_mouse(&self) -> Result<()> {
        self.here().await?;
        self.browser.act(json!([mouse(vec![up()])])).await
    }

    /// One event, for a drag with other things in between: actions of ChromeDriver forget the button that is held.
    async fn mouse(&self, kind: &str, at: Point, is_held: bool) -> Result<()> {
        if let Wire::Firefox(_) = self.browser.0.wire {
            let mut actions = vec![moved(at, 0)];
            match kind {
                "mousePressed" => actions.push(down()),
                "mouseReleased" => actions.push(up()),
                _ => {}
            }
            return self.browser.act(json!([mouse(actions)])).await;
        }
        let (button, buttons) = if is_held { ("left", 1) } else { ("none", 0) };
        let buttons = if kind == "mouseReleased" { 0 } else { buttons };
        let event =
            json!({ "type": kind, "x": at.x, "y": at.y, "button": button, "buttons": buttons, "clickCount": 1 });
        self.cdp("Input.dispatchMouseEvent", event).await.map(drop)
    }

    /// Drags from before a character to the middle of an element, and lets go there.
    pub async fn drag_to(&self, offset: usize, selector: &str) -> Result<()> {
        self.bring(offset).await?;
        let (from, to) = (self.point(offset, false).await?, self.middle(selector).await?);
        let between = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
        let near = Point { x: from.x + 12.0, ..from };
        self.browser
            .act(json!([mouse(vec![moved(from, 0), down(), moved(near, 30), moved(between, 30), moved(to, 30), up()])]))
            .await
    }

    /// Drags from the chip behind some words to the first character of others.
    pub async fn drag_chip(&self, chip: Place, to: Place) -> Result<()> {
        self.bring(chip.end).await?;
        let (end, to) = (self.point(chip.end, true).await?, self.point(to.start, false).await?);
        let (from, to) = (Point { x: end.x + 8.0, y: end.y - 5.0 }, Point { x: to.x + 3.0, ..to });
        let between = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
        let last = Point { x: to.x + 2.0, ..to };
        let actions = vec![moved(from, 0), down(), moved(between, 60), moved(to, 60), moved(last, 60), up()];
        self.browser.act(json!([mouse(actions)])).await
    }

    /// Clicks so many pixels right of and below a character, wherever that is.
    pub async fn click_off(&self, offset: usize, right: f64, below: f64) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        let at = Point { x: at.x + right, y: at.y + below };
        self.browser.act(json!([mouse(vec![moved(at, 0), down(), up()])])).await
    }

    async fn middle(&self, selector: &str) -> Result<Point> {
        let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); \
            return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }";
        self.ask(script, json!([selector])).await
    }

    /// Clicks between two characters.
    pub async fn click_at(&self, offset: usize) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        self.browser.act(json!([mouse(vec![moved(at, 0), down(), up()])])).await
    }

    /// Clicks there with the right button.
    pub async fn right_click_at(&self, offset: usize) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        let press = |kind: &str| json!({ "type": kind, "button": 2 });
        self.browser.act(json!([mouse(vec![moved(at, 0), press("pointerDown"), press("pointerUp")])])).await
    }

    /// Drags an element to before a character, or to behind it.
    pub async fn pull(&self, selector: &str, to: usize, is_end: bool) -> Result<()> {
        self.bring(to).await?;
        let (from, to) = (self.middle(selector).await?, self.point(to, is_end).await?);
        let between = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
        let last = Point { x: to.x, y: to.y + 12.0 };
        let actions = vec![moved(from, 0), down(), moved(between, 60), moved(last, 60), up()];
        self.browser.act(json!([mouse(actions)])).await
    }

    /// Holds a finger on a character for so many milliseconds.
    pub async fn hold_finger(&self, offset: usize, milliseconds: u32) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        let at = Point { x: at.x + 4.0, ..at };
        let rest = json!({ "type": "pause", "duration": milliseconds });
        self.browser.act(json!([touch(vec![moved(at, 0), down(), rest, up()])])).await
    }

    /// The same drag as [`pull`](Self::pull) with a finger.
    pub async fn pull_by_finger(&self, selector: &str, to: usize, is_end: bool) -> Result<()> {
        self.bring(to).await?;
        let (from, to) = (self.middle(selector).await?, self.point(to, is_end).await?);
        let last = Point { x: to.x, y: to.y + 28.0 };
        let between = Point { x: from.x.midpoint(last.x), y: from.y.midpoint(last.y) };
        let actions = vec![moved(from, 0), down(), moved(between, 60), moved(last, 60), up()];
        self.browser.act(json!([touch(actions)])).await
    }

    /// Rests there with no button down.
    pub async fn hover_at(&self, offset: usize) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        self.browser.act(json!([mouse(vec![moved(at, 0)])])).await
    }

    /// Clicks there twice.
    pub async fn double_click_at(&self, offset: usize) -> Result<()> {
        self.bring(offset).await?;
        let at = self.point(offset, false).await?;
        self.browser.act(json!([mouse(vec![moved(at, 0), down(), up(), down(), up()])])).await
    }

    /// Turns the wheel over the article, by pixels.
    pub async fn wheel(&self, by: i32) -> Result<()> {
        self.here().await?;
        let centre = self.middle("#pane").await?;
        let scroll = json!({ "type": "scroll", "x": centre.x as i64, "y": centre.y as i64, "deltaX": 0, "deltaY": by,
            "duration": 0, "origin": "viewport" });
        self.browser.act(json!([{ "type": "wheel", "id": "wheel", "actions": [scroll] }])).await
    }

    async fn point(&self, offset: usize, is_end: bool) -> Result<Point> {
        self.ask("return postilProbe.point(arguments[0], arguments[1])", json!([offset, is_end])).await
    }
}

fn mouse(actions: Vec<Value>) -> Value {
    json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions })
}

fn touch(actions: Vec<Value>) -> Value {
    json!({ "type": "pointer", "id": "finger", "parameters": { "pointerType": "touch" }, "actions": actions })
}

fn moved(to: Point, milliseconds: u32) -> Value {
    json!({ "type": "pointerMove", "duration": milliseconds, "x": to.x, "y": to.y, "origin": "viewport" })
}

fn down() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn up() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}
