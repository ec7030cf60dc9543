package io.keyway.local.store;

import java.util.List;

/** The documents of several plans, for a query with {@code $or}; in no order. */
record Union(List<Plan> plans) implements Plan {

    @Override
    public long count() {
        return plans.stream().mapToLong(Plan::count).sum();
    }

    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public boolean byId() {
        return false;
    }
}
