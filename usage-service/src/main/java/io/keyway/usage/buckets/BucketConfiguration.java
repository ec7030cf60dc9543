package io.keyway.usage.buckets;

import io.keyway.kit.Rounds;
import io.keyway.kit.store.Store;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.JournalThread;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Positions;
import io.keyway.usage.rejected.RejectedEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires folding and its verification. */
@Configuration(proxyBeanMethods = false)
class BucketConfiguration {

    @Bean
    Buckets buckets(Store store) {
        return new Buckets(store.collection("buckets"));
    }

    @Bean
    Fold fold(
            Journals journals,
            Positions positions,
            Buckets buckets,
            RejectedEvents rejectedEvents,
            UsageProperties settings) {
        return new Fold(
                journals, positions, buckets, rejectedEvents::add, settings.journal().foldMax());
    }

    @Bean
    Rounds folding(Fold fold, JournalThread journal, UsageProperties settings) {
        FoldOwned foldOwned = new FoldOwned(fold, journal::ends);
        return new Rounds("fold").every(settings.journal().foldEvery(), foldOwned::round);
    }

    @Bean
    VerifyBuckets verifyBuckets(Journals journals, Positions positions, Buckets buckets) {
        return new VerifyBuckets(journals, positions, buckets);
    }

    @Bean
    UsageVerificationEndpoint usageVerificationEndpoint(VerifyBuckets verifyBuckets) {
        return new UsageVerificationEndpoint(verifyBuckets);
    }
}
