//! What agents offer and jobs demand (`classic.md` §9.3).

use rehearsal_pipeline::Demand;

use crate::world::Agent;

/// Whether an agent offers all that is demanded. Names ignore case.
pub(crate) fn satisfies(agent: &Agent, demands: &[Demand]) -> bool {
    let value = |name: &str| {
        agent.capabilities.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    demands.iter().all(|demand| match demand {
        Demand::Exists(name) => value(name).is_some(),
        Demand::Equals(name, wanted) => value(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted)),
        Demand::GreaterThan(name, wanted) => value(name).is_some_and(|value| version(value) > version(wanted)),
    })
}

/// Numbers between dots; what is no number counts as 0.
fn version(text: &str) -> Vec<u64> {
    text.split('.').map(|part| part.trim().parse().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_look_at_existence_value_or_version() {
        let capabilities = vec![("docker".to_owned(), "24.0.7".to_owned()), ("os".to_owned(), "Linux".to_owned())];
        let agent = Agent { name: "a".to_owned(), capabilities };
        assert!(satisfies(&agent, &[Demand::Exists("Docker".to_owned())]));
        assert!(satisfies(&agent, &[Demand::Equals("os".to_owned(), "linux".to_owned())]));
        assert!(satisfies(&agent, &[Demand::GreaterThan("docker".to_owned(), "9.1".to_owned())]));
        assert!(!satisfies(&agent, &[Demand::Exists("java".to_owned())]));
    }
}
