//! Looks up names of the file and says which ones there are when one is wrong.

use rehearsal_classic::ReleaseDefinition;
use rehearsal_engine::{
    Action, Pattern, Permission, PersonId, Reading, SetPermission, SiteId, Subject, World, download_step,
};
use rehearsal_source::{Diagnostic, Report, Span, quoted};
use rehearsal_yaml::Node;

use crate::codes;
use crate::goal::stage_of;

/// The names that a scenario file declares.
pub(crate) struct Names<'a> {
    pub(crate) world: &'a World,
    pub(crate) definition: &'a ReleaseDefinition,
}

impl Names<'_> {
    pub(crate) fn person(&self, name: &str, span: Span, report: &mut Report) -> Option<PersonId> {
        let found = self.world.person(name);
        if found.is_none() {
            let known = self.world.people.iter().map(|person| person.id.as_str());
            unknown(report, span, "person", name, known);
        }
        found
    }

    pub(crate) fn subject(&self, name: &str, span: Span, report: &mut Report) -> Option<Subject> {
        let found = self.world.subject(&rehearsal_pipeline::Identity::named(name));
        if found.is_none() {
            let people = self.world.people.iter().map(|person| person.id.as_str());
            let groups = self.world.groups.iter().map(|group| group.name.as_str());
            unknown(report, span, "person or group", name, people.chain(groups));
        }
        found
    }

    pub(crate) fn site(&self, name: &str, span: Span, report: &mut Report) -> Option<SiteId> {
        let found = self.world.sites.iter().position(|site| site.name.eq_ignore_ascii_case(name)).map(SiteId::at);
        if found.is_none() {
            unknown(report, span, "site", name, self.world.sites.iter().map(|site| site.name.as_str()));
        }
        found
    }

    pub(crate) fn stage(&self, name: &str, span: Span, report: &mut Report) {
        if self.definition.stage(name).is_none() {
            unknown(report, span, "stage", name, self.definition.stages.iter().map(|stage| stage.name.as_str()));
        }
    }

    pub(crate) fn task(&self, name: &str, span: Span, report: &mut Report) {
        let tasks = || {
            self.definition
                .stages
                .iter()
                .flat_map(|stage| &stage.jobs)
                .flat_map(|job| &job.tasks)
                .map(|task| task.name.as_str())
        };
        // The download of an artifact is a step that outcomes can name, too.
        let downloads = self.definition.artifacts.iter().map(|artifact| download_step(&artifact.alias));
        let is_download = downloads.into_iter().any(|step| step.eq_ignore_ascii_case(&name.replace('–', "-")));
        if !is_download && !tasks().any(|task| task.eq_ignore_ascii_case(name)) {
            unknown(report, span, "task", name, tasks());
        }
    }

    pub(crate) fn job(&self, name: &str, span: Span, report: &mut Report) {
        let jobs = || self.definition.stages.iter().flat_map(|stage| &stage.jobs).map(|job| job.name.as_str());
        if !jobs().any(|job| job.eq_ignore_ascii_case(name)) {
            unknown(report, span, "job", name, jobs());
        }
    }

    /// A build pipeline: one that is described, or the source of an artifact.
    fn build_pipeline(&self, name: &str, span: Span, report: &mut Report) {
        let described = self.world.build_pipelines.iter().map(|pipeline| pipeline.name.as_str());
        let known = described.chain(self.definition.artifacts.iter().map(|artifact| artifact.source.as_str()));
        if !known.clone().any(|known| known.eq_ignore_ascii_case(name)) {
            unknown(report, span, "build pipeline", name, known);
        }
    }

    /// A repository that is built or that is an artifact; empty is that of the first build pipeline.
    fn repository(&self, name: &str, span: Span, report: &mut Report) {
        let built = self.world.build_pipelines.iter().map(|pipeline| match pipeline.repository.as_str() {
            "" => pipeline.name.as_str(),
            repository => repository,
        });
        let is_repository = |artifact: &&rehearsal_classic::Artifact| {
            rehearsal_engine::VersionKind::of_type(&artifact.kind) == rehearsal_engine::VersionKind::Commit
        };
        let artifacts = self.definition.artifacts.iter().filter(is_repository);
        let known: Vec<&str> = built.chain(artifacts.map(|artifact| artifact.source.as_str())).collect();
        if known.is_empty() {
            report.push(
                Diagnostic::error(codes::INCOMPLETE, span, "there is no repository to commit to")
                    .help("describe a build pipeline under `buildPipelines`"),
            );
        } else if !name.is_empty() && !known.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            unknown(report, span, "repository", name, known);
        }
    }

    pub(crate) fn gate(&self, name: &str, span: Span, report: &mut Report) {
        let gates = || {
            let sides = self.definition.stages.iter().flat_map(|stage| [&stage.pre_gates, &stage.post_gates]);
            let tasks = sides.flatten().flat_map(|gates| &gates.gates).flat_map(|gate| &gate.tasks);
            tasks.map(|task| task.name.as_str())
        };
        if !gates().any(|gate| gate.eq_ignore_ascii_case(name)) {
            unknown(report, span, "gate", name, gates());
        }
    }

    /// What gates ask, by its kind and name.
    fn signal(&self, (kind, fits): (&str, fn(&Reading) -> bool), name: &str, span: Span, report: &mut Report) {
        let known = || self.world.signals.iter().filter(|signal| fits(&signal.reading)).map(|one| one.name.as_str());
        if !known().any(|other| other.eq_ignore_ascii_case(name)) {
            unknown(report, span, kind, name, known());
        }
    }

    /// Reads an action and checks the names in it, each at its place.
    pub(crate) fn action(&self, node: &Node, report: &mut Report) -> Option<Action> {
        let action: Action = rehearsal_yaml::read(node, report)?;
        let inner = node.entries().first().map_or(node, |(_, value)| value);
        let span = |key: &str| inner.get(key).map_or(node.span, |value| value.span);
        match stage_of(&action) {
            Some("") => report.push(
                Diagnostic::error(codes::INCOMPLETE, node.head(), "the action names no stage")
                    .help("add `stage:` with the name of a stage"),
            ),
            Some(stage) => self.stage(stage, span("stage"), report),
            None => {}
        }
        match &action {
            Action::OpenLog(open) if !open.task.is_empty() => self.task(&open.task, span("task"), report),
            Action::CreateRelease(create) => self.create_release(create, inner, span("definition"), report),
            Action::Reassign(reassign) => {
                self.subject(&reassign.to, span("to"), report);
            }
            Action::SetPermission(set) => self.set_permission(set, inner, report),
            Action::CompleteBuild(build) if build.number.is_empty() => report.push(
                Diagnostic::error(codes::INCOMPLETE, node.head(), "the build has no number")
                    .help("add `number: \"…\"`"),
            ),
            Action::SetAgent(set) => {
                let agents = || self.world.pools.iter().flat_map(|pool| &pool.agents).map(|agent| agent.name.as_str());
                if !agents().any(|agent| agent.eq_ignore_ascii_case(&set.agent)) {
                    unknown(report, span("agent"), "agent", &set.agent, agents());
                }
            }
            Action::TagBuild(tag) if tag.tag.trim().is_empty() => report
                .push(Diagnostic::error(codes::INCOMPLETE, node.head(), "the action names no tag").help("add `tag:`")),
            Action::SetDefaultBranch(set) if set.branch.trim().is_empty() => report.push(
                Diagnostic::error(codes::INCOMPLETE, node.head(), "the action names no branch").help("add `branch:`"),
            ),
            Action::SetDefaultBranch(set) if !set.definition.is_empty() => {
                self.build_pipeline(&set.definition, span("definition"), report);
            }
            Action::Commit(commit) => self.repository(&commit.repository, span("repository"), report),
            Action::DeployStages(on) => {
                let items = inner.get("stages").map(Node::items).unwrap_or_default();
                for (stage, item) in on.stages.iter().zip(items).skip(1) {
                    self.stage(stage, item.span, report);
                }
            }
            Action::CreatePullRequest(create) => self.repository(&create.repository, span("repository"), report),
            Action::IgnoreGate(on) if !on.gate.is_empty() => self.gate(&on.gate, span("gate"), report),
            Action::SetWorkItems(set) => {
                let of = ("work item query", (|one| matches!(one, Reading::WorkItems { .. })) as fn(&Reading) -> bool);
                self.signal(of, &set.query, span("query"), report);
            }
            Action::SetEndpoint(set) => {
                let of = ("endpoint", (|one| matches!(one, Reading::Endpoint(_))) as fn(&Reading) -> bool);
                self.signal(of, &set.url, span("url"), report);
            }
            Action::SetAlert(set) => {
                let of = ("alert rule", (|one| matches!(one, Reading::Alert(_))) as fn(&Reading) -> bool);
                self.signal(of, &set.rule, span("rule"), report);
            }
            Action::SetPolicy(set) => {
                let of = ("policy", (|one| matches!(one, Reading::Policy { .. })) as fn(&Reading) -> bool);
                self.signal(of, &set.policy, span("policy"), report);
            }
            Action::SavePipeline(save) => Self::save_pipeline(save, node.head(), report),
            Action::ResumeIntervention(on) | Action::RejectIntervention(on) if !on.task.is_empty() => {
                self.task(&on.task, span("task"), report);
            }
            Action::AddTarget(add) => self.add_target(add, node, inner, report),
            // Those that join later have names that no list knows.
            Action::SetTarget(set) if set.target.trim().is_empty() => report.push(
                Diagnostic::error(codes::INCOMPLETE, node.head(), "the action names no target").help("add `target:`"),
            ),
            Action::SetTarget(_)
            | Action::TagBuild(_)
            | Action::EditRelease(_)
            | Action::TagRelease(_)
            | Action::TagPipeline(_)
            | Action::SaveVariableGroup(_)
            | Action::UpdatePullRequest(_)
            | Action::SetDefaultBranch(_)
            | Action::StartRelease(_)
            | Action::IgnoreGate(_)
            | Action::CreatePipeline(_)
            | Action::DeletePipeline(_)
            | Action::UndeletePipeline(_)
            | Action::Deploy(_)
            | Action::Cancel(_)
            | Action::Abandon(_)
            | Action::RetainRelease(_)
            | Action::StopRetaining(_)
            | Action::DeleteRelease(_)
            | Action::UndeleteRelease(_)
            | Action::CommentRelease(_)
            | Action::Approve(_)
            | Action::Reject(_)
            | Action::ResumeIntervention(_)
            | Action::RejectIntervention(_)
            | Action::OpenLog(_)
            | Action::CompleteBuild(_) => {}
        }
        Some(action)
    }

    /// A patch that does not fit the pipeline as it is given may still fit later on, so only its form is checked.
    fn save_pipeline(save: &rehearsal_engine::SavePipeline, span: Span, report: &mut Report) {
        if save.content.is_some() == save.patch.is_some() {
            report.push(
                Diagnostic::error(
                    codes::EITHER_OR,
                    span,
                    "a pipeline is saved either with `content` or with a `patch`",
                )
                .help("write what changes under `patch`, such as `patch: { isDisabled: true }`"),
            );
        }
    }

    /// Who and where of a setting of a security page.
    fn set_permission(&self, set: &SetPermission, node: &Node, report: &mut Report) {
        let span = |key: &str| node.get(key).map_or(node.span, |value| value.span);
        self.subject(&set.who, span("who"), report);
        if !set.definition.is_empty() && !self.definition.name.eq_ignore_ascii_case(&set.definition) {
            let known = [self.definition.name.as_str()];
            unknown(report, span("definition"), "release pipeline", &set.definition, known);
        }
        if !set.stage.is_empty() {
            self.stage(&set.stage, span("stage"), report);
            of_stages(set.permission, span("permission"), report);
        }
    }

    fn add_target(&self, add: &rehearsal_engine::AddTarget, node: &Node, inner: &Node, report: &mut Report) {
        if add.target.trim().is_empty() {
            report.push(
                Diagnostic::error(codes::INCOMPLETE, node.head(), "the target has no name").help("add `target:`"),
            );
        }
        let groups = || self.world.deployment_groups.iter().map(|group| group.name.as_str());
        let is_meant = add.group.is_empty() && groups().count() == 1;
        if !is_meant && groups().all(|group| !group.eq_ignore_ascii_case(&add.group)) {
            let span = inner.get("group").map_or(node.span, |value| value.span);
            unknown(report, span, "deployment group", &add.group, groups());
        }
    }

    fn create_release(
        &self,
        create: &rehearsal_engine::CreateRelease,
        node: &Node,
        definition_span: Span,
        report: &mut Report,
    ) {
        if !create.definition.is_empty() && !self.definition.name.eq_ignore_ascii_case(&create.definition) {
            unknown(report, definition_span, "release pipeline", &create.definition, [self.definition.name.as_str()]);
        }
        for stage in &create.manual_environments {
            let items = node.get("manualEnvironments").map(Node::items).unwrap_or_default();
            let span = items.iter().find(|item| item.as_str() == Some(stage)).map_or(node.span, |item| item.span);
            self.stage(stage, span, report);
        }
        for alias in create.artifacts.keys() {
            let known = || self.definition.artifacts.iter().map(|artifact| artifact.alias.as_str());
            if !known().any(|other| other == alias) {
                let entry = node.get("artifacts").and_then(|artifacts| artifacts.entry(alias));
                unknown(report, entry.map_or(node.span, |(key, _)| key.span), "artifact", alias, known());
            }
        }
    }

    /// Reads a pattern and checks the names in it, each at its place.
    pub(crate) fn pattern(&self, node: &Node, report: &mut Report) -> Option<Pattern> {
        let pattern: Pattern = rehearsal_yaml::read(node, report)?;
        let span = |key: &str| node.get(key).map_or(node.span, |value| value.span);
        if let Some(stage) = &pattern.stage {
            self.stage(stage, span("stage"), report);
        }
        if let Some(site) = &pattern.site {
            self.site(site, span("site"), report);
        }
        if let Some(by) = &pattern.by {
            self.person(by, span("by"), report);
        }
        if let Some(gate) = &pattern.gate {
            self.gate(gate, span("gate"), report);
        }
        if let Some(task) = &pattern.task {
            self.task(task, span("task"), report);
        }
        Some(pattern)
    }
}

/// Whether a permission can be set for a stage.
pub(crate) fn of_stages(permission: Permission, span: Span, report: &mut Report) {
    if !permission.is_of_stages() {
        let known: Vec<&str> = Permission::ALL.iter().filter(|one| one.is_of_stages()).map(|one| one.label()).collect();
        let message = format!("“{}” cannot be set for a single stage", permission.label());
        report.push(
            Diagnostic::error(codes::NOT_OF_STAGES, span, message)
                .label("a permission of pipelines")
                .help(format!("leave out `stage`; what can be set for a stage: {}", known.join(", "))),
        );
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

pub(crate) fn unknown<'a>(
    report: &mut Report,
    span: Span,
    kind: &str,
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) {
    report.push(
        Diagnostic::error(codes::UNKNOWN_NAME, span, format!("no {kind} is named {}", quoted(name)))
            .label(format!("not {} of this scenario", with_article(kind)))
            .suggest(name, known),
    );
}
