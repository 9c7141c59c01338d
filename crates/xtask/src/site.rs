//! The folder a browser sees, put together in memory.
//!
//! Every address inside is relative, so the folder works below any path of any host. Files under `assets/` carry
//! their content in their names and may be kept forever; the others keep their names and may change.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use sha2::{Digest as _, Sha256};

use crate::listing;
use crate::program::Program;

/// What a site is for; the page behaves a little differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A developer's own browser: pages reload by themselves, nothing is kept offline.
    Serve,
    /// Any web server: kept for offline use.
    Dist,
}

/// All files of a site by their path inside it, `/` between folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

/// Lists what [`Site::write_to`] wrote, so that the next time removes exactly that and nothing else.
const RECORD: &str = ".rehearsal-site";

impl Site {
    /// Takes the page, styles, static files and scenarios from the checkout at `root`.
    pub(crate) fn assemble(root: &Path, program: &Program, purpose: Purpose) -> Result<Self> {
        let web = root.join("web");
        let mut site = Self { files: BTreeMap::new() };
        site.add_folder("", &web.join("static"))?;
        site.add_scenarios(&root.join("scenarios"))?;
        let names = site.add_assets(&web, program)?;
        site.add_page(&web, &names, purpose)?;
        if purpose == Purpose::Dist {
            site.add_service_worker(&web)?;
        }
        Ok(site)
    }

    /// Each path with its content, in order.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    /// Adds or replaces a file.
    pub(crate) fn insert(&mut self, path: String, content: Vec<u8>) {
        self.files.insert(path, content);
    }

    /// Changes exactly when any file does.
    pub(crate) fn version(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, content) in &self.files {
            hasher.update(path);
            hasher.update([0]);
            hasher.update(Sha256::digest(content));
        }
        short_hex(&hasher.finalize())
    }

    /// Makes `folder` hold this site. What an earlier call wrote and is no longer needed is removed; nothing else is.
    ///
    /// The page comes last, so a browser that asks in between finds everything the page names.
    ///
    /// # Errors
    /// When the folder holds files that no earlier call wrote, or cannot be written.
    pub(crate) fn write_to(&self, folder: &Path) -> Result<()> {
        let earlier = earlier_files(folder)?;
        let (page, rest): (Vec<_>, Vec<_>) = self.files.iter().partition(|(path, _)| *path == "index.html");
        for (path, content) in rest.into_iter().chain(page) {
            write_if_changed(&folder.join(path), content)?;
        }
        let record = self.files.keys().map(String::as_str).collect::<Vec<_>>().join("\n");
        write_if_changed(&folder.join(RECORD), record.as_bytes())?;
        for path in earlier.iter().filter(|path| !self.files.contains_key(*path)) {
            // A file that is gone already is what was wanted.
            let _ = fs::remove_file(folder.join(path));
        }
        Ok(())
    }

    fn add_folder(&mut self, prefix: &str, folder: &Path) -> Result<()> {
        if folder.is_dir() {
            for (name, path) in files_below(folder)? {
                self.insert(format!("{prefix}{name}"), read(&path)?);
            }
        }
        Ok(())
    }

    /// The scenarios as they are, and a list of them, since a static host cannot be asked for one.
    fn add_scenarios(&mut self, folder: &Path) -> Result<()> {
        self.add_folder("scenarios/", folder)?;
        let list = listing::list(&self.files);
        self.insert("scenarios/index.json".to_owned(), serde_json::to_vec(&list)?);
        Ok(())
    }

    /// Gives the address of each asset by the name `index.html` uses for it.
    fn add_assets(&mut self, web: &Path, program: &Program) -> Result<BTreeMap<String, String>> {
        let loader = web.join("loader");
        let mut names = BTreeMap::new();
        let mut add = |name: &str, content: Vec<u8>| {
            let address = format!("assets/{}", hashed(name, &content));
            if let Some(kind) = name.strip_prefix("app.").filter(|kind| *kind == "wasm") {
                names.insert(format!("app.{kind} bytes"), content.len().to_string());
            }
            self.files.insert(address.clone(), content);
            names.insert(name.to_owned(), address);
        };
        add("app.wasm", program.wasm.clone());
        add("app.js", program.glue.clone());
        add("app.css", styles(web)?);
        add("loader.js", read(&loader.join("loader.js"))?);
        add("icon.svg", read(&loader.join("icon.svg"))?);
        for (path, content) in &program.snippets {
            self.insert(format!("assets/{path}"), content.clone());
        }
        Ok(names)
    }

    fn add_page(&mut self, web: &Path, names: &BTreeMap<String, String>, purpose: Purpose) -> Result<()> {
        let template = web.join("index.html");
        let mut values = names.clone();
        let (word, extra) = match purpose {
            Purpose::Serve => ("serve", "<script type=\"module\" src=\"/__rehearsal/live.js\"></script>\n  </body>"),
            Purpose::Dist => ("dist", "</body>"),
        };
        values.insert("purpose".to_owned(), word.to_owned());
        let page = fill(&read_text(&template)?, &values).with_context(|| template.display().to_string())?;
        self.insert("index.html".to_owned(), page.replace("</body>", extra).into_bytes());
        Ok(())
    }

    fn add_service_worker(&mut self, web: &Path) -> Result<()> {
        let template = web.join("loader/sw.js");
        let kept: Vec<&str> = self.files.keys().map(|path| if path == "index.html" { "./" } else { path }).collect();
        let values = BTreeMap::from([
            ("version".to_owned(), self.version()),
            ("files".to_owned(), serde_json::to_string(&kept)?),
        ]);
        let script = fill(&read_text(&template)?, &values).with_context(|| template.display().to_string())?;
        self.insert("sw.js".to_owned(), script.into_bytes());
        Ok(())
    }
}

/// The files below a folder in order, each with its path relative to it. Hidden files are left out.
pub(crate) fn files_below(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), folder.to_path_buf())];
    while let Some((prefix, folder)) = open.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{} could not be listed", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let below = format!("{prefix}{name}");
            if entry.path().is_dir() {
                open.push((format!("{below}/"), entry.path()));
            } else {
                found.insert(below, entry.path());
            }
        }
    }
    Ok(found)
}

/// The loading screen's styles and then the application's: tokens, base, layout, and the components by path.
fn styles(web: &Path) -> Result<Vec<u8>> {
    const FIRST: [&str; 3] = ["tokens.css", "base.css", "layout.css"];
    let mut files = vec![web.join("loader/loader.css")];
    let folder = web.join("styles");
    if folder.is_dir() {
        let mut below: Vec<(String, PathBuf)> = files_below(&folder)?
            .into_iter()
            .filter(|(name, _)| name.rsplit_once('.').is_some_and(|(_, kind)| kind == "css"))
            .collect();
        let rank = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
        // The sort is stable and the list came in order, so equal ranks stay sorted by path.
        below.sort_by_key(|(name, _)| rank(name));
        files.extend(below.into_iter().map(|(_, path)| path));
    }
    let mut all = String::new();
    for path in files {
        let text = read_text(&path)?;
        writeln!(all, "{}", text.trim_end()).expect("writing to a string cannot fail");
    }
    Ok(all.into_bytes())
}

/// Replaces each `{{name}}` by its value; an unknown name is an error, so a typing mistake cannot ship.
fn fill(template: &str, values: &BTreeMap<String, String>) -> Result<String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            bail!("a `{{{{` is never closed");
        };
        let Some(value) = values.get(name.trim()) else {
            let known = values.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            bail!("`{{{{{name}}}}}` is not a name that can be filled in; there are: {known}");
        };
        filled.push_str(before);
        filled.push_str(value);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// `app.js` with its content in its name: `app.0123456789abcdef.js`.
fn hashed(name: &str, content: &[u8]) -> String {
    let hash = short_hex(&Sha256::digest(content));
    match name.rsplit_once('.') {
        Some((stem, kind)) => format!("{stem}.{hash}.{kind}"),
        None => format!("{name}.{hash}"),
    }
}

/// 64 bits are plenty to tell a few files apart, and addresses stay readable.
fn short_hex(digest: &[u8]) -> String {
    let first = digest.first_chunk().expect("a SHA-256 digest has 32 bytes");
    format!("{:016x}", u64::from_be_bytes(*first))
}

fn earlier_files(folder: &Path) -> Result<Vec<String>> {
    let record = folder.join(RECORD);
    if record.is_file() {
        return Ok(read_text(&record)?.lines().map(str::to_owned).collect());
    }
    let is_empty = !folder.exists() || fs::read_dir(folder)?.next().is_none();
    if !is_empty {
        bail!(
            "{} is not empty and was not made by this command; name an empty folder, or empty it yourself",
            folder.display()
        );
    }
    Ok(Vec::new())
}

fn write_if_changed(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("{} could not be made", parent.display()))?;
    }
    fs::write(path, content).with_context(|| format!("{} could not be written", path.display()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} could not be read", path.display()))
}

fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(wasm: &str) -> Program {
        let snippets = BTreeMap::from([("snippets/some-crate/inline0.js".to_owned(), b"export {}".to_vec())]);
        Program { wasm: wasm.into(), glue: b"export default () => {}".to_vec(), snippets }
    }

    fn checkout(files: &[(&str, &str)]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let page = r#"<html data-purpose="{{purpose}}"><link href="{{app.css}}"><script src="{{loader.js}}"></script>
            <link href="{{app.wasm}}" data-bytes="{{app.wasm bytes}}"><link href="{{app.js}}"></body>"#;
        let always = [
            ("web/index.html", page),
            ("web/loader/loader.css", "loader {}"),
            ("web/loader/loader.js", "load()"),
            ("web/loader/icon.svg", "<svg/>"),
            ("web/loader/sw.js", "const V = \"{{version}}\"; const F = {{files}};"),
        ];
        for (path, content) in always.iter().chain(files) {
            write_if_changed(&root.path().join(path), content.as_bytes()).expect("the folder is writable");
        }
        root
    }

    fn assemble(root: &tempfile::TempDir, purpose: Purpose) -> Site {
        Site::assemble(root.path(), &program("module"), purpose).expect("the checkout is complete")
    }

    fn text<'a>(site: &'a Site, path: &str) -> &'a str {
        str::from_utf8(&site.files[path]).expect("the file is text")
    }

    #[test]
    fn styles_come_in_a_fixed_order_after_the_loading_screen() {
        let root = checkout(&[
            ("web/styles/gate.css", "gate {}"),
            ("web/styles/layout.css", "layout {}"),
            ("web/styles/base.css", "base {}"),
            ("web/styles/components/button.css", "button {}"),
            ("web/styles/tokens.css", "tokens {}"),
        ]);
        let styles = styles(&root.path().join("web")).expect("the styles are readable");
        assert_eq!(String::from_utf8_lossy(&styles), "loader {}\ntokens {}\nbase {}\nlayout {}\nbutton {}\ngate {}\n");
    }

    #[test]
    fn the_page_names_assets_by_their_content_and_relative_to_itself() {
        let root = checkout(&[]);
        let site = assemble(&root, Purpose::Dist);
        let page = text(&site, "index.html");
        let wasm = format!("assets/app.{}.wasm", short_hex(&Sha256::digest("module")));
        assert!(site.files.contains_key(&wasm));
        assert!(page.contains(&format!("\"{wasm}\" data-bytes=\"6\"")), "{page}");
        assert!(!page.contains("=\"/"), "an address starts at the host's root: {page}");
    }

    #[test]
    fn a_changed_module_changes_its_name_and_the_version_but_not_the_other_names() {
        let root = checkout(&[]);
        let before = assemble(&root, Purpose::Dist);
        let after = Site::assemble(root.path(), &program("other"), Purpose::Dist).expect("the checkout is complete");
        assert_ne!(before.version(), after.version());
        let gone: Vec<_> = before.files.keys().filter(|path| !after.files.contains_key(*path)).collect();
        assert_eq!(gone.len(), 1, "{gone:?}");
    }

    #[test]
    fn scenarios_are_copied_and_listed_with_what_the_start_page_says_of_them() {
        let root = checkout(&[
            ("scenarios/README.md", "Begin with [gates](02-gates/scenario.yaml)."),
            ("scenarios/02-gates/scenario.yaml", "title: Gates\nminutes: 7\n"),
            ("scenarios/01-first/scenario.yaml", "a"),
            ("scenarios/01-first/files/azure-pipelines.yml", "c"),
        ]);
        let site = assemble(&root, Purpose::Dist);
        let list: serde_json::Value = serde_json::from_str(text(&site, "scenarios/index.json")).expect("it is JSON");
        let ids: Vec<_> = list.as_array().into_iter().flatten().map(|one| one["id"].clone()).collect();
        assert_eq!(ids, ["02-gates", "01-first"], "in the order of the README");
        assert_eq!((&list[0]["title"], &list[0]["minutes"]), (&"Gates".into(), &7.into()));
        assert_eq!(list[1]["title"], "01-first", "what cannot be read is listed by its name");
        assert_eq!(text(&site, "scenarios/01-first/files/azure-pipelines.yml"), "c");
    }

    #[test]
    fn only_a_packed_site_is_kept_offline_and_only_a_served_one_reloads() {
        let root = checkout(&[]);
        let (dist, serve) = (assemble(&root, Purpose::Dist), assemble(&root, Purpose::Serve));
        assert!(text(&dist, "sw.js").contains("\"./\""));
        assert!(!text(&dist, "sw.js").contains("index.html"));
        assert!(!text(&dist, "index.html").contains("live.js"));
        assert!(!serve.files.contains_key("sw.js"));
        assert!(text(&serve, "index.html").contains("live.js"));
    }

    #[test]
    fn static_files_stand_beside_the_page() {
        let root = checkout(&[("web/static/robots.txt", "User-agent: *")]);
        assert_eq!(text(&assemble(&root, Purpose::Dist), "robots.txt"), "User-agent: *");
    }

    #[test]
    fn an_unknown_name_in_the_page_is_an_error_that_lists_the_known_ones() {
        let root = checkout(&[("web/index.html", "{{app.jss}}")]);
        let error = Site::assemble(root.path(), &program("module"), Purpose::Dist).expect_err("the name is wrong");
        let message = format!("{error:#}");
        assert!(message.contains("app.jss") && message.contains("loader.js"), "{message}");
    }

    #[test]
    fn writing_again_removes_only_what_was_written_before() {
        let out = tempfile::tempdir().expect("a temporary folder can be made");
        let site = |name: &str| Site { files: BTreeMap::from([(name.to_owned(), b"x".to_vec())]) };
        site("assets/old.js").write_to(out.path()).expect("the folder is empty");
        fs::write(out.path().join("CNAME"), "theirs").expect("the folder is writable");
        site("assets/new.js").write_to(out.path()).expect("the folder is ours");
        let present: Vec<String> = files_below(out.path()).expect("the folder is readable").into_keys().collect();
        assert_eq!(present, ["CNAME", "assets/new.js"]);
    }

    #[test]
    fn a_folder_with_other_files_is_refused() {
        let out = tempfile::tempdir().expect("a temporary folder can be made");
        fs::write(out.path().join("letter.txt"), "dear").expect("the folder is writable");
        let site = Site { files: BTreeMap::new() };
        let error = site.write_to(out.path()).expect_err("the folder is not ours");
        assert!(error.to_string().contains("is not empty"), "{error}");
    }
}
