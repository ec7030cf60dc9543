package io.keyway.order;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.keyway.kit.test.Rooms;

@AnalyzeClasses(packages = "io.keyway.order", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests rooms = ArchTests.in(Rooms.class);

    @ArchTest
    static final ArchRule onlyStoresUseTheDriver =
            Rooms.onlyStoresUseTheDriver(
                    "io.keyway.order",
                    "network.Network",
                    "network.OwedLicenses",
                    "orders.Orders",
                    "plans.Plans",
                    "settlements.LicenseClaims",
                    "settlements.Settlements");
}
