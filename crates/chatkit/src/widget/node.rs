use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

/// A component of a widget: one that this crate knows, or any other.
#[derive(Debug, Clone)]
pub struct WidgetNode(Content);

#[derive(Debug, Clone)]
enum Content {
    Built(Node),
    Raw(Box<RawValue>),
}

impl WidgetNode {
    /// Wraps the JSON of a component that this crate has no builder for.
    pub fn raw(json: Box<RawValue>) -> Self {
        Self(Content::Raw(json))
    }

    pub(super) fn built(node: Node) -> Self {
        Self(Content::Built(node))
    }
}

impl Serialize for WidgetNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Content::Built(node) => node.serialize(serializer),
            Content::Raw(json) => json.serialize(serializer),
        }
    }
}

/// What every builder is made of: a name, and props in the order in which they are declared.
///
/// Props are written when they are set. One such list for all components, rather than a struct of options for each,
/// keeps two dozen components with hundreds of props small to compile and to link.
#[derive(Debug, Clone)]
pub(super) struct Node {
    kind: &'static str,
    /// The names of all props, in order.
    names: &'static [&'static str],
    /// Those that are set, by their place among the names.
    props: Vec<(usize, Box<RawValue>)>,
    children: Children,
}

/// What stands inside a component.
#[derive(Debug, Clone)]
pub(super) enum Children {
    /// It has no such prop.
    Never,
    /// Any number.
    Many(Vec<WidgetNode>),
    /// One, or none.
    One(Option<Box<WidgetNode>>),
}

impl Node {
    pub(super) fn new(
        kind: &'static str,
        names: &'static [&'static str],
        children: Children,
    ) -> Self {
        Self {
            kind,
            names,
            props: Vec::new(),
            children,
        }
    }

    /// Sets a prop, over the old value if there is one.
    pub(super) fn set(&mut self, name: &'static str, value: &impl Serialize) {
        // Numbers, text and lists of them always are JSON.
        if let Ok(value) = to_raw_value(value) {
            self.set_raw(name, value);
        }
    }

    fn set_raw(&mut self, name: &'static str, value: Box<RawValue>) {
        let Some(place) = self.names.iter().position(|it| *it == name) else {
            return;
        };
        self.props.retain(|(it, _)| *it != place);
        // Infinity is written so, and what is no number: it is left out like what is not set.
        if value.get() != RawValue::NULL.get() {
            let at = self.props.partition_point(|(it, _)| *it < place);
            self.props.insert(at, (place, value));
        }
    }

    pub(super) fn push(&mut self, child: WidgetNode) {
        match &mut self.children {
            Children::Never => {}
            Children::Many(children) => children.push(child),
            Children::One(only) => *only = Some(Box::new(child)),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.kind)?;
        for (place, value) in &self.props {
            map.serialize_entry(self.names.get(*place).unwrap_or(&""), value)?;
        }
        match &self.children {
            Children::Never | Children::One(None) => {}
            Children::Many(children) => map.serialize_entry("children", children)?,
            Children::One(Some(child)) => map.serialize_entry("children", child)?,
        }
        map.end()
    }
}

/// Declares a component: its builder, with a setter for each prop.
///
/// `Name "Wire" (required: Type => "wire", …) children { prop: Type => "wire", … }`, where `children` is `never`, `many`
/// or `one`.
macro_rules! component {
    (
        $(#[$doc:meta])*
        $name:ident $wire:literal ($($required:ident: $required_type:ty => $required_wire:literal),*) $children:ident {
            $($(#[$prop_doc:meta])* $prop:ident: $type:ty => $prop_wire:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[must_use]
        pub struct $name(super::node::Node);

        impl $name {
            /// Its props, in the order in which they are written.
            pub(super) const PROPS: &'static [&'static str] =
                &["key", "id", $($required_wire,)* $($prop_wire),*];

            component!(@new $children $wire ($($required: $required_type => $required_wire),*));

            /// Names it among its neighbours, so that it is the same one when they change.
            pub fn key(mut self, key: impl Into<String>) -> Self {
                self.0.set("key", &key.into());
                self
            }

            /// Names it in the whole widget. Text that is to stream needs one.
            pub fn id(mut self, id: impl Into<String>) -> Self {
                self.0.set("id", &id.into());
                self
            }

            $(
                $(#[$prop_doc])*
                pub fn $prop(mut self, $prop: impl Into<$type>) -> Self {
                    let value: $type = $prop.into();
                    self.0.set($prop_wire, &value);
                    self
                }
            )*

            component!(@children $children);
        }

        impl From<$name> for super::WidgetNode {
            fn from(component: $name) -> Self {
                Self::built(component.0)
            }
        }
    };
    (@new $children:ident $wire:literal ()) => {
        /// Returns one with nothing set.
        #[expect(clippy::new_without_default, reason = "a component is made by its name")]
        pub fn new() -> Self {
            Self(super::node::Node::new($wire, Self::PROPS, component!(@kind $children)))
        }
    };
    (@new $children:ident $wire:literal ($($required:ident: $required_type:ty => $required_wire:literal),+)) => {
        /// Returns one with what it cannot be without.
        pub fn new($($required: impl Into<$required_type>),+) -> Self {
            let mut node = super::node::Node::new($wire, Self::PROPS, component!(@kind $children));
            $(
                let value: $required_type = $required.into();
                node.set($required_wire, &value);
            )+
            Self(node)
        }
    };
    (@kind never) => { super::node::Children::Never };
    (@kind many) => { super::node::Children::Many(Vec::new()) };
    (@kind one) => { super::node::Children::One(None) };
    (@children never) => {};
    (@children one) => {
        /// Puts this inside.
        pub fn child(mut self, child: impl Into<super::WidgetNode>) -> Self {
            self.0.push(child.into());
            self
        }
    };
    (@children many) => {
        /// Adds this at the end.
        pub fn child(mut self, child: impl Into<super::WidgetNode>) -> Self {
            self.0.push(child.into());
            self
        }

        /// Adds these at the end.
        pub fn children<T: Into<super::WidgetNode>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
            for child in children {
                self.0.push(child.into());
            }
            self
        }
    };
}
pub(super) use component;

/// Lets a component stand at the root of a widget.
macro_rules! root {
    ($($name:ident),*) => {
        $(
            impl From<$name> for super::WidgetRoot {
                fn from(component: $name) -> Self {
                    Self::of(&component.0)
                }
            }
        )*
    };
}
pub(super) use root;
