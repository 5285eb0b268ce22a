//! The page as one file, which the release has beside the page; where this is that file, it hands itself out.

use crate::export::export_page;
use crate::scope::{tell, with_project};
use crate::wire::Payloads;
use js_sys::Reflect;
use postil_messages::{ProjectHead, ResponseBody};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, WorkerGlobalScope};

/// Beside the worker's own script.
const FILE: &str = "postil.html";

/// Answers with the page as one file, the project in it.
pub async fn export(head: crate::scope::Head, project: ProjectHead, payloads: Payloads) {
    match fetch().await {
        Ok(page) => {
            with_project(head, project, payloads, move |project, _| export_page(&page, storage().as_deref(), project))
        }
        Err(message) => tell(head, ResponseBody::Failed { message }, Vec::new()),
    }
}

async fn fetch() -> Result<String, String> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    let missing = |_: JsValue| {
        "The page as one file could not be fetched: it is on this page’s server, and not kept here.".to_owned()
    };
    let response: Response = JsFuture::from(scope.fetch_with_str(FILE)).await.map_err(missing)?.unchecked_into();
    if !response.ok() {
        return Err(format!("This page’s server has no {FILE} (it answered {}).", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(missing)?).await.map_err(missing)?;
    text.as_string().ok_or_else(|| missing(JsValue::NULL))
}

/// What the storage of this page is called, where it carried a project.
fn storage() -> Option<String> {
    let name = Reflect::get(&js_sys::global(), &"postilStore".into()).ok()?.as_string()?;
    Some(name).filter(|name| name.starts_with("postil-"))
}
