//! What axe-core says about a page.

use std::fs;

use crate::page::Page;

/// Names the file of the checker; `cargo xtask test` fetches it and sets this.
const FILE: &str = "REHEARSAL_AXE";

/// The checker, ready to be put into pages.
#[derive(Debug)]
pub struct Axe {
    script: String,
}

/// How much of a page is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Every rule.
    All,
    /// Colours only: what differs between two themes.
    Colours,
}

impl Axe {
    /// The checker, when it could be fetched. Without it the run's summary says what was left out.
    ///
    /// # Panics
    /// When it is named and cannot be read.
    pub fn find() -> Option<Self> {
        let file = std::env::var_os(FILE)?;
        Some(Self { script: fs::read_to_string(file).expect("the checker that was fetched is readable") })
    }

    /// Serious and critical findings on what is in view, a line each: rule, what it asks for, elements.
    ///
    /// # Panics
    /// When the checker itself fails.
    #[track_caller]
    pub fn findings(&self, page: &Page, rules: Rules) -> Vec<String> {
        // Given as a script of the driver: the page's own policy would not let it in.
        if page.evaluate("return typeof window.axe === 'undefined'") == true {
            page.evaluate(&self.script);
        }
        let only = match rules {
            Rules::All => "{}",
            Rules::Colours => "{ runOnly: ['color-contrast'] }",
        };
        let found = page.evaluate(&format!(
            "return axe.run(document, Object.assign({{ resultTypes: ['violations'], elementRef: false }}, {only})).then(({{ violations }}) =>
               violations.filter(({{ impact }}) => impact === 'serious' || impact === 'critical')
                 .map(({{ id, help, nodes }}) => `${{id}}: ${{help}}: ` + nodes.slice(0, 5).map((node) =>
                    `${{node.target.join(' ')}} ${{node.html.slice(0, 160)}} ${{node.any.map(({{ message }}) => message).join('; ')}}`).join('\\n      ')))"
        ));
        let lines = found.as_array().unwrap_or_else(|| panic!("the checker answers with a list, not {found}"));
        lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }
}
