//! The panel "Create a new release".

use rehearsal_engine::{Action, BuildId, CreateRelease, DefinitionId, offered_version, versions};

use crate::diagram;
use crate::scene::Scene;
use crate::strings;
use crate::time::date_time;
use crate::variables::{VariableRow, settable_of_pipeline};

/// What the panel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateView {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Its stages, each after those it waits for.
    pub stages: Vec<CreateStage>,
    /// Its artifacts.
    pub artifacts: Vec<CreateArtifact>,
    /// Variables that can be given another value: each with its stage, none for the release.
    pub variables: Vec<(Option<String>, VariableRow)>,
    /// Lines between the small stages.
    pub diagram: diagram::Diagram,
    /// Why the viewer cannot create a release even with every version chosen.
    pub refusal: Option<String>,
}

/// A small stage of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateStage {
    /// Name.
    pub name: String,
    /// True when its trigger would start it; such a stage can be changed to manual.
    pub is_automated: bool,
    /// What starts it, in one line.
    pub trigger: String,
}

/// An artifact of the panel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateArtifact {
    /// Alias.
    pub alias: String,
    /// The version chosen at first; none when the person must choose.
    pub offered: Option<String>,
    /// Versions that can be chosen, newest first: number and what it is.
    pub versions: Vec<(String, String)>,
}

/// The panel for a pipeline.
pub fn create(scene: &Scene<'_>, definition: DefinitionId) -> CreateView {
    use rehearsal_classic::StageTrigger;
    let plan = &scene.state.definitions[definition.index()];
    CreateView {
        pipeline: plan.definition.name.clone(),
        stages: plan
            .graph
            .order()
            .iter()
            .map(|&index| {
                let stage = &plan.definition.stages[index];
                let (is_automated, trigger) = match &stage.trigger {
                    StageTrigger::AfterRelease => (true, strings::AFTER_RELEASE.to_owned()),
                    StageTrigger::AfterStages(stages) => {
                        let names: Vec<String> = stages.iter().map(|one| one.stage.clone()).collect();
                        (true, strings::after_stages(&strings::list(&names), false))
                    }
                    StageTrigger::ManualOnly => (false, strings::NOTE_MANUAL_ONLY.to_owned()),
                };
                CreateStage { name: stage.name.clone(), is_automated, trigger }
            })
            .collect(),
        artifacts: plan
            .definition
            .artifacts
            .iter()
            .map(|artifact| CreateArtifact {
                alias: artifact.alias.clone(),
                offered: offered_version(scene.world, scene.state, artifact)
                    .map(|id| scene.state.build(id).number.clone()),
                versions: versions(scene.state, artifact)
                    .into_iter()
                    .map(|id| (scene.state.build(id).number.clone(), version(scene, id)))
                    .collect(),
            })
            .collect(),
        variables: settable_of_pipeline(&plan.definition),
        diagram: diagram::of_release(plan),
        refusal: refusal(scene, definition),
    }
}

fn version(scene: &Scene<'_>, id: BuildId) -> String {
    let completed = &scene.state.builds[id.index()];
    strings::version(
        &completed.build.number,
        &completed.build.branch,
        &completed.build.commit,
        &date_time(scene.zone(), completed.at),
    )
}

/// Why no release can be created now, whatever is chosen: the newest version of each artifact is tried.
pub(crate) fn refusal(scene: &Scene<'_>, definition: DefinitionId) -> Option<String> {
    let plan = &scene.state.definitions[definition.index()];
    let artifacts = plan
        .definition
        .artifacts
        .iter()
        .filter_map(|artifact| {
            let newest = versions(scene.state, artifact).first().copied()?;
            Some((artifact.alias.clone(), scene.state.build(newest).number.clone()))
        })
        .collect();
    let action = CreateRelease { definition: plan.definition.name.clone(), artifacts, ..CreateRelease::default() };
    scene.refusal(&Action::CreateRelease(action))
}
