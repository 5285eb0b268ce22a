//! `seeds` alone lists the targets; `seeds TARGET FOLDER` writes inputs to begin with into `FOLDER/seeds`, and their words
//! into `FOLDER/words.dict`.

use postil_fuzz::{Target, dictionary, seeds};
use std::io;
use std::path::Path;
use std::{env, fs};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, folder] = &arguments[..] else {
        Target::all().for_each(|target| println!("{}", target.name()));
        return Ok(());
    };
    let target = Target::named(name).ok_or_else(|| io::Error::other(format!("`{name}` is no target")))?;
    let seeds = seeds(target);
    let folder = Path::new(folder);
    fs::create_dir_all(folder.join("seeds"))?;
    fs::write(folder.join("words.dict"), dictionary(&seeds))?;
    for (i, seed) in seeds.iter().enumerate() {
        fs::write(folder.join("seeds").join(i.to_string()), seed)?;
    }
    Ok(())
}
