//! Tables and charts.

use serde::Serialize;
use serde_json::{Map, Value};

use super::node::component;
use super::token::{ColumnSize, Curve, Edge};
use super::value::{Around, Color, Count, Length};

component! {
    /// A table of [`TableRow`]s.
    Table "Table" () many {}
}

component! {
    /// A row of a [`Table`], made of [`TableCell`]s.
    TableRow "Table.Row" () many {
        /// Whether it is the head of the table.
        header: bool => "header",
    }
}

component! {
    /// A cell of a [`TableRow`].
    TableCell "Table.Cell" () many {
        /// Its width.
        width: Length => "width",
        /// The space inside its edges.
        padding: Around => "padding",
        /// How many columns it takes.
        col_span: Count => "colSpan",
        /// How many rows it takes.
        row_span: Count => "rowSpan",
        /// Where its content stands from left to right.
        align: Edge => "align",
        /// Where its content stands from top to bottom.
        v_align: Edge => "vAlign",
        /// How wide its column is.
        col_size: ColumnSize => "colSize",
    }
}

/// What a chart draws of its data.
#[derive(Debug, Clone, Serialize)]
#[serde(
    tag = "type",
    rename_all = "lowercase",
    rename_all_fields = "camelCase"
)]
#[non_exhaustive]
pub enum Series {
    /// Bars.
    Bar {
        /// What it is called.
        label: String,
        /// Which field of the data.
        data_key: String,
        /// Series of one stack stand upon each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        stack: Option<String>,
        /// Its colour.
        #[serde(skip_serializing_if = "Option::is_none")]
        color: Option<Color>,
    },
    /// A line, and what is below it.
    Area {
        /// What it is called.
        label: String,
        /// Which field of the data.
        data_key: String,
        /// Series of one stack stand upon each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        stack: Option<String>,
        /// Its colour.
        #[serde(skip_serializing_if = "Option::is_none")]
        color: Option<Color>,
        /// How its points are joined.
        #[serde(skip_serializing_if = "Option::is_none")]
        curve_type: Option<Curve>,
    },
    /// A line.
    Line {
        /// What it is called.
        label: String,
        /// Which field of the data.
        data_key: String,
        /// Its colour.
        #[serde(skip_serializing_if = "Option::is_none")]
        color: Option<Color>,
        /// How its points are joined.
        #[serde(skip_serializing_if = "Option::is_none")]
        curve_type: Option<Curve>,
    },
}

/// What runs along the bottom of a chart.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct XAxis {
    /// Which field of the data.
    pub data_key: String,
    /// Whether it is not drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide: Option<bool>,
    /// What is written for single values.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub labels: Map<String, Value>,
}

impl From<&str> for XAxis {
    fn from(data_key: &str) -> Self {
        Self {
            data_key: data_key.to_owned(),
            ..Self::default()
        }
    }
}

component! {
    /// A chart.
    Chart "Chart" (data: Vec<Map<String, Value>> => "data", series: Vec<Series> => "series", x_axis: XAxis => "xAxis") never {
        /// Whether the values' axis is drawn.
        show_y_axis: bool => "showYAxis",
        /// Whether there is a legend.
        show_legend: bool => "showLegend",
        /// Whether values are shown under the pointer.
        show_tooltip: bool => "showTooltip",
        /// The space between bars of one group, in pixels.
        bar_gap: Count => "barGap",
        /// The space between groups of bars, in pixels.
        bar_category_gap: Count => "barCategoryGap",
        /// How much of the room that is left it takes.
        flex: Length => "flex",
        /// Its width.
        width: Length => "width",
        /// Its height.
        height: Length => "height",
        /// Its width and height.
        size: Length => "size",
        /// Its least width.
        min_width: Length => "minWidth",
        /// Its least height.
        min_height: Length => "minHeight",
        /// Its least width and height.
        min_size: Length => "minSize",
        /// Its most width.
        max_width: Length => "maxWidth",
        /// Its most height.
        max_height: Length => "maxHeight",
        /// Its most width and height.
        max_size: Length => "maxSize",
        /// Width over height: a number, or CSS such as `16/9`.
        aspect_ratio: Length => "aspectRatio",
    }
}
