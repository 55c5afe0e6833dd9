//! What models cost: `MODEL_PRICES`.

use std::collections::BTreeMap;

use inquiry::{Money, Usage};

/// Prices by model, per million tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices(BTreeMap<String, Price>);

/// Per million tokens: so many millionths a token.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Price {
    input: f64,
    output: f64,
    cached: f64,
}

impl Prices {
    /// Reads `gpt-4o-mini=0.15/0.60/0.075,qwen3=0/0`: input, output and, where it differs from
    /// input, cached input.
    ///
    /// # Errors
    /// What is wrong with the first entry that is wrong.
    pub fn parse(text: &str) -> Result<Prices, String> {
        let entries = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        entries.map(entry).collect::<Result<_, _>>().map(Prices)
    }

    /// What so many tokens of a model cost, rounded up; `None` for a model without a price.
    pub fn cost(&self, model: &str, usage: Usage) -> Option<Money> {
        let price = self.0.get(model)?;
        let cached = usage.cached.min(usage.input);
        let millionths = (usage.input - cached) as f64 * price.input
            + cached as f64 * price.cached
            + usage.output as f64 * price.output;
        // A product such as 0.15 * 100 comes out a hair above 15.
        Some(Money((millionths - 1e-6).ceil() as u64))
    }

    /// True when the model's price is known.
    pub fn know(&self, model: &str) -> bool {
        self.0.contains_key(model)
    }
}

/// A model's name may hold any of `:/-`, so the last `=` ends it.
fn entry(text: &str) -> Result<(String, Price), String> {
    let wrong = || "an entry is not MODEL=INPUT/OUTPUT or MODEL=INPUT/OUTPUT/CACHED".to_owned();
    let (model, prices) = text.rsplit_once('=').ok_or_else(wrong)?;
    let numbers: Option<Vec<f64>> = prices.split('/').map(price).collect();
    let (input, output, cached) = match numbers.as_deref() {
        Some([input, output]) => (*input, *output, *input),
        Some([input, output, cached]) => (*input, *output, *cached),
        _ => return Err(wrong()),
    };
    let price = Price {
        input,
        output,
        cached,
    };
    Ok((model.trim().to_owned(), price))
}

fn price(text: &str) -> Option<f64> {
    let price: f64 = text.trim().parse().ok()?;
    (0.0..1e9).contains(&price).then_some(price)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn usage(input: u64, output: u64, cached: u64) -> Usage {
        Usage {
            input,
            output,
            cached,
            guessed: false,
        }
    }

    #[test]
    fn a_draft_costs_what_its_tokens_cost() {
        let prices = Prices::parse("gpt-4o-mini=0.15/0.60/0.075, org/model:8b=1/2").unwrap();
        let cost = |model, usage| prices.cost(model, usage);
        assert_eq!(
            cost("gpt-4o-mini", usage(1000, 100, 0)),
            Some(Money(150 + 60))
        );
        assert_eq!(
            cost("gpt-4o-mini", usage(1000, 100, 400)),
            Some(Money(90 + 30 + 60))
        );
        assert_eq!(cost("gpt-4o-mini", usage(1, 0, 0)), Some(Money(1)));
        assert_eq!(cost("org/model:8b", usage(3, 4, 3)), Some(Money(11)));
        assert_eq!(cost("unknown", usage(1, 1, 0)), None);
    }

    #[test]
    fn what_is_no_price_is_refused() {
        for wrong in ["gpt", "gpt=1", "gpt=1/2/3/4", "gpt=-1/2", "gpt=a/b"] {
            let why = Prices::parse(wrong).unwrap_err();
            assert!(why.contains("MODEL=INPUT/OUTPUT"), "{why}");
        }
    }
}
