//! Parallel jobs of the organisation (`classic.md` §9.3): who gets one.
//!
//! Jobs on agents take one before they take an agent, and builds take one while they run. Jobs on the service and on
//! deployment groups take none, nor does anything that waits for approvals, gates or interventions.

use crate::engine::Run;
use crate::fact::Fact;
use crate::state::WaitsForParallelJob;

/// Gives free parallel jobs to what waits, first come first served over the organisation.
pub(crate) fn grant(run: &mut Run<'_>) {
    loop {
        let parallel = &run.state().parallel_jobs;
        let Some(&next) = parallel.waiting.front().filter(|_| parallel.has_free()) else { return };
        match next {
            WaitsForParallelJob::Job(job) => {
                let queued = run.state().job(job).queued;
                run.emit_because(queued, Fact::ParallelJobGranted { job });
            }
            WaitsForParallelJob::Build(build) => {
                let queued = run.state().build_runs[build.index()].queued;
                run.emit_because(queued, Fact::BuildStarted { run: build });
            }
        }
    }
}
