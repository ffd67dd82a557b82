//! Words that props take.

use serde::Serialize;

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident $wire:literal),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
            #[non_exhaustive]
            pub enum $name {
                $(
                    #[doc = concat!("`", $wire, "`")]
                    #[serde(rename = $wire)]
                    $variant,
                )*
            }
        )*

        /// All of these types with their words.
        #[cfg(test)]
        pub(super) const ALL: &[(&str, &[&str])] = &[$((stringify!($name), &[$($wire),*])),*];
    };
}

tokens! {
    /// How round corners are.
    Radius { Xxs "2xs", Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl", Xxl "2xl", Xxxl "3xl", Xxxxl "4xl", Full "full", Percent100 "100%", None "none" }
    /// Where things stand across the direction in which they follow each other.
    Align { Start "start", Center "center", End "end", Baseline "baseline", Stretch "stretch" }
    /// Where things stand along the direction in which they follow each other.
    Justify { Start "start", Center "center", End "end", Between "between", Around "around", Evenly "evenly", Stretch "stretch" }
    /// How loud a control is.
    ControlVariant { Solid "solid", Soft "soft", Outline "outline", Ghost "ghost" }
    /// How loud a field is.
    FieldVariant { Soft "soft", Outline "outline" }
    /// How large a control is.
    ControlSize { Xxxs "3xs", Xxs "2xs", Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl", Xxl "2xl", Xxxl "3xl" }
    /// How wide the gutters of a field are.
    GutterSize { Xxs "2xs", Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl" }
    /// Where text stands.
    TextAlign { Start "start", Center "center", End "end" }
    /// How bold text is.
    Weight { Normal "normal", Medium "medium", Semibold "semibold", Bold "bold" }
    /// How large text is.
    TextSize { Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl" }
    /// How large a title is.
    TitleSize { Sm "sm", Md "md", Lg "lg", Xl "xl", Xxl "2xl", Xxxl "3xl", Xxxxl "4xl", Xxxxxl "5xl" }
    /// How large a caption is.
    CaptionSize { Sm "sm", Md "md", Lg "lg" }
    /// How large an icon is.
    IconSize { Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl", Xxl "2xl", Xxxl "3xl" }
    /// How large the icons of a button are.
    ButtonIconSize { Sm "sm", Md "md", Lg "lg", Xl "xl", Xxl "2xl" }
    /// How wide a card is.
    CardSize { Sm "sm", Md "md", Lg "lg", Full "full" }
    /// Which colours a widget has, whatever the page has.
    Theme { Light "light", Dark "dark" }
    /// In which direction things follow each other.
    Direction { Row "row", Col "col" }
    /// What happens to things that do not fit in a line.
    Wrap { Nowrap "nowrap", Wrap "wrap", WrapReverse "wrap-reverse" }
    /// How a border is drawn.
    BorderStyle { Solid "solid", Dashed "dashed", Dotted "dotted", Double "double", Groove "groove", Ridge "ridge", Inset "inset", Outset "outset" }
    /// The colour of a badge.
    BadgeColor { Secondary "secondary", Success "success", Danger "danger", Warning "warning", Info "info", Discovery "discovery" }
    /// How loud a badge is.
    BadgeVariant { Solid "solid", Soft "soft", Outline "outline" }
    /// How large a badge is.
    BadgeSize { Sm "sm", Md "md", Lg "lg" }
    /// How an image fills its frame.
    ImageFit { Cover "cover", Contain "contain", Fill "fill", ScaleDown "scale-down", None "none" }
    /// Which part of an image is seen.
    ImagePosition { TopLeft "top left", Top "top", TopRight "top right", Left "left", Center "center", Right "right", BottomLeft "bottom left", Bottom "bottom", BottomRight "bottom right" }
    /// What a button is for.
    ButtonStyle { Primary "primary", Secondary "secondary" }
    /// The colour of a button.
    ButtonColor { Primary "primary", Secondary "secondary", Info "info", Discovery "discovery", Success "success", Caution "caution", Warning "warning", Danger "danger" }
    /// On which side something opens.
    Side { Top "top", Bottom "bottom", Left "left", Right "right" }
    /// At which end of its side something opens; where the content of a cell stands.
    Edge { Start "start", Center "center", End "end" }
    /// What may be written in a field.
    InputType { Number "number", Email "email", Text "text", Password "password", Tel "tel", Url "url" }
    /// How wide a column is.
    ColumnSize { Xs "xs", Sm "sm", Md "md", Lg "lg", Xl "xl" }
    /// How the points of a line are joined.
    Curve {
        Basis "basis", BasisClosed "basisClosed", BasisOpen "basisOpen", BumpX "bumpX", BumpY "bumpY", Bump "bump", Linear "linear",
        LinearClosed "linearClosed", Natural "natural", MonotoneX "monotoneX", MonotoneY "monotoneY", Monotone "monotone", Step "step",
        StepBefore "stepBefore", StepAfter "stepAfter",
    }
    /// Colours of text with a meaning.
    TextColor { Prose "prose", Primary "primary", Emphasis "emphasis", Secondary "secondary", Tertiary "tertiary", Success "success", Warning "warning", Danger "danger" }
    /// Colours of surfaces with a meaning.
    SurfaceColor { Surface "surface", Secondary "surface-secondary", Tertiary "surface-tertiary", Elevated "surface-elevated", ElevatedSecondary "surface-elevated-secondary" }
    /// Colours of borders with a meaning.
    BorderColor { Default "default", Subtle "subtle", Strong "strong" }
    /// Colours of charts.
    ChartColor { Blue "blue", Purple "purple", Orange "orange", Green "green", Red "red", Yellow "yellow", Pink "pink" }
}
