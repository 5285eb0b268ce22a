//! `cargo xtask soak`: kills the browser at random moments of work, many times, and compares what is there at the next
//! start with what the page had said to be saved. Arguments: how many times, and a seed.

use anyhow::Result;
use postil_e2e::{Setup, crash, run};
use std::time::Duration;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().map_or(Ok(200), |it| it.parse())?;
    let seed = arguments.next().map_or(Ok(1), |it| it.parse())?;
    let setup = Setup { limit: Duration::from_secs(60 + 60 * count as u64), ..Setup::default() };
    let tell = |tally: &crash::Tally| {
        if tally.kills.is_multiple_of(10) {
            println!("{tally:?}");
        }
    };
    let tally = run(setup, async |stage| crash::rounds(stage, seed, count, tell).await)?;
    println!(
        "{} kills: {} steps seen, {} of them said to be saved; lost 0, by half 0; {} more had been written; {} updates \
         begun, {} arrived, none by half",
        tally.kills, tally.steps, tally.saved, tally.beyond, tally.updates, tally.updated
    );
    Ok(())
}
