use serde::Serialize;
use serde_json::{Map, Value};

/// How a router such as OpenRouter finds who answers: by which models, and by which of their providers.
///
/// It belongs to a [`ProviderConfig`](crate::ProviderConfig); what is left as it is by default is not sent, and a
/// request's own [`extra_body`](crate::ModelRequest::extra_body) wins. The fields are those of OpenRouter's guides
/// "Model Fallbacks" and "Provider Routing".
///
/// ```
/// use taskpilot_model_client::{ProviderConfig, ProviderRouting, Routing};
///
/// let config = ProviderConfig::openrouter("key".to_owned().into())
///     .with_model("some/model")
///     .with_routing(Routing {
///         fallback_models: vec!["another/model".to_owned()],
///         provider: ProviderRouting {
///             zdr: Some(true),
///             ..ProviderRouting::default()
///         },
///     });
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Routing {
    /// The models that are asked in turn if the first does not answer (`models`). Who answered is in
    /// [`ModelResponse::model`](crate::ModelResponse::model). The router does this before the answer begins;
    /// [`FallbackModel`](crate::FallbackModel) does it between providers.
    pub fallback_models: Vec<String>,
    /// Which providers of a model, and in which order.
    pub provider: ProviderRouting,
}

/// Which providers of a model a router asks (`provider`).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ProviderRouting {
    /// Asked first, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Asked and no other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Never asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Whether others than the first may be asked; the router's default is yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_fallbacks: Option<bool>,
    /// Whether only those are asked who know all parameters of the request. `None` says yes for requests with
    /// tools or a form, if the dialect [has it so](crate::Dialect::require_parameters).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_parameters: Option<bool>,
    /// Whether those may be asked who keep what they read; the router's default is yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_collection: Option<DataCollection>,
    /// Whether only those are asked who retain nothing at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zdr: Option<bool>,
    /// Whether only models are asked whose text may be used to train others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enforce_distillable_text: Option<bool>,
    /// The precisions of weights that will do, such as `fp8`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quantizations: Vec<String>,
    /// Who is asked first; naming one ends the router's own balancing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<ProviderSort>,
    /// Tokens per second below which a provider is asked last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_min_throughput: Option<f64>,
    /// Seconds to the first token above which a provider is asked last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_max_latency: Option<f64>,
    /// The most it may cost; nobody is asked who costs more.
    #[serde(skip_serializing_if = "MaxPrice::is_open")]
    pub max_price: MaxPrice,
}

/// Whether providers may be asked who keep what they read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DataCollection {
    /// They may.
    Allow,
    /// They may not.
    Deny,
}

/// By what providers are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderSort {
    /// The cheapest first.
    Price,
    /// The one with the most tokens per second first.
    Throughput,
    /// The one that begins soonest first.
    Latency,
}

/// Bounds on prices, in US dollars: per million tokens, per request, per image.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct MaxPrice {
    /// Per million tokens read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prompt: Option<f64>,
    /// Per million tokens written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<f64>,
    /// Per request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<f64>,
    /// Per image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<f64>,
}

impl MaxPrice {
    fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

impl Routing {
    /// Sets the fields of `body`; `needs_all` says that the request is worthless to a provider who does not know
    /// all of its parameters.
    pub(crate) fn write(&self, body: &mut Map<String, Value>, needs_all: bool) {
        if !self.fallback_models.is_empty() {
            body.insert("models".to_owned(), self.fallback_models.clone().into());
        }
        let mut provider = self.provider.clone();
        if needs_all {
            provider.require_parameters.get_or_insert(true);
        }
        // A struct of plain fields cannot fail to become JSON.
        let provider = serde_json::to_value(provider).unwrap_or_default();
        if provider.as_object().is_some_and(|it| !it.is_empty()) {
            body.insert("provider".to_owned(), provider);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(routing: &Routing, needs_all: bool) -> Value {
        let mut body = Map::new();
        routing.write(&mut body, needs_all);
        Value::Object(body)
    }

    #[test]
    fn nothing_is_sent_that_was_not_set() {
        assert_eq!(written(&Routing::default(), false), serde_json::json!({}));
        assert_eq!(
            written(&Routing::default(), true),
            serde_json::json!({"provider": {"require_parameters": true}})
        );
    }

    #[test]
    fn all_of_it_has_the_routers_names() {
        let all = Routing {
            fallback_models: vec!["b/one".to_owned(), "c/two".to_owned()],
            provider: ProviderRouting {
                order: vec!["first".to_owned()],
                only: vec!["first".to_owned(), "second".to_owned()],
                ignore: vec!["third".to_owned()],
                allow_fallbacks: Some(false),
                require_parameters: Some(false),
                data_collection: Some(DataCollection::Deny),
                zdr: Some(true),
                enforce_distillable_text: Some(true),
                quantizations: vec!["fp8".to_owned()],
                sort: Some(ProviderSort::Throughput),
                preferred_min_throughput: Some(50.0),
                preferred_max_latency: Some(2.5),
                max_price: MaxPrice {
                    prompt: Some(1.0),
                    completion: Some(2.0),
                    request: Some(0.01),
                    image: Some(0.02),
                },
            },
        };
        // The caller's `false` stands, tools or not.
        insta::assert_json_snapshot!(written(&all, true));
    }
}
