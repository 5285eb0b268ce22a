//! The page's binary.

fn main() {
    postil_app::run();
}
