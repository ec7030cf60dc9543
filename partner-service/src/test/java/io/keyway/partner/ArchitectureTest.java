package io.keyway.partner;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.keyway.kit.test.Rooms;

@AnalyzeClasses(
        packages = "io.keyway.partner",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests rooms = ArchTests.in(Rooms.class);

    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            Rooms.onlyStoresUseTheDriver(
                    "io.keyway.partner",
                    "accounts.Accounts",
                    "accounts.Credentials",
                    "applications.Applications",
                    "audit.AuditTrail",
                    "customers.Customers",
                    "network.Catalog",
                    "partners.Partners",
                    "portfolio.Portfolios",
                    "throttle.Counts");
}
