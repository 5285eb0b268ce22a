//! What must hold of bytes on their way to a text.

use postil_decode::{Encoding, Native, Reading, candidates, decode};

/// What was read is what the encoding that was told says, and what is offered can be chosen.
pub fn text(input: &[u8]) {
    let reading = Reading { decoder: &Native, chosen: None, guesses: true, replaces: false };
    match decode(input.to_vec(), &reading) {
        Ok(read) => {
            let chosen = Reading { chosen: Some(read.manner.encoding), ..reading };
            let again = decode(input.to_vec(), &chosen).expect("it was read so");
            assert!(again.text == read.text, "{:?} is read otherwise when it is chosen", read.manner);
        }
        Err(refusal) => {
            for candidate in refusal.candidates.iter().filter(|it| it.damaged == 0 && input.len() < 1 << 17) {
                let chosen = Reading { chosen: Some(candidate.encoding), ..reading };
                if let Err(refusal) = decode(input.to_vec(), &chosen) {
                    assert!(refusal.damage.is_none(), "{candidate:?} was offered: {}", refusal.problem);
                }
            }
        }
    }
    assert!(candidates(input, &Native).len() == Encoding::all().count(), "every encoding can be chosen");
}
