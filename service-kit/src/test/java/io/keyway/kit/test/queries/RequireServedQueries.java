package io.keyway.kit.test.queries;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Fails the test in or before which a query without an index was sent. */
public final class RequireServedQueries implements TestExecutionListener {

    @Override
    public void afterTestMethod(TestContext test) {
        QueryGuard.OF_ALL_TESTS.requireServed();
    }

    /** What the service sent by itself meanwhile. */
    @Override
    public void afterTestClass(TestContext test) {
        QueryGuard.OF_ALL_TESTS.requireServed();
    }
}
