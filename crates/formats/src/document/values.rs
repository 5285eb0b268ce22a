//! Values of attributes in JSON and as text.

use crate::syntax::json::Value;
use postil_core::AttributeValue;

/// A plain JSON value as that of an attribute; None for lists and objects, which have no place in one.
pub(crate) fn attribute(value: &Value) -> Option<AttributeValue> {
    match value {
        Value::Bool(it) => Some(AttributeValue::Boolean(*it)),
        Value::Text(it) => Some(AttributeValue::Text(it.as_str().into())),
        Value::Int(_) | Value::Float(_) => Some(AttributeValue::Number(value.compact().into())),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

/// The value of an attribute in JSON.
pub(crate) fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Boolean(it) => Value::Bool(*it),
        AttributeValue::Number(digits) => {
            digits.parse().map_or_else(|_| digits.parse().map_or(Value::Null, Value::Float), Value::Int)
        }
        AttributeValue::Choice(it) | AttributeValue::Text(it) => Value::from(&**it),
    }
}

/// The value of an attribute as text.
pub(crate) fn text(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Boolean(it) => it.to_string(),
        AttributeValue::Number(it) | AttributeValue::Choice(it) | AttributeValue::Text(it) => it.to_string(),
    }
}
