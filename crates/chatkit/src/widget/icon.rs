use serde::{Deserialize, Serialize};

/// A picture by its name: one of the 64 that every client has, or one of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Icon(String);

/// Declares a constructor for each name that every client has.
macro_rules! icons {
    ($($name:ident $wire:literal),* $(,)?) => {
        impl Icon {
            /// The names that every client has.
            pub const NAMES: &'static [&'static str] = &[$($wire),*];

            $(
                #[doc = concat!("`", $wire, "`")]
                pub fn $name() -> Self {
                    Self($wire.to_owned())
                }
            )*
        }
    };
}

icons! {
    agent "agent", analytics "analytics", atom "atom", batch "batch", bolt "bolt", book_open "book-open", book_closed "book-closed",
    book_clock "book-clock", bug "bug", calendar "calendar", chart "chart", check "check", check_circle "check-circle",
    check_circle_filled "check-circle-filled", chevron_left "chevron-left", chevron_right "chevron-right",
    circle_question "circle-question", clock "clock", compass "compass", confetti "confetti", cube "cube", desktop "desktop",
    document "document", dot "dot", dots_horizontal "dots-horizontal", dots_vertical "dots-vertical", empty_circle "empty-circle",
    external_link "external-link", globe "globe", keys "keys", lab "lab", images "images", info "info", lifesaver "lifesaver",
    lightbulb "lightbulb", mail "mail", map_pin "map-pin", maps "maps", mobile "mobile", name "name", notebook "notebook",
    notebook_pencil "notebook-pencil", page_blank "page-blank", phone "phone", play "play", plus "plus", profile "profile",
    profile_card "profile-card", reload "reload", star "star", star_filled "star-filled", search "search", sparkle "sparkle",
    sparkle_double "sparkle-double", square_code "square-code", square_image "square-image", square_text "square-text",
    suitcase "suitcase", settings_slider "settings-slider", user "user", wreath "wreath", write "write", write_alt "write-alt",
    write_alt2 "write-alt2",
}

impl Icon {
    /// Returns the icon of the Lucide set with this name.
    pub fn lucide(name: &str) -> Self {
        Self(format!("lucide:{name}"))
    }

    /// Returns the icon of the vendor set with this name.
    pub fn vendor(name: &str) -> Self {
        Self(format!("vendor:{name}"))
    }

    /// Returns the icon's name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Icon> for String {
    fn from(icon: Icon) -> Self {
        icon.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_64() {
        assert_eq!(Icon::NAMES.len(), 64);
        assert_eq!(Icon::write_alt2().as_str(), "write-alt2");
        assert_eq!(Icon::lucide("trash").as_str(), "lucide:trash");
    }
}
