//! An open page, in the words of the person in front of it.
//!
//! Everything that may take a moment is waited for, up to [`PATIENCE`]; nothing sleeps for a fixed time and hopes.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use rehearsal_xtask::server::Server;
use serde_json::{Value, json};

use crate::driver::{Driver, Refusal};
use crate::keys::chord;

/// How long something may take to appear. Far longer than it does, since a loaded machine is not a broken page.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often it is looked for.
const GLANCE: Duration = Duration::from_millis(25);

/// No page has so many controls.
const TABS_MAX: usize = 120;

/// Whether one of the elements has the focus, and if so whether it, or what is drawn in its place, is outlined.
const WHERE_THE_FOCUS_IS: &str = "const one = document.activeElement;
    if (!arguments[0].includes(one)) return { passed: one.textContent.trim().slice(0, 30) };
    const outlined = (it) => it && getComputedStyle(it).outlineStyle !== 'none' && parseFloat(getComputedStyle(it).outlineWidth) > 0;
    return { isSeen: [one, one.nextElementSibling, one.closest('label')].some((it) => Boolean(outlined(it))) }";

/// How WebDriver names an element in JSON.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What an element is to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Something to press, a disclosure's summary included.
    Button,
    /// A box to tick, or a switch.
    Checkbox,
    /// A list to choose one of.
    Combobox,
    /// A window over the page.
    Dialog,
    /// A title of the page or of a part of it.
    Heading,
    /// Something that leads elsewhere.
    Link,
    /// A choice in a menu.
    MenuItem,
    /// A field for a date and a time.
    Moment,
    /// A choice in a list.
    Option,
    /// One of several choices that exclude each other.
    Radio,
    /// Choices that exclude each other.
    RadioGroup,
    /// A value on a scale.
    Slider,
    /// One of several views of the same place.
    Tab,
    /// A field to write in.
    Textbox,
    /// A node of a tree.
    TreeItem,
    /// Whatever of the above can be clicked.
    Anything,
}

impl Role {
    fn selector(self) -> &'static str {
        match self {
            Self::Button => "button:not([role]), [role=button], input:is([type=button], [type=submit]), summary",
            Self::Checkbox => "input[type=checkbox], [role=checkbox], [role=switch]",
            Self::Combobox => "select, [role=combobox]",
            Self::Dialog => "dialog[open], [role=dialog], [role=alertdialog]",
            Self::Heading => "h1, h2, h3, h4, h5, h6, [role=heading]",
            Self::Link => "a[href]:not([role]), [role=link]",
            Self::MenuItem => "[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]",
            Self::Moment => "input[type=datetime-local]",
            Self::Option => "option, [role=option]",
            Self::Radio => "input[type=radio], [role=radio]",
            Self::RadioGroup => "[role=radiogroup]",
            Self::Slider => "input[type=range], [role=slider]",
            Self::Tab => "[role=tab]",
            Self::Textbox => {
                "textarea, [role=textbox], [role=searchbox], \
                 input:not([type]), input:is([type=text], [type=search], [type=number], [type=url], [type=email])"
            }
            Self::TreeItem => "[role=treeitem]",
            Self::Anything => {
                "button, a[href], summary, input, select, textarea, label, \
                 [role=button], [role=link], [role=tab], [role=menuitem], [role=option], [role=treeitem], \
                 [role=checkbox], [role=switch], [role=radio]"
            }
        }
    }
}

/// What the browser says people prefer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The word of `prefers-color-scheme`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The size of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    width: u32,
    height: u32,
    scale: u32,
}

impl Size {
    /// In CSS pixels.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height, scale: 1 }
    }

    /// The same with so many pixels of the screen for each CSS pixel, as when people enlarge a page.
    #[must_use]
    pub const fn times(self, scale: u32) -> Self {
        Self { scale, ..self }
    }
}

/// A line of the browser's console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleLine {
    /// `SEVERE` for errors, `WARNING`, `INFO`, `DEBUG`.
    pub level: String,
    /// What it says, with its place.
    pub message: String,
}

/// The site in a browser. When a journey fails, a picture of the page is left in `target/screenshots/failed`.
#[derive(Debug)]
pub struct Page {
    driver: Driver,
    server: RefCell<Option<Server>>,
    url: String,
    pictures: PathBuf,
    console: RefCell<Vec<ConsoleLine>>,
    forgives_console: Cell<bool>,
}

impl Page {
    pub(crate) fn open(driver: Driver, server: Server, pictures: PathBuf) -> Self {
        let url = server.url();
        Self {
            driver,
            server: RefCell::new(Some(server)),
            url,
            pictures,
            console: RefCell::default(),
            forgives_console: Cell::new(false),
        }
    }

    /// Opens an address relative to the site's own, such as `#/scenarios`. Empty: the site's first page.
    #[track_caller]
    pub fn go(&self, relative: &str) {
        let url = format!("{}{relative}", self.url);
        self.tell(&format!("{url} could not be opened"), self.driver.post("url", &json!({ "url": url })));
    }

    /// Follows an address after the `#` without loading the page again.
    #[track_caller]
    pub fn show(&self, hash: &str) {
        let script = "location.hash = arguments[0]";
        self.tell(&format!("{hash} could not be shown"), self.script(script, &json!([hash])));
        self.wait_for_paint();
    }

    /// Waits until what was done has been drawn.
    #[track_caller]
    pub fn wait_for_paint(&self) {
        self.evaluate("return new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))");
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.tell("the page could not be loaded again", self.driver.post("refresh", &json!({})));
    }

    /// Loads the page again and runs JavaScript in it before anything of the page's own.
    #[track_caller]
    pub fn reload_after(&self, script: &str) {
        let early = self.driver.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
        let early = self.tell("the script was not taken", early);
        self.reload();
        let done = self.driver.devtools("Page.removeScriptToEvaluateOnNewDocument", &early);
        self.tell("the script stays", done);
    }

    /// Clears what the browser has cached and kept of the site, as before the first visit.
    #[track_caller]
    pub fn forget_everything(&self) {
        let origin = self.url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        let everything = json!({ "origin": origin, "storageTypes": "all" });
        self.tell("the browser forgets nothing", self.driver.devtools("Storage.clearDataForOrigin", &everything));
        self.tell("the browser forgets nothing", self.driver.devtools("Network.clearBrowserCache", &json!({})));
    }

    /// Goes back in the browser's history.
    #[track_caller]
    pub fn back(&self) {
        self.tell("the browser could not go back", self.driver.post("back", &json!({})));
    }

    /// The address bar, without the site's own part.
    #[track_caller]
    pub fn address(&self) -> String {
        let url = text_of(&self.tell("the address is unknown", self.driver.get("url")));
        url.strip_prefix(&self.url).unwrap_or(&url).to_owned()
    }

    /// The page's title.
    #[track_caller]
    pub fn title(&self) -> String {
        text_of(&self.tell("the title is unknown", self.driver.get("title")))
    }

    /// Everything that can be read on the page, as it looks: line breaks between blocks, CSS capitals included.
    #[track_caller]
    pub fn text(&self) -> String {
        text_of(&self.evaluate("return document.body.innerText"))
    }

    /// Clicks the one element with this role and name, as soon as it is there and can be clicked.
    #[track_caller]
    pub fn click(&self, role: Role, name: &str) {
        self.when_found(role, name, |element| self.use_element(element, "click", &json!({})));
    }

    /// Clicks twice, as fast as a person does.
    #[track_caller]
    pub fn double_click(&self, role: Role, name: &str) {
        self.when_found(role, name, |element| {
            let place = json!({ "type": "pointerMove", "origin": { ELEMENT_KEY: element }, "x": 0, "y": 0 });
            let (down, up) =
                (json!({ "type": "pointerDown", "button": 0 }), json!({ "type": "pointerUp", "button": 0 }));
            let pause = json!({ "type": "pause", "duration": 40 });
            let actions = json!([place, down, up, pause, down, up]);
            let mouse = json!({ "actions": [{ "type": "pointer", "id": "mouse", "actions": actions }] });
            self.driver.post("actions", &mouse).map(drop)
        });
    }

    /// The window that is in front.
    #[track_caller]
    pub fn window(&self) -> String {
        text_of(&self.tell("the window has no name", self.driver.get("window")))
    }

    /// Opens another tab, goes there, and gives its name.
    #[track_caller]
    pub fn open_window(&self) -> String {
        let opened = self.driver.post("window/new", &json!({ "type": "tab" }));
        let name = text_of(&self.tell("there is no other tab", opened)["handle"]);
        self.use_window(&name);
        name
    }

    /// Goes to a tab.
    #[track_caller]
    pub fn use_window(&self, name: &str) {
        self.tell("the tab is gone", self.driver.post("window", &json!({ "handle": name })));
    }

    /// Puts the focus on an element as the keyboard does, so that what shows on focus shows.
    #[track_caller]
    pub fn focus(&self, role: Role, name: &str) {
        self.when_found(role, name, |element| {
            let script = "arguments[0].focus({ focusVisible: true })";
            self.script(script, &json!([{ ELEMENT_KEY: element }])).map(drop)
        });
    }

    /// Presses Tab until the element with this role and name has the focus, and looks whether that can be seen.
    ///
    /// # Panics
    /// When a round through the page does not lead there, or the focus cannot be seen.
    #[track_caller]
    pub fn tab_to(&self, role: Role, name: &str) {
        self.wait_for(role, name);
        let mut passed = Vec::new();
        for _ in 0..TABS_MAX {
            let wanted: Vec<Value> =
                self.look_for(role, name).elements.iter().map(|element| json!({ ELEMENT_KEY: element })).collect();
            // One question for each step; the page may have drawn itself anew, then the elements are looked up again.
            while let Ok(answer) = self.script(WHERE_THE_FOCUS_IS, &json!([wanted])) {
                match answer["isSeen"].as_bool() {
                    Some(is_seen) => return assert!(is_seen, "the focus on `{name}` cannot be seen"),
                    None => passed.push(text_of(&answer["passed"])),
                }
                assert!(
                    passed.len() < TABS_MAX,
                    "Tab does not lead to the {role:?} `{name}`; it leads to: {}",
                    passed.join(" | ")
                );
                self.press("Tab");
            }
        }
        panic!("the {role:?} `{name}` never stays");
    }

    /// Clicks whatever carries this text and can be clicked.
    #[track_caller]
    pub fn click_text(&self, text: &str) {
        self.click(Role::Anything, text);
    }

    /// Replaces what is in the field with this name, as a person does: what is selected is typed over.
    #[track_caller]
    pub fn fill(&self, name: &str, text: &str) {
        self.when_found(Role::Textbox, name, |element| {
            self.script("arguments[0].focus(); arguments[0].select();", &json!([{ ELEMENT_KEY: element }]))?;
            self.use_element(element, "value", &json!({ "text": text }))
        });
    }

    /// Chooses a date and a time, `2026-03-28T22:00`, in the field with this name.
    ///
    /// Typed digits would be read in the order of the browser's language, so the value is set as a picker sets it.
    #[track_caller]
    pub fn choose_moment(&self, name: &str, moment: &str) {
        self.when_found(Role::Moment, name, |field| {
            let script = "const [field, value] = arguments; field.value = value; \
                          for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));";
            self.script(script, &json!([{ ELEMENT_KEY: field }, moment])).map(drop)
        });
    }

    /// Chooses the option with this label in the list, or in the group of choices, with this name.
    #[track_caller]
    pub fn choose(&self, name: &str, option: &str) {
        let is_there = |role| self.shows(role, name);
        self.wait_until(&format!("`{name}` to choose from"), || is_there(Role::RadioGroup) || is_there(Role::Combobox));
        if is_there(Role::RadioGroup) {
            return self.click(Role::Radio, option);
        }
        self.when_found(Role::Combobox, name, |list| {
            let script = "return [...arguments[0].options].find((one) => one.label.trim() === arguments[1])";
            let chosen = self.script(script, &json!([{ ELEMENT_KEY: list }, option]))?;
            match chosen[ELEMENT_KEY].as_str() {
                Some(chosen) => self.use_element(chosen, "click", &json!({})),
                None => Err(Refusal::ByBrowser(format!("it has no `{option}`"))),
            }
        });
    }

    /// Presses keys together and lets go, on whatever has the focus: `Enter`, `Control+k`, `?`.
    #[track_caller]
    pub fn press(&self, keys: &str) {
        let chord = chord(keys);
        let down = chord.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = chord.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        let keyboard = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        let pressed = self.driver.post("actions", &keyboard);
        self.tell(&format!("`{keys}` could not be pressed"), pressed);
    }

    /// Waits until this can be read on the page. Capitals do not matter, since styles may change them.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        let wanted = normal(text);
        self.wait_until(&format!("`{text}` on the page"), || normal(&self.text()).contains(&wanted));
    }

    /// Waits until this can no longer be read on the page.
    #[track_caller]
    pub fn wait_for_no_text(&self, text: &str) {
        let unwanted = normal(text);
        self.wait_until(&format!("`{text}` to leave the page"), || !normal(&self.text()).contains(&unwanted));
    }

    /// Waits until an element with this role and name can be seen.
    #[track_caller]
    pub fn wait_for(&self, role: Role, name: &str) {
        self.when_found(role, name, |_| Ok(()));
    }

    /// Whether an element with this role and name can be seen right now.
    #[track_caller]
    pub fn shows(&self, role: Role, name: &str) -> bool {
        !self.look_for(role, name).elements.is_empty()
    }

    /// Waits for anything else; `what` completes the sentence "waited in vain for".
    ///
    /// # Panics
    /// When patience runs out; that is the journey's failure.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < PATIENCE, "waited in vain for {what}; the page says:\n{}", self.text());
            thread::sleep(GLANCE);
        }
    }

    /// Runs JavaScript in the page; what it returns is the answer.
    #[track_caller]
    pub fn evaluate(&self, script: &str) -> Value {
        self.tell("the script failed", self.script(script, &json!([])))
    }

    /// Makes the window this large.
    #[track_caller]
    pub fn resize(&self, size: Size) {
        let Size { width, height, scale } = size;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.tell("the window kept its size", self.driver.devtools("Emulation.setDeviceMetricsOverride", &size));
    }

    /// Makes the browser say that people prefer this theme, and no motion, so that pictures are still.
    #[track_caller]
    pub fn prefer(&self, theme: Theme) {
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": theme.word() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.tell("the theme stayed as it was", self.driver.devtools("Emulation.setEmulatedMedia", &media));
    }

    /// Saves what can be seen to `target/screenshots/<name>.png` and gives the file.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let file = self.pictures.join(format!("{name}.png"));
        self.tell("there is no picture", self.save_picture(&file));
        file
    }

    /// Stops the server, so that only what the browser keeps is left.
    pub fn lose_the_network(&self) {
        drop(self.server.take());
    }

    /// Everything the console has said so far.
    #[track_caller]
    pub fn console(&self) -> Vec<ConsoleLine> {
        let news = self.tell("the console is silent", self.driver.console());
        let lines = news.as_array().into_iter().flatten().map(|line| ConsoleLine {
            level: line["level"].as_str().unwrap_or_default().to_owned(),
            message: line["message"].as_str().unwrap_or_default().to_owned(),
        });
        self.console.borrow_mut().extend(lines);
        self.console.borrow().clone()
    }

    /// Lets the journey end with errors in the console: for journeys that break something on purpose.
    pub fn forgive_console(&self) {
        self.forgives_console.set(true);
    }

    #[track_caller]
    pub(crate) fn expect_clean_console(&self) {
        let errors: Vec<String> =
            self.console().into_iter().filter(|line| line.level == "SEVERE").map(|line| line.message).collect();
        assert!(
            errors.is_empty() || self.forgives_console.get(),
            "the browser's console has errors:\n{}",
            errors.join("\n")
        );
    }

    /// Finds the element and uses it, again and again until both succeed: pages draw themselves anew at any moment.
    #[track_caller]
    fn when_found(&self, role: Role, name: &str, action: impl Fn(&str) -> Result<(), Refusal>) {
        let started = Instant::now();
        loop {
            let Found { elements, names } = self.look_for(role, name);
            let trouble = match elements.as_slice() {
                [element] => match action(element) {
                    Ok(()) => return,
                    Err(refusal) => format!("it could not be used: {refusal}"),
                },
                [] => format!("there is none; there are: {}", names.join(" | ")),
                many => format!("{} fit; there are: {}", many.len(), names.join(" | ")),
            };
            assert!(started.elapsed() < PATIENCE, "waited in vain for the {role:?} `{name}`: {trouble}");
            thread::sleep(GLANCE);
        }
    }

    #[track_caller]
    fn look_for(&self, role: Role, name: &str) -> Found {
        let answer = self.script(include_str!("find.js"), &json!([role.selector(), name]));
        let answer = self.tell("the page could not be searched", answer);
        let each = |key: &str| answer[key].as_array().into_iter().flatten();
        Found {
            elements: each("found").map(|element| text_of(&element[ELEMENT_KEY])).collect(),
            names: each("names").map(text_of).collect(),
        }
    }

    fn use_element(&self, element: &str, command: &str, body: &Value) -> Result<(), Refusal> {
        self.driver.post(&format!("element/{element}/{command}"), body).map(drop)
    }

    fn script(&self, script: &str, arguments: &Value) -> Result<Value, Refusal> {
        self.driver.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    fn save_picture(&self, file: &Path) -> Result<(), Refusal> {
        let answer = self.driver.get("screenshot")?;
        let picture = BASE64.decode(text_of(&answer)).map_err(|error| Refusal::ByBrowser(error.to_string()))?;
        let folder = file.parent().expect("a file in a folder has a parent");
        fs::create_dir_all(folder).and_then(|()| fs::write(file, picture)).expect("the target folder is writable");
        Ok(())
    }

    /// Turns a browser's refusal into the journey's failure.
    #[track_caller]
    #[expect(clippy::unused_self, reason = "reads as one of the page's own words at each call")]
    fn tell<T>(&self, what: &str, answer: Result<T, Refusal>) -> T {
        answer.unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    fn keep_evidence(&self) {
        let name = thread::current().name().unwrap_or("journey").replace("::", "-");
        // The journey has failed already; evidence that cannot be had must not hide why.
        let file = self.pictures.join("failed").join(format!("{name}.png"));
        if self.save_picture(&file).is_ok() {
            eprintln!("a picture of the page is in {}", file.display());
        }
        if let Ok(news) = self.driver.console() {
            eprintln!("the console's last lines: {news:#}");
        }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if thread::panicking() {
            self.keep_evidence();
        }
    }
}

/// What a search found.
struct Found {
    /// By WebDriver's ids for them.
    elements: Vec<String>,
    /// The names of everything of that kind, for the message when nothing fits.
    names: Vec<String>,
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Text without the accidents of layout.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
