//! Given: the questions of `predictions.rs`, and the words to answer them.

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is gone.
    Deleted,
    /// It is still there, as it was.
    Kept,
    /// It is still there, as it was, because the database refused the deletion that was asked for.
    Refused,
    /// It is still there, and its key to the deleted row is empty: NULL.
    Emptied,
}

impl Outcome {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::Kept => "kept",
            Self::Refused => "refused",
            Self::Emptied => "emptied",
        }
    }
}

/// Questions about deletions in the shop, once your policies stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// An order is deleted: one of its line items.
    ItemOfDeletedOrder,
    /// An order is deleted: a product that stood in no other order.
    ProductOfDeletedOrder,
    /// A customer's only order is deleted: the customer.
    CustomerOfDeletedOrder,
    /// A product that stands in an order is to be deleted: the product.
    ProductInUse,
    /// A product that stood in one order only is to be deleted, after that order was deleted: the product.
    ProductNoLongerInUse,
    /// A customer with an order, which has no line item, is to be deleted: the customer.
    CustomerWithEmptyOrder,
}

impl Deletion {
    /// The question of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "line item of deleted order" => Self::ItemOfDeletedOrder,
            "product of deleted order" => Self::ProductOfDeletedOrder,
            "customer of deleted order" => Self::CustomerOfDeletedOrder,
            "product in use" => Self::ProductInUse,
            "product no longer in use" => Self::ProductNoLongerInUse,
            "customer with empty order" => Self::CustomerWithEmptyOrder,
            _ => return None,
        })
    }
}

/// What becomes of the report, a line a product with the sum of quantity times unit price, when it is made of these joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Each product has a line, with the right sum.
    Right,
    /// The sums are right, but some products have no line.
    LinesMissing,
    /// Each product has a line, but some line items are added more than once.
    SumsTooLarge,
}

impl Effect {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::LinesMissing => "lines missing",
            Self::SumsTooLarge => "sums too large",
        }
    }
}

/// Joins, from left to right. Each starts at `products`, and ends in `GROUP BY products.id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joins {
    /// ```sql
    /// products LEFT JOIN line_items ON line_items.product_id = products.id
    /// ```
    Items,
    /// ```sql
    /// products JOIN line_items ON line_items.product_id = products.id
    /// ```
    ItemsInner,
    /// ```sql
    /// products LEFT JOIN line_items ON line_items.product_id = products.id
    ///          LEFT JOIN orders     ON orders.id = line_items.order_id
    ///          LEFT JOIN customers  ON customers.id = orders.customer_id
    /// ```
    ItemsOrdersCustomers,
    /// ```sql
    /// products LEFT JOIN line_items ON line_items.product_id = products.id
    ///          JOIN      orders     ON orders.id = line_items.order_id
    /// ```
    ItemsThenOrdersInner,
    /// ```sql
    /// products LEFT JOIN line_items           ON line_items.product_id = products.id
    ///          LEFT JOIN line_items AS others ON others.order_id = line_items.order_id
    /// ```
    ItemsAndTheirNeighbours,
}

impl Joins {
    /// The joins of this name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "items" => Self::Items,
            "items, inner" => Self::ItemsInner,
            "items, orders, customers" => Self::ItemsOrdersCustomers,
            "items, then orders inner" => Self::ItemsThenOrdersInner,
            "items and their neighbours" => Self::ItemsAndTheirNeighbours,
            _ => return None,
        })
    }
}
