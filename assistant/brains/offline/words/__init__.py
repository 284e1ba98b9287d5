"""The words of two languages and of the trade: what they fold to, how they are mistyped, which say the opposite, and frames of whole sentences."""
