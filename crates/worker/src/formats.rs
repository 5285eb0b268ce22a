//! The binary of the formats of other programs, a module of its own beside the worker.

fn main() {
    #[cfg(target_arch = "wasm32")]
    postil_worker::foreign::inside::start();
}
