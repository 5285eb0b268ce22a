//! Whether an event happened, as far as the words before its trigger say.

use super::kind::{Factuality, TYPES};
use super::scene::Scene;
use crate::discourse::known::Look;

/// So many words before a trigger are looked at.
const BEFORE: usize = 8;

/// What says that something did not happen.
const DENIES: &str = "\
not n't never no without neither nor nobody none";
/// Whose complement did not happen: `failed to attack`, `denied attacking`.
const DENYING: &str = "\
deny denies denied denying fail fails failed refuse refuses refused prevented averted stopped avoided";
/// What says that something may happen, or should.
const SUPPOSES: &str = "\
if unless whether could may might should would must can possible possibly potential perhaps maybe suspected alleged \
allegedly";
/// Whose complement somebody else is to do, or may happen.
const WISHING: &str = "\
threaten threatens threatened threatening threat demand demands demanded demanding urge urges urged urging call \
calls called calling ask asks asked want wants wanted hope hopes hoped consider considers considered considering \
propose proposed need needs able ready";
/// What says that something is to happen.
const PLANS: &str = "\
will 'll shall ’ll";
/// Whose complement is to happen.
const PLANNING: &str = "\
plan plans planned planning intend intends intended vow vows vowed promise promises promised pledge pledges pledged \
agree agrees agreed decide decides decided set due scheduled expect expects expected going order orders ordered \
prepare prepares prepared preparing about offer offered likely";

/// Whether an event of a type happened.
pub(crate) fn factuality(scene: &Scene<'_>, trigger: usize, kind: usize) -> Factuality {
    let mut found = Factuality::Asserted;
    let mut infinitive = false;
    let mut verbs = 0;
    for (passed, token) in (scene.tokens.start..trigger).rev().take(BEFORE).enumerate() {
        let gist = scene.gist(token);
        let is = |words: &str| words.split(' ').any(|word| scene.is(token, &[word]));
        if matches!(gist.look, Look::Stop | Look::Comma) {
            // `if war starts, …` says nothing of what follows.
            break;
        }
        infinitive |= passed == 0 && is("to");
        // What a verb in between says holds for that verb.
        let near = verbs == 0;
        if near && is(DENIES) {
            // A refusal is one because of its `not`.
            if TYPES[kind] == "REJECT" {
                continue;
            }
            return Factuality::Denied;
        }
        if near && is(DENYING) && TYPES[kind] != "REJECT" {
            return Factuality::Denied;
        }
        let to_be = infinitive && passed == 1 && is("is are was were");
        if near && (is(PLANS) || to_be || (infinitive || passed < 2) && is(PLANNING)) {
            found = found.max_of(Factuality::Planned);
        }
        if near && (is(SUPPOSES) || (infinitive || passed < 3) && is(WISHING)) || is("if unless whether") {
            found = found.max_of(Factuality::Hypothetical);
        }
        // Adjectives in `-ed` right before a noun are no verbs.
        let verb = matches!(gist.look, Look::Said | Look::Past) && passed > 0;
        verbs += usize::from(verb || gist.look == Look::Auxiliary && !infinitive && passed > 2);
    }
    found
}

impl Factuality {
    /// The one that says more against it: what may be planned is not.
    fn max_of(self, other: Self) -> Self {
        let rank = |it: Self| match it {
            Self::Asserted => 0,
            Self::Planned => 1,
            Self::Hypothetical => 2,
            Self::Denied => 3,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}
