use crate::wire::wire_text;

/// Excluded are control characters (C0, DEL, C1), line and paragraph separators, and the characters that turn the
/// direction of text; at least one character is not a space.
const LINE_PATTERN: &str = concat!(
    "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*",
    "[^\\u0000-\\u0020\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]",
    "[^\\u0000-\\u001f\\u007f-\\u009f\\u2028-\\u202e\\u2066-\\u2069]*$"
);

/// Control characters other than tab, line feed and carriage return are excluded.
const TEXT_PATTERN: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]+$";

/// What stands for a text that had nothing to show.
const NOTHING: &str = "(no text)";

fn is_line(text: &str, max: usize) -> bool {
    text.chars().count() <= max && !text.chars().any(breaks_a_line) && text.chars().any(|c| c != ' ')
}

/// What would break a line on a terminal, or show it in another order than it is read.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_text(text: &str) -> bool {
    let stray = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    !text.is_empty() && text.chars().count() <= Text::MAX && !text.chars().any(stray)
}

/// At most `max` characters of `text`, an ellipsis in the place of what was cut.
fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

wire_text! {
    /// One line for people: 1 to 240 characters, no control characters, not only spaces.
    ///
    /// ```
    /// use cutover_model::Line;
    ///
    /// assert!("pod did not become ready".parse::<Line>().is_ok());
    /// assert!("two\nlines".parse::<Line>().is_err());
    /// assert_eq!(Line::clip("two\nlines").as_str(), "two lines");
    /// ```
    Line, "a line of text", "1 to 240 characters, no control characters, not only spaces",
    |text| is_line(text, Line::MAX),
    schema: { "minLength": 1, "maxLength": 240, "pattern": LINE_PATTERN }
}

impl Line {
    /// How many characters a line has at most.
    pub const MAX: usize = 240;

    /// A line out of any text: white space and control characters become single spaces, and what is too long is cut.
    pub fn clip(text: &str) -> Self {
        let mut line = String::new();
        for word in text
            .split(|c: char| c.is_whitespace() || breaks_a_line(c))
            .filter(|word| !word.is_empty())
        {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
            if line.len() > Self::MAX * 4 {
                break;
            }
        }
        Self(if line.is_empty() {
            NOTHING.into()
        } else {
            cut(&line, Self::MAX).into()
        })
    }
}

wire_text! {
    /// A few paragraphs for people: 1 to 4,000 characters; line breaks and tabs are the only control characters.
    ///
    /// ```
    /// use cutover_model::Text;
    ///
    /// assert!("first line\nsecond line".parse::<Text>().is_ok());
    /// assert_eq!(Text::clip("bell\u{7}").as_str(), "bell ");
    /// ```
    Text, "a text", "1 to 4000 characters, no control characters but tab and line breaks",
    is_text,
    schema: { "minLength": 1, "maxLength": 4000, "pattern": TEXT_PATTERN }
}

impl Text {
    /// How many characters a text has at most.
    pub const MAX: usize = 4000;

    /// A text out of anything: control characters become spaces, and what is too long is cut.
    pub fn clip(text: &str) -> Self {
        let clean = |c: char| {
            if c.is_control() && !matches!(c, '\t' | '\n' | '\r') {
                ' '
            } else {
                c
            }
        };
        let text: String = text.chars().take(Self::MAX + 1).map(clean).collect();
        Self(if text.is_empty() {
            NOTHING.into()
        } else {
            cut(&text, Self::MAX).into()
        })
    }
}

wire_text! {
    /// Why a deployment is made, in the words of who makes it: 1 to 240 characters on one line.
    ///
    /// ```
    /// use cutover_model::ChangeSummary;
    ///
    /// assert!("Raise the checkout timeout to 5 s".parse::<ChangeSummary>().is_ok());
    /// assert!("".parse::<ChangeSummary>().is_err());
    /// ```
    ChangeSummary, "a change summary", "1 to 240 characters, no control characters, not only spaces",
    |text| is_line(text, Line::MAX),
    schema: { "minLength": 1, "maxLength": 240, "pattern": LINE_PATTERN }
}

wire_text! {
    /// A name that people read: of a recipe, a delivery group. 1 to 120 characters on one line.
    ///
    /// ```
    /// use cutover_model::DisplayName;
    ///
    /// assert!("Standard canary".parse::<DisplayName>().is_ok());
    /// ```
    DisplayName, "a display name", "1 to 120 characters, no control characters, not only spaces",
    |text| is_line(text, 120),
    schema: { "minLength": 1, "maxLength": 120, "pattern": LINE_PATTERN }
}

wire_text! {
    /// Who acts: the authenticated identifier of a person or a system. 1 to 256 characters on one line.
    ///
    /// ```
    /// use cutover_model::ActorId;
    ///
    /// assert!("ci@example.com".parse::<ActorId>().is_ok());
    /// ```
    ActorId, "an actor id", "1 to 256 characters, no control characters, not only spaces",
    |text| is_line(text, 256),
    schema: { "minLength": 1, "maxLength": 256, "pattern": LINE_PATTERN }
}

wire_text! {
    /// What an audit event is about: the identifier of a resource of any kind. 1 to 256 characters on one line.
    ///
    /// ```
    /// use cutover_model::ResourceId;
    ///
    /// assert!("checkout/production".parse::<ResourceId>().is_ok());
    /// ```
    ResourceId, "a resource id", "1 to 256 characters, no control characters, not only spaces",
    |text| is_line(text, 256),
    schema: { "minLength": 1, "maxLength": 256, "pattern": LINE_PATTERN }
}

wire_text! {
    /// The identifier an outside engine gave to an execution. Administrators only.
    ///
    /// ```
    /// use cutover_model::EngineExecutionId;
    ///
    /// assert!("01J9ZK3V5T".parse::<EngineExecutionId>().is_ok());
    /// ```
    EngineExecutionId, "an engine execution id", "1 to 256 characters, no control characters, not only spaces",
    |text| is_line(text, 256),
    schema: { "minLength": 1, "maxLength": 256, "pattern": LINE_PATTERN }
}
