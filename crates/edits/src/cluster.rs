//! Coreference: mentions of the same thing, as a cluster.

use crate::constraint::is_among;
use crate::end::End;
use crate::hang::hang;
use crate::review::Accepting;
use crate::schema::define_missing;
use crate::{Edit, Scope};
use postil_core::{
    Attribute, AttributeValue, Cluster, DocId, Draft, Intent, Kind, Member, NodeId, Origin, Provenance, Record,
    RecordKey, Rejection, SetId, Slug, Store, SuggestedSpan, Target, names, sort_by,
};
use std::sync::{Arc, LazyLock};

/// The attribute that holds what a thing is called.
static NAME: LazyLock<Slug> = LazyLock::new(|| names::NAME.parse().expect("a well-formed name"));

/// A cluster by its name.
pub fn cluster(store: &Store, id: NodeId) -> Option<&Cluster> {
    match &**store.get(&RecordKey::Node(id))? {
        Record::Cluster(it) => Some(it),
        _ => None,
    }
}

/// The clusters of a set that a node is a mention in: one, as a rule.
pub fn clusters_of<'a>(store: &'a Store, set: &'a SetId, node: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    store.references(node).iter().filter_map(move |key| match key {
        RecordKey::Member(id, member) if *member == node => {
            cluster(store, *id).filter(|it| it.set == *set).map(|_| *id)
        }
        _ => None,
    })
}

/// The members of a cluster, in the order of the text.
pub fn members(store: &Store, cluster: NodeId) -> Vec<NodeId> {
    let member = |key: &RecordKey| match key {
        RecordKey::Member(id, member) if *id == cluster => Some(*member),
        _ => None,
    };
    let mut members: Vec<NodeId> = store.references(cluster).iter().filter_map(member).collect();
    let place = |id: &NodeId| (store.span(*id).map(|span| span.fragments.cover()), *id);
    sort_by(&mut members, &|a, b| place(a).cmp(&place(b)));
    members
}

/// What a person called the thing that a cluster is about.
pub fn name_of(store: &Store, cluster: NodeId) -> Option<&str> {
    match &**store.get(&RecordKey::Attribute(cluster, NAME.clone()))? {
        Record::Attribute(Attribute { value: AttributeValue::Text(text) }) => Some(text),
        _ => None,
    }
}

/// The kind of cluster that is made by hand: the first of the schema.
pub fn usual_cluster(store: &Store) -> Slug {
    let all = store.definitions().iter().filter(|((kind, _), it)| *kind == Kind::Cluster && it.replaced_by.is_none());
    let first = all.min_by_key(|(_, it)| it.order).map(|((_, slug), _)| slug.clone());
    first.unwrap_or_else(|| "coreference".parse().expect("a well-formed name"))
}

/// Whether the schema allows a label in the usual kind of cluster.
pub fn may_be_mention(store: &Store, label: &Slug) -> bool {
    let definition = store.definitions().get(&(Kind::Cluster, usual_cluster(store)));
    definition.is_none_or(|it| is_among(store, label, &it.heads))
}

/// Says that two annotations mean the same thing; the edit's node is their cluster. One joins the cluster of the other; of
/// two clusters one is made, which keeps the name of the larger.
pub fn same(scope: Scope, one: End, other: End) -> Edit {
    let Scope { store, set, doc, .. } = scope;
    if !one.is_here(&scope) || !other.is_here(&scope) {
        return Edit::default();
    }
    let known = |end: &End| clusters_of(store, set, end.known(&scope)?).next();
    let (here, there) = (known(&one), known(&other));
    if let (Some(here), true) = (here, here == there) {
        return Edit::said(here);
    }
    scope.annotate(Intent::Cluster, |draft| {
        let mut accepting = Accepting::new(scope, true);
        let mentions = [one, other].map(|end| end.node(&mut accepting, &scope, draft));
        let id = match (here, there) {
            (Some(here), Some(there)) => merge(draft, here, there),
            (known, None) | (None, known) => known.unwrap_or_else(|| {
                let label = usual_cluster(store);
                define_missing(draft, Kind::Cluster, &label);
                draft.add(Cluster { doc, set: set.clone(), label, origin: Origin::Person }.into())
            }),
        };
        for mention in mentions {
            let key = RecordKey::Member(id, mention);
            if draft.store().get(&key).is_none() {
                draft.put(key, Member { origin: Origin::Person }.into());
            }
        }
        Some(id)
    })
}

/// Makes one of two clusters: the members of the smaller join the larger. Gives the one that stays.
fn merge(draft: &mut Draft, one: NodeId, other: NodeId) -> NodeId {
    let store = draft.store();
    let (kept, gone) =
        if members(store, one).len() > members(store, other).len() { (one, other) } else { (other, one) };
    for member in members(store, gone) {
        let record = store.get(&RecordKey::Member(gone, member));
        if let Some(record) = record.filter(|_| store.get(&RecordKey::Member(kept, member)).is_none()) {
            draft.put(RecordKey::Member(kept, member), (**record).clone());
        }
    }
    let name = RecordKey::Attribute(gone, NAME.clone());
    if let Some(record) = store.get(&name).filter(|_| name_of(store, kept).is_none()) {
        draft.put(RecordKey::Attribute(kept, NAME.clone()), (**record).clone());
    }
    draft.delete_node(gone);
    kept
}

/// A mention of a suggested cluster, with who says that it is one, and why.
pub type SuggestedMention<'a> = (End<'a>, Arc<Provenance>);

/// Accepts a suggested cluster with all of its mentions; the edit's node is the cluster. What is pending of them becomes
/// spans by it. They join the cluster `into`, where there is one.
pub fn accept_cluster(scope: Scope, into: Option<NodeId>, mentions: &[SuggestedMention]) -> Edit {
    let Scope { store, set, doc, .. } = scope;
    let Some((_, first)) = mentions.first().filter(|_| mentions.iter().all(|(end, _)| end.is_here(&scope))) else {
        return Edit::default();
    };
    scope.annotate(Intent::Accept, |draft| {
        let mut accepting = Accepting::new(scope, true);
        let nodes: Vec<NodeId> = mentions.iter().map(|(end, _)| end.node(&mut accepting, &scope, draft)).collect();
        let id = into.unwrap_or_else(|| {
            let label = usual_cluster(store);
            define_missing(draft, Kind::Cluster, &label);
            let origin = Origin::Suggestion(first.clone());
            draft.add(Cluster { doc, set: set.clone(), label, origin }.into())
        });
        for (node, (_, provenance)) in nodes.into_iter().zip(mentions) {
            let key = RecordKey::Member(id, node);
            if draft.store().get(&key).is_none() {
                draft.put(key, Member { origin: Origin::Suggestion(provenance.clone()) }.into());
            }
        }
        Some(id)
    })
}

/// The key under which it is remembered that these are not the same, though it is suggested. Of one mention alone it says
/// that it is no mention in any cluster that is suggested.
pub fn rejected_cluster_key<'a>(
    store: &Store, doc: DocId, set: &SetId, mentions: impl IntoIterator<Item = &'a SuggestedSpan>,
) -> RecordKey {
    let target = |it: &SuggestedSpan| Target::Span { label: it.label.clone(), fragments: it.fragments() };
    let members: Vec<Target> = mentions.into_iter().map(target).collect();
    RecordKey::Rejection(doc, set.clone(), Target::Cluster { label: usual_cluster(store), members: members.into() })
}

/// Takes a mention out of a cluster. One mention alone is the same as nothing: then the cluster goes, too. `suggested` is
/// what an extractor suggests as this mention of a cluster: it is told not to again.
pub fn take_out(scope: Scope, cluster: NodeId, member: NodeId, suggested: Option<&SuggestedSpan>) -> Edit {
    scope.annotate(Intent::Cluster, |draft| {
        leave(draft, cluster, member);
        if suggested.is_some() {
            let key = rejected_cluster_key(scope.store, scope.doc, scope.set, suggested);
            draft.put(key, Rejection { origin: Origin::Person }.into());
        }
        Some(member)
    })
}

pub(crate) fn leave(draft: &mut Draft, cluster: NodeId, member: NodeId) {
    let left = members(draft.store(), cluster).into_iter().filter(|it| *it != member).count();
    match left {
        0 | 1 => draft.delete_node(cluster),
        _ => draft.delete(RecordKey::Member(cluster, member)),
    }
}

/// Says what the thing is called that a cluster is about; nothing takes the name away.
pub fn call(scope: Scope, id: NodeId, name: &str) -> Edit {
    if cluster(scope.store, id).is_none() {
        return Edit::default();
    }
    let key = RecordKey::Attribute(id, NAME.clone());
    hang(scope, id, key, Intent::Cluster, name, |text| Attribute { value: AttributeValue::Text(text) }.into())
}

/// Deletes a cluster; its mentions stay. `suggested` are clusters that an extractor suggests and that this one is made of:
/// it is told not to again.
pub fn dissolve(scope: Scope, id: NodeId, suggested: &[Vec<SuggestedSpan>]) -> Edit {
    if cluster(scope.store, id).is_none() {
        return Edit::default();
    }
    scope.annotate(Intent::Cluster, |draft| {
        draft.delete_node(id);
        for mentions in suggested {
            let key = rejected_cluster_key(scope.store, scope.doc, scope.set, mentions);
            draft.put(key, Rejection { origin: Origin::Person }.into());
        }
        None
    })
}
