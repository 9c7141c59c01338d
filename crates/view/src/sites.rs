//! What runs where: each site with its version and health.

use rehearsal_engine::SiteApp;

use crate::scene::Scene;
use crate::strings;
use crate::time::date_time;

/// A site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteView {
    /// Name.
    pub name: String,
    /// Address shown in the picture.
    pub url: String,
    /// The stage that deploys to it.
    pub stage: String,
    /// Build it runs; empty for none.
    pub build: String,
    /// What the picture shows.
    pub app: SiteApp,
    /// Which of [`SiteView::TINTS`] colours the picture has: it follows from the build, so that a new version looks new.
    pub tint: usize,
    /// Its health.
    pub health: Health,
    /// The word for its health.
    pub word: &'static str,
    /// Which release put the build there and when, or that it has been there from the start.
    pub since: String,
}

impl SiteView {
    /// How many colours pictures have.
    pub const TINTS: usize = 6;
}

/// Health of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing runs there.
    Empty,
    /// It answers.
    Healthy,
    /// It does not answer as it should.
    Unhealthy,
}

impl Health {
    /// A name for style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
        }
    }
}

/// Every site, in the order of the world.
pub fn sites(scene: &Scene<'_>) -> Vec<SiteView> {
    scene
        .world
        .sites
        .iter()
        .zip(&scene.state.sites)
        .map(|(site, now)| {
            let (health, word) = match (now.build.is_empty(), now.healthy) {
                (true, _) => (Health::Empty, strings::SITE_EMPTY),
                (false, true) => (Health::Healthy, strings::SITE_HEALTHY),
                (false, false) => (Health::Unhealthy, strings::SITE_UNHEALTHY),
            };
            let release = now.deployment.map(|id| scene.release_name(scene.state.deployment(id).release));
            let since = match (release, now.since) {
                (Some(release), Some(at)) => strings::site_since(release, &date_time(scene.zone(), at)),
                _ if now.build.is_empty() => strings::SITE_NOTHING_YET.to_owned(),
                _ => strings::SITE_FROM_START.to_owned(),
            };
            SiteView {
                name: site.name.clone(),
                url: site.url.clone(),
                stage: site.stage.clone(),
                build: now.build.clone(),
                app: site.app,
                tint: tint(&now.build),
                health,
                word,
                since,
            }
        })
        .collect()
}

/// Builds that follow each other have different colours: each character counts, by its place.
fn tint(build: &str) -> usize {
    build.bytes().fold(0, |sum, byte| (sum * 131 + usize::from(byte)) % 257) % SiteView::TINTS
}
