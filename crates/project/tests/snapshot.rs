//! A project that is laid to rest and taken up again is the same project, and what is damaged is not believed.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod common;

use common::{Project, config, steps};
use postil_core::{History, Store, Timestamp};
use postil_project::{project, snapshot};
use proptest::prelude::*;

/// What both say is the same, what only histories know included.
fn check(one: (&Store, &History), other: (&Store, &History), whole: &Project) {
    assert_eq!(one.0.summary(), other.0.summary());
    assert!(one.0.log().eq(other.0.log()));
    assert_eq!(one.0.snapshot(), other.0.snapshot());
    assert_eq!(project::write(one.0, &whole.documents), project::write(other.0, &whole.documents));
    let undo = |(store, history): (&Store, &History)| {
        history.undo(store, &whole.authors[0], Timestamp(0)).map(|it| (it.transaction, it.kept))
    };
    assert_eq!(undo(one), undo(other));
    assert_eq!(one.1.depth(), other.1.depth());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_project_comes_back_from_rest((texts, steps) in steps()) {
        let project = Project::of(&texts, &steps);
        let bytes = snapshot::write(&project.store, &project.history).unwrap();
        let (store, history) = snapshot::read(bytes).unwrap();
        check((&project.store, &project.history), (&store, &history), &project);
        // A project at rest is laid to rest again.
        let bytes = snapshot::write(&store, &history).unwrap();
        let (store, history) = snapshot::read(bytes).unwrap();
        check((&project.store, &project.history), (&store, &history), &project);
    }

    #[test]
    fn damage_is_not_believed((texts, steps) in steps(), places in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..20)) {
        let project = Project::of(&texts, &steps);
        let bytes = snapshot::write(&project.store, &project.history).unwrap();
        for (place, change) in places {
            let mut damaged = bytes.clone();
            damaged[place.index(bytes.len())] ^= change;
            prop_assert!(snapshot::read(damaged).is_none());
            prop_assert!(snapshot::read(bytes[..place.index(bytes.len())].to_vec()).is_none());
        }
        prop_assert!(snapshot::read([bytes.clone(), vec![0]].concat()).is_none());
        // Nor is what another version wrote, however whole it is.
        let version = env!("CARGO_PKG_VERSION").len();
        let at = bytes.windows(version).position(|it| it == env!("CARGO_PKG_VERSION").as_bytes()).unwrap();
        let mut other = bytes;
        other[at] ^= 1;
        prop_assert!(snapshot::read(other).is_none());
    }
}
