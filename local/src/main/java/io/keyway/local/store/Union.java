package io.keyway.local.store;

import java.util.List;

/** All that one of several plans gives, for a query with {@code $or}. In no order. */
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
