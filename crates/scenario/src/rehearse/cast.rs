//! The people of a rehearsal: everybody whom the definition names, and one who asks for releases.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{Group, Person, PersonId, World};
use rehearsal_pipeline::Identity;

use super::Assumption;

/// Adds everybody; answers with the person who asks for builds and releases.
pub(super) fn people(definition: &ReleaseDefinition, world: &mut World, assumptions: &mut Vec<Assumption>) -> PersonId {
    // The requester comes first: whom a policy bars from approving must not be an approver.
    let requester = PersonId::at(0);
    let taken = |name: &str| identities(definition).any(|identity| identity.label().eq_ignore_ascii_case(name));
    let name = ["Requester", "Requester of the rehearsal"].into_iter().find(|name| !taken(name));
    let name = name.unwrap_or("Somebody else who requests");
    world.people.push(person(name, name, name));
    assumptions.push(Assumption::Requester { name: name.to_owned() });
    for identity in identities(definition) {
        if identity.label().is_empty() || world.subject(identity).is_some() {
            continue;
        }
        if is_group(identity) {
            add_group(identity, world, assumptions);
        } else {
            let id = if identity.id.is_empty() { identity.label() } else { &identity.id };
            let shown = identity.label();
            let signs_in = if identity.unique_name.is_empty() { shown } else { &identity.unique_name };
            world.people.push(person(id, shown, signs_in));
        }
    }
    requester
}

fn person(id: &str, display_name: &str, unique_name: &str) -> Person {
    Person { id: id.to_owned(), display_name: display_name.to_owned(), unique_name: unique_name.to_owned() }
}

fn identities(definition: &ReleaseDefinition) -> impl Iterator<Item = &Identity> {
    definition.stages.iter().flat_map(|stage| {
        let sides = [&stage.pre_approvals, &stage.post_approvals];
        let asked = sides.into_iter().flat_map(|side| &side.approvers).map(|approver| &approver.identity);
        asked.chain(&stage.owner)
    })
}

/// Old exports do not mark groups, but only groups carry a scope: `[Fabrikam]\Release Administrators`.
fn is_group(identity: &Identity) -> bool {
    let label = identity.label();
    identity.is_container || (label.starts_with('[') && label.contains("]\\"))
}

/// What members of a group may do goes by its bare name.
fn add_group(identity: &Identity, world: &mut World, assumptions: &mut Vec<Assumption>) {
    let label = identity.label();
    let bare = label.rsplit('\\').next().unwrap_or(label);
    let member = format!("Member of {bare}");
    let id = PersonId::at(world.people.len());
    world.people.push(person(&member, &member, &member));
    // Commands and later rows name the group as the definition does.
    world.groups.push(Group { name: bare.to_owned(), members: vec![id], is_entra: false });
    if world.subject(identity).is_none() {
        let name = [&identity.id, &identity.unique_name].into_iter().find(|text| !text.is_empty());
        let name = name.map_or(label, String::as_str);
        world.groups.push(Group { name: name.to_owned(), members: vec![id], is_entra: false });
    }
    assumptions.push(Assumption::Member { group: label.to_owned(), member });
}
