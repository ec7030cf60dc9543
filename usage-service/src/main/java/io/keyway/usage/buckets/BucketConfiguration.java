package io.keyway.usage.buckets;

import io.keyway.kit.store.Store;
import io.keyway.usage.UsageProperties;
import io.keyway.usage.journal.JournalThread;
import io.keyway.usage.journal.Journals;
import io.keyway.usage.journal.Positions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts folding and reading together. */
@Configuration(proxyBeanMethods = false)
class BucketConfiguration {

    @Bean
    Buckets buckets(Store store) {
        return new Buckets(store.collection("buckets"));
    }

    @Bean
    RejectedEvents rejectedEvents(Store store) {
        return new RejectedEvents(store);
    }

    @Bean
    Fold fold(
            Journals journals,
            Positions positions,
            Buckets buckets,
            RejectedEvents rejectedEvents,
            UsageProperties settings) {
        return new Fold(
                journals, positions, buckets, rejectedEvents::list, settings.journal().foldMax());
    }

    @Bean
    FoldThread foldThread(Fold fold, JournalThread journal, UsageProperties settings) {
        return new FoldThread(fold, journal::ends, settings.journal().foldEvery());
    }

    @Bean
    UsageReading usageReading(
            Journals journals, Positions positions, Buckets buckets, UsageProperties settings) {
        return new UsageReading(
                journals,
                positions,
                buckets,
                settings.reads().unfoldedMax(),
                settings.reads().bucketsMax());
    }

    @Bean
    BranchUsage branchUsage(UsageReading reading, Journals journals) {
        return new BranchUsage(reading, journals);
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
