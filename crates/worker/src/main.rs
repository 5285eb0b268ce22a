//! The worker's binary. Elsewhere than in a browser it does nothing: the `postil` command is for that.

fn main() {
    #[cfg(target_arch = "wasm32")]
    postil_worker::scope::start();
}
