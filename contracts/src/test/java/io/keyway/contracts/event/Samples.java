package io.keyway.contracts.event;

import io.keyway.contracts.Money;
import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.Term;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.access.Role;
import io.keyway.contracts.event.AccountEvent.*;
import io.keyway.contracts.event.AuditEvent.*;
import io.keyway.contracts.event.BillingEvent.*;
import io.keyway.contracts.event.CatalogEvent.*;
import io.keyway.contracts.event.CredentialEvent.*;
import io.keyway.contracts.event.CustomerEvent.*;
import io.keyway.contracts.event.GrantEvent.*;
import io.keyway.contracts.event.IssuanceEvent.*;
import io.keyway.contracts.event.LicenseEvent.*;
import io.keyway.contracts.event.OrderEvent.*;
import io.keyway.contracts.event.PartnerEvent.*;
import io.keyway.contracts.event.QuotaEvent.*;
import io.keyway.contracts.id.*;
import io.keyway.contracts.rating.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** One of each event, with every field set where it can be. */
final class Samples {

    private static final String U = "01hv7z8k3m9q2r4s6t8v0w1x2";
    private static final Instant T = Instant.parse("2026-03-01T12:00:00.250Z");
    private static final PartnerId VENDOR = PartnerId.with(U + "1");
    private static final PartnerId RESELLER = PartnerId.with(U + "2");
    private static final List<PartnerId> PATH = List.of(VENDOR, RESELLER);
    private static final ProductId PRODUCT = ProductId.with(U + "3");
    private static final PolicyId POLICY = PolicyId.with(U + "4");
    private static final CustomerId CUSTOMER = CustomerId.with(U + "5");
    private static final OrderId ORDER = OrderId.with(U + "6");
    private static final LineId LINE = LineId.with(U + "7");
    private static final Money PRICE = new Money(4900, "EUR");

    private static final PartnerState PARTNER =
            new PartnerState(
                    RESELLER,
                    PartnerType.RESELLER,
                    PartnerModel.COMMISSION,
                    PATH,
                    "Acme",
                    PartnerStatus.ACTIVE,
                    true,
                    Set.of(Permission.ISSUE_LICENSES),
                    "EUR",
                    PlanId.with(U + "8"),
                    new BigDecimal("12.5"),
                    new BigDecimal("7"),
                    10,
                    null);
    private static final AccountState ACCOUNT =
            new AccountState(
                    AccountId.with(U + "9"),
                    Role.PARTNER,
                    RESELLER,
                    null,
                    true,
                    Set.of(Permission.ISSUE_LICENSES),
                    true,
                    T);
    private static final CredentialState CREDENTIAL =
            new CredentialState(
                    CredentialId.with(U + "a"),
                    CredentialKind.API_KEY,
                    ACCOUNT.id(),
                    "00ff",
                    Set.of(Permission.REPORT_USAGE),
                    T,
                    T.plusSeconds(900));
    private static final CustomerState CUSTOMER_STATE =
            new CustomerState(
                    CUSTOMER, RESELLER, PATH, "ada@example.com", "Ada Byron", "Engines", true);
    private static final OrderState ORDER_STATE =
            new OrderState(
                    ORDER,
                    2,
                    RESELLER,
                    PATH,
                    CUSTOMER,
                    Fulfillment.ON_DEMAND,
                    OrderStatus.PENDING,
                    List.of(
                            new Line(
                                    LINE,
                                    PRODUCT,
                                    POLICY,
                                    3,
                                    PRICE,
                                    new Money(14700, "EUR"),
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null)),
                    List.of(
                            new LicenseManager(
                                    RESELLER,
                                    PATH,
                                    List.of(new ManagerGrant(PRODUCT, Set.of(POLICY), 2L)))),
                    T,
                    null,
                    null);
    private static final ReturnId RETURN = ReturnId.with(U + "f");
    private static final OrderState RETURNED =
            new OrderState(
                    ORDER,
                    4,
                    RESELLER,
                    PATH,
                    CUSTOMER,
                    Fulfillment.IMMEDIATE,
                    OrderStatus.RETURNED,
                    List.of(
                            new Line(
                                    LINE,
                                    PRODUCT,
                                    POLICY,
                                    3,
                                    PRICE,
                                    new Money(13230, "EUR"),
                                    new BigDecimal("10"),
                                    T,
                                    3L,
                                    new Money(13230, "EUR"),
                                    null,
                                    null,
                                    null),
                            new Line(
                                    LineId.with(U + "e"),
                                    PRODUCT,
                                    POLICY,
                                    1,
                                    PRICE,
                                    PRICE,
                                    BigDecimal.ZERO,
                                    T,
                                    null,
                                    null,
                                    ProblemCode.QUOTA_EXCEEDED,
                                    null,
                                    null)),
                    List.of(),
                    T,
                    new ReturnAsked(RETURN, ReturnKind.RETURN, List.of(new ReturnedLine(LINE, 3))),
                    null);
    private static final LicenseState LICENSE =
            new LicenseState(
                    LicenseId.with(U + "b"),
                    "00ff",
                    PATH,
                    RESELLER,
                    CUSTOMER,
                    PRODUCT,
                    POLICY,
                    ORDER,
                    LINE,
                    LicenseType.SUBSCRIPTION,
                    LicenseCondition.VALID,
                    PaymentStatus.NOT_DUE,
                    PRICE,
                    T,
                    T.plus(Duration.ofDays(365)),
                    null);

    static final List<DomainEvent> ALL =
            List.of(
                    new PartnerCreated(PARTNER),
                    new PartnerChanged(PARTNER),
                    new PartnerActivated(PARTNER),
                    new PartnerDeactivated(PARTNER),
                    new PartnerDeleted(PARTNER),
                    new AccountCreated(ACCOUNT),
                    new AccountChanged(ACCOUNT),
                    new AccountDeleted(ACCOUNT),
                    new CredentialIssued(CREDENTIAL),
                    new CredentialRevoked(CREDENTIAL),
                    new CustomerCreated(CUSTOMER_STATE),
                    new CustomerChanged(CUSTOMER_STATE),
                    new CustomerTransferred(CUSTOMER_STATE),
                    new GrantsReplaced(
                            new GrantsState(
                                    RESELLER,
                                    PATH,
                                    List.of(new Grant(PRODUCT, Set.of(POLICY), 100L, T)))),
                    new ProductChanged(
                            new ProductState(
                                    PRODUCT,
                                    VENDOR,
                                    "cad",
                                    "CAD",
                                    ProductKind.PRODUCT,
                                    CatalogStatus.ACTIVE)),
                    new PolicyChanged(
                            new PolicyState(
                                    POLICY,
                                    VENDOR,
                                    PRODUCT,
                                    "Yearly",
                                    LicenseType.SUBSCRIPTION,
                                    Term.of(Duration.ofDays(365)),
                                    PRICE,
                                    CatalogStatus.ACTIVE)),
                    new PlanChanged(
                            new PlanState(
                                    PlanId.with(U + "8"),
                                    VENDOR,
                                    List.of(VENDOR),
                                    "Standard",
                                    PRICE,
                                    List.of(
                                            new MeterRate(
                                                    "messages",
                                                    new Rate(
                                                            Rate.Model.GRADUATED,
                                                            List.of(
                                                                    new Rate.Tier(
                                                                            new BigDecimal("100"),
                                                                            new BigDecimal("0.02"),
                                                                            new BigDecimal("1")),
                                                                    new Rate.Tier(
                                                                            null,
                                                                            new BigDecimal("0.01"),
                                                                            null)),
                                                            null,
                                                            null,
                                                            new BigDecimal("10"),
                                                            new BigDecimal("5"),
                                                            "EUR"))),
                                    CatalogStatus.ACTIVE)),
                    new OrderPlaced(ORDER_STATE),
                    new OrderChanged(ORDER_STATE),
                    new OrderFulfilled(ORDER_STATE),
                    new OrderFailed(ORDER_STATE),
                    new OrderCancelled(ORDER_STATE),
                    new OrderReturned(RETURNED),
                    new ChunkRequested(IssuanceId.with(U + "c"), 500, 250),
                    new AllowanceOpened(ORDER, 2),
                    new LineIssued(ORDER, LINE, 3),
                    new LineFailed(ORDER, LINE, ProblemCode.QUOTA_EXCEEDED),
                    new LineDrawn(ORDER, LINE, 2),
                    new LinesReturned(ORDER, RETURN),
                    new ReturnRefused(ORDER, RETURN, ProblemCode.ORDER_DRAWN),
                    new LicenseIssued(LICENSE),
                    new LicensesIssued(
                            IssuanceId.with(U + "c"),
                            250,
                            new IssuedTerms(
                                    PATH,
                                    RESELLER,
                                    CUSTOMER,
                                    PRODUCT,
                                    POLICY,
                                    ORDER,
                                    LINE,
                                    LicenseType.SUBSCRIPTION,
                                    PaymentStatus.NOT_DUE,
                                    PRICE,
                                    T,
                                    T.plus(Duration.ofDays(365)),
                                    null),
                            List.of(new IssuedLicense(LicenseId.with(U + "b"), "00ff"))),
                    new LicenseChanged(LICENSE),
                    new LicenseTransferred(LICENSE),
                    new LicenseRevoked(LICENSE),
                    new LicenseExpiring(LICENSE),
                    new LicenseExpired(LICENSE),
                    new StatementClosed(
                            StatementId.with(U + "d"), RESELLER, VENDOR, "2026-03", PRICE, null),
                    new StatementLinesBilled(
                            StatementId.with(U + "d"),
                            RESELLER,
                            VENDOR,
                            "2026-03",
                            List.of(
                                    new BilledLine(
                                            "order:" + ORDER.value() + ":" + LINE.value(),
                                            "order",
                                            "Engine Pro, Yearly in order PO-4711",
                                            "2026-03",
                                            ORDER,
                                            "PO-4711",
                                            PRODUCT,
                                            POLICY,
                                            null,
                                            null,
                                            null,
                                            null,
                                            new BigDecimal("1"),
                                            PRICE),
                                    new BilledLine(
                                            "usage:calls",
                                            "adjustment",
                                            "Adjustment of 2026-02: Usage of calls",
                                            "2026-02",
                                            null,
                                            null,
                                            null,
                                            null,
                                            PlanId.with(U + "g"),
                                            "calls",
                                            null,
                                            null,
                                            new BigDecimal("-2.5"),
                                            new Money(-25, "EUR")))),
                    new SettlementPaid(
                            SettlementId.with(U + "e"),
                            RESELLER,
                            VENDOR,
                            List.of(LicenseId.with(U + "b")),
                            PRICE,
                            T),
                    new ThresholdReached(
                            QuotaId.with(U + "h"),
                            PATH,
                            null,
                            null,
                            LicenseId.with(U + "b"),
                            "calls",
                            "2026-03",
                            80,
                            new BigDecimal("1000"),
                            new BigDecimal("812.5"),
                            T),
                    new AuditRecorded(
                            new AuditEntry(
                                    AuditId.with(U + "f"),
                                    VENDOR.value(),
                                    PATH,
                                    T,
                                    new AuditActor(
                                            "partner-service",
                                            Role.PARTNER,
                                            AccountId.with(U + "9"),
                                            CredentialId.with(U + "a"),
                                            VENDOR,
                                            CUSTOMER,
                                            "192.0.2.7",
                                            "acme"),
                                    "partner.deactivated",
                                    new AuditResource("partner", RESELLER.value()),
                                    List.of(
                                            new AuditChange(
                                                    "status", "\"active\"", "\"inactive\"")))));

    private Samples() {}
}
