//! Texts of scenarios as elements.

use rehearsal_view::markdown::{Block, Inline, markdown};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

/// Properties of [`Markdown`].
#[derive(PartialEq, Properties)]
pub(crate) struct MarkdownProps {
    /// The text.
    pub(crate) text: AttrValue,
}

/// A Markdown text.
#[component]
pub(crate) fn Markdown(props: &MarkdownProps) -> Html {
    let body = use_memo(props.text.clone(), |text| blocks(&markdown(text)));
    html! { <div class="markdown">{ (*body).clone() }</div> }
}

fn blocks(blocks: &[Block]) -> Html {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Html {
    match block {
        Block::Paragraph(words) => element("p", inlines(words)),
        // Headings of a text stand below those of the panel it is in.
        Block::Heading(level, words) => element(if *level < 3 { "h4" } else { "h5" }, inlines(words)),
        Block::Code(code) => element("pre", element("code", VNode::from(code.clone()))),
        Block::List(first, items) => {
            let mut list = tag(if first.is_some() { "ol" } else { "ul" }, items.iter().map(|it| item(it)).collect());
            if let Some(first) = first {
                list.add_attribute("start", first.to_string());
            }
            list.into()
        }
    }
}

/// The words of an item need no paragraph around them.
fn item(content: &[Block]) -> Html {
    let inside = match content.split_first() {
        Some((Block::Paragraph(words), rest)) => [inlines(words), blocks(rest)].into_iter().collect(),
        Some(_) | None => blocks(content),
    };
    element("li", inside)
}

fn inlines(parts: &[Inline]) -> Html {
    parts.iter().map(inline).collect()
}

fn inline(part: &Inline) -> Html {
    match part {
        Inline::Text(text) => VNode::from(text.clone()),
        Inline::Code(code) => element("code", VNode::from(code.clone())),
        Inline::Strong(words) => element("strong", inlines(words)),
        Inline::Emphasis(words) => element("em", inlines(words)),
        Inline::Link(address, words) => {
            let mut link = tag("a", inlines(words));
            link.add_attribute("href", address.clone());
            link.add_attribute("target", "_blank");
            link.add_attribute("rel", "noopener noreferrer");
            link.into()
        }
    }
}

fn element(name: &'static str, inside: Html) -> Html {
    tag(name, inside).into()
}

fn tag(name: &'static str, inside: Html) -> VTag {
    let mut tag = VTag::new(name);
    tag.add_child(inside);
    tag
}
