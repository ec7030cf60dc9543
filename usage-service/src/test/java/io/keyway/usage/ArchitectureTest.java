package io.keyway.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.keyway.kit.test.Rooms;

@AnalyzeClasses(packages = "io.keyway.usage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests rooms = ArchTests.in(Rooms.class);

    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            Rooms.onlyStoresUseTheDriver(
                    "io.keyway.usage",
                    "buckets.Buckets",
                    "closing.StatementCloses",
                    "corrections.UsageCorrections",
                    "creditnotes.CreditNotes",
                    "credits.Credits",
                    "documents.PartialDocuments",
                    "identities.SealedStore",
                    "journal.JournalDocuments",
                    "journal.JournalWriter",
                    "journal.Journals",
                    "journal.OwnedPartition",
                    "journal.Positions",
                    "late.LateEvents",
                    "meters.Meters",
                    "network.CustomerEdges",
                    "network.Network",
                    "quotas.Quotas",
                    "reading.UsageFilter",
                    "reading.UsageReading",
                    "rejected.RejectedEvents",
                    "remetering.Remeterings",
                    "statements.Statements");

    @ArchTest
    static final ArchRule measuringIsDoneByValues =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.keyway.usage.metering..",
                            "io.keyway.usage.records..",
                            "io.keyway.usage.cloudevents..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "org.apache.kafka..",
                            "com.mongodb..",
                            "org.bson..",
                            "io.keyway.kit..");

    @ArchTest
    static final ArchRule moneyIsNeverAFloatingPointNumber =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.keyway.usage.creditnotes..",
                            "io.keyway.usage.credits..",
                            "io.keyway.usage.lines..",
                            "io.keyway.usage.rating..",
                            "io.keyway.usage.statementfiles..",
                            "io.keyway.usage.statements..")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(Double.class, Float.class);
}
