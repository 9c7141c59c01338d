//! Logging commands: lines by which a task tells the agent to do something (`classic.md` §10.8).
//!
//! The agent looks at each line as it is printed, and what it does is seen by later tasks at the earliest. So nothing
//! is lost by looking at all lines of a task when it ends, and that is when they are obeyed here.

use rehearsal_pipeline::TaskResult;

/// How such a line begins.
const MARK: &str = "##vso[";

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LoggingCommand {
    /// `task.setvariable`.
    SetVariable { name: String, value: String, is_secret: bool },
    /// `task.complete`.
    Complete { result: TaskResult, message: String },
    /// `task.logissue`: an error, or else a warning.
    LogIssue { is_error: bool, text: String },
    /// `release.updatereleasename`.
    RenameRelease { name: String },
    /// Another command, which changes nothing here.
    Other,
}

/// Whether any of these texts could be a command; cheaper than to read them.
pub(crate) fn mentions_commands(text: &str) -> bool {
    text.contains(MARK)
}

/// The command in a line; none for ordinary output.
pub(crate) fn parse(line: &str) -> Option<LoggingCommand> {
    let (_, rest) = line.split_once(MARK)?;
    let (head, message) = rest.split_once(']')?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let property = |wanted: &str| {
        let found = properties
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| key.trim().eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| unescaped(value))
    };
    let is = |flag: &str| property(flag).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let message = unescaped(message);
    Some(match name.to_ascii_lowercase().as_str() {
        "task.setvariable" => match property("variable").filter(|name| !name.is_empty()) {
            Some(name) => LoggingCommand::SetVariable { name, value: message, is_secret: is("issecret") },
            None => LoggingCommand::Other,
        },
        "task.complete" => match property("result").and_then(|text| result(&text)) {
            Some(result) => LoggingCommand::Complete { result, message },
            None => LoggingCommand::Other,
        },
        "task.logissue" => {
            let is_error = property("type").is_some_and(|kind| kind.eq_ignore_ascii_case("error"));
            LoggingCommand::LogIssue { is_error, text: message }
        }
        "release.updatereleasename" if !message.trim().is_empty() => {
            LoggingCommand::RenameRelease { name: message.trim().to_owned() }
        }
        _ => LoggingCommand::Other,
    })
}

fn result(text: &str) -> Option<TaskResult> {
    let known = [
        ("Succeeded", TaskResult::Succeeded),
        ("SucceededWithIssues", TaskResult::SucceededWithIssues),
        ("Failed", TaskResult::Failed),
    ];
    known.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim())).map(|(_, result)| result)
}

/// The agent's way to write what would end a property or the line.
fn unescaped(text: &str) -> String {
    let pairs = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")];
    pairs.iter().fold(text.to_owned(), |text, (escaped, letter)| text.replace(escaped, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_their_properties_in_any_case() {
        let set = |value: &str, is_secret| {
            Some(LoggingCommand::SetVariable { name: "x".to_owned(), value: value.to_owned(), is_secret })
        };
        assert_eq!(parse("##vso[task.setvariable variable=x]5"), set("5", false));
        assert_eq!(parse("##vso[Task.SetVariable variable=x;isSecret=true;]a%3Bb"), set("a;b", true));
        let complete = LoggingCommand::Complete { result: TaskResult::SucceededWithIssues, message: "DONE".to_owned() };
        assert_eq!(parse("##vso[task.complete result=SucceededWithIssues;]DONE"), Some(complete));
        let rename = LoggingCommand::RenameRelease { name: "GA-1".to_owned() };
        assert_eq!(parse("##vso[release.updatereleasename]GA-1"), Some(rename));
    }

    #[test]
    fn what_is_no_command_is_output() {
        assert_eq!(parse("echo ##vso without brackets"), None);
        assert_eq!(parse("##vso[task.setvariable]5"), Some(LoggingCommand::Other));
    }
}
