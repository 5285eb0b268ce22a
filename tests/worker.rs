//! The page's end of the worker where there is none: the test server has no worker script. Runs like `storage.rs`.
#![cfg(target_arch = "wasm32")]

use gloo::timers::future::TimeoutFuture;
use postil_app::dom::files::Given;
use postil_app::worker::{Client, Payload, Said, Terms};
use postil_messages::{Response, ResponseBody};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_worker_that_cannot_be_loaded_says_so_each_time() {
    let heard: Rc<RefCell<Vec<(Response, Payload)>>> = Rc::default();
    let hear = Rc::clone(&heard);
    let client = Client::new(Callback::from(move |message| hear.borrow_mut().push(message)));
    let first = client.extract("ab", "Some text.", None, None, Terms::default());
    let file = Given::text("a.txt", "Some text.").expect("there is memory for ten characters");
    let second = client.open(&[file], Said::default());
    assert!(heard.borrow().is_empty(), "answers come later");
    for expected in [vec![first, second], vec![first, second, second + 1]] {
        for _ in 0..100 {
            if heard.borrow().len() < expected.len() {
                TimeoutFuture::new(50).await;
            }
        }
        assert_eq!(heard.borrow().iter().map(|(response, _)| response.seq).collect::<Vec<_>>(), expected);
        client.cancel(first); // answered already: nothing more comes
        if expected.len() == 2 {
            client.extract("ab", "Some text.", None, None, Terms::default());
        }
    }
    let (response, payload) = &heard.borrow()[0];
    assert_eq!(response.doc, "ab");
    assert!(matches!(payload, Payload::None), "{payload:?}");
    assert!(matches!(&response.body, ResponseBody::Failed { message } if message.contains("load the page again")));
}
