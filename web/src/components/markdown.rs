//! Markdown as elements.
//!
//! Texts of scenarios are not trusted: raw HTML is shown as text, and links lead to web addresses only.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use yew::prelude::*;
use yew::virtual_dom::VNode;

/// Properties of [`Markdown`].
#[derive(PartialEq, Properties)]
pub(crate) struct MarkdownProps {
    /// The text.
    pub(crate) text: AttrValue,
}

/// A Markdown text.
#[component]
pub(crate) fn Markdown(props: &MarkdownProps) -> Html {
    let body = use_memo(props.text.clone(), |text| elements(text));
    html! { <div class="markdown">{ (*body).clone() }</div> }
}

fn elements(text: &str) -> Html {
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    inside(&mut events)
}

/// Everything up to the end of the element that has just begun.
fn inside<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> Html {
    let mut nodes: Vec<Html> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => nodes.push(element(tag, events)),
            Event::End(_) => break,
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => {
                nodes.push(VNode::from(text.to_string()));
            }
            Event::Code(text) => nodes.push(html! { <code>{ text.to_string() }</code> }),
            Event::SoftBreak => nodes.push(VNode::from(" ")),
            Event::HardBreak => nodes.push(html! { <br /> }),
            Event::Rule => nodes.push(html! { <hr /> }),
            Event::TaskListMarker(_) => {}
        }
    }
    nodes.into_iter().collect()
}

fn element<'a>(tag: Tag<'a>, events: &mut impl Iterator<Item = Event<'a>>) -> Html {
    let content = inside(events);
    match tag {
        Tag::Paragraph => html! { <p>{ content }</p> },
        // Headings of a text stand below those of the panel it is in.
        Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. } => html! { <h4>{ content }</h4> },
        Tag::Heading { .. } => html! { <h5>{ content }</h5> },
        Tag::BlockQuote(_) => html! { <blockquote>{ content }</blockquote> },
        Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
            html! { <pre><code>{ content }</code></pre> }
        }
        Tag::List(None) => html! { <ul>{ content }</ul> },
        Tag::List(Some(first)) => html! { <ol start={first.to_string()}>{ content }</ol> },
        Tag::Item => html! { <li>{ content }</li> },
        Tag::Emphasis => html! { <em>{ content }</em> },
        Tag::Strong => html! { <strong>{ content }</strong> },
        Tag::Strikethrough => html! { <s>{ content }</s> },
        Tag::Link { dest_url, .. } => link(&dest_url, content),
        Tag::Table(_) => html! { <table>{ content }</table> },
        Tag::TableHead => html! { <thead><tr>{ content }</tr></thead> },
        Tag::TableRow => html! { <tr>{ content }</tr> },
        Tag::TableCell => html! { <td>{ content }</td> },
        // Pictures would have to come from somewhere; their words stand for them.
        _ => content,
    }
}

fn link(address: &str, content: Html) -> Html {
    let is_web = ["https://", "http://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if is_web {
        html! { <a href={address.to_owned()} target="_blank" rel="noopener noreferrer">{ content }</a> }
    } else {
        html! { <span>{ content }</span> }
    }
}
