package io.keyway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.keyway.client.ApiClient;
import io.keyway.client.ApiException;
import io.keyway.client.api.CustomersApi;
import io.keyway.client.api.LicensesApi;
import io.keyway.client.api.OrdersApi;
import io.keyway.client.api.PortfolioApi;
import io.keyway.client.api.TokensApi;
import io.keyway.client.model.AskedScope;
import io.keyway.client.model.AssignManager;
import io.keyway.client.model.CreateCustomer;
import io.keyway.client.model.LicenseResponse;
import io.keyway.client.model.LineRequest;
import io.keyway.client.model.ManagerGrantRequest;
import io.keyway.client.model.ManagerResponse;
import io.keyway.client.model.NewLicenses;
import io.keyway.client.model.NewMachine;
import io.keyway.client.model.OrderResponse;
import io.keyway.client.model.PlaceOrder;
import io.keyway.client.model.SellableProduct;
import io.keyway.client.model.SignIn;
import io.keyway.client.model.ToValidate;
import io.keyway.client.model.VerdictResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The main chain with each client that is generated from the API document. */
class GeneratedClientsJourney {

    private static final int NODE_SECONDS_MAX = 120;

    private final Keyway keyway = Keyway.shared();
    private final Tree tree = new Tree(keyway);

    @Test
    void theJavaClientOrdersIssuesAndValidates() throws Exception {
        ApiClient distributor = signIn(Tree.email(tree.distributorName));
        SellableProduct product =
                new PortfolioApi(distributor).getPortfolio(null).getItems().getFirst();
        String policy = product.getPolicies().getFirst().getPolicyId();
        OrdersApi orders = new OrdersApi(distributor);
        String order =
                orders.postOrders(
                                new PlaceOrder()
                                        .fulfillment(PlaceOrder.FulfillmentEnum.ON_DEMAND)
                                        .addLinesItem(
                                                new LineRequest()
                                                        .productId(product.getProductId())
                                                        .policyId(policy)
                                                        .quantity(10L)),
                                "java-" + Tree.letters())
                        .getId();
        eventually(() -> orders.getOrdersId(order).getStatus() == OrderResponse.StatusEnum.OPEN);
        orders.putOrdersIdLicenseManagersPartnerId(
                order,
                tree.resellerId,
                new AssignManager()
                        .grants(
                                List.of(
                                        new ManagerGrantRequest()
                                                .productId(product.getProductId())
                                                .licensesMax(2L))),
                null);
        eventually(
                () ->
                        orders.getOrdersIdLicenseManagers(order).getItems().getFirst().getStatus()
                                == ManagerResponse.StatusEnum.ACTIVE);

        ApiClient reseller = signIn(Tree.email(tree.resellerName));
        String customer =
                new CustomersApi(reseller)
                        .postCustomers(
                                new CreateCustomer()
                                        .email(Tree.letters() + "@example.com")
                                        .firstName("Grace")
                                        .lastName("Hopper")
                                        .password(Tree.FIRST_PASSWORD),
                                null)
                        .getId();
        LicensesApi licenses = new LicensesApi(reseller);
        NewLicenses two =
                new NewLicenses()
                        .orderId(order)
                        .productId(product.getProductId())
                        .policyId(policy)
                        .customerId(customer)
                        .quantity(2);
        List<LicenseResponse> issued = answered(() -> licenses.postLicenses(two, null)).getItems();
        assertThat(issued).hasSize(2);
        LicenseResponse license = issued.getFirst();
        licenses.postLicensesIdMachines(
                license.getId(), new NewMachine().fingerprint("7c:2a:31"), null);
        assertThat(
                        new LicensesApi(client())
                                .postLicensesValidate(
                                        new ToValidate()
                                                .key(license.getKey())
                                                .scope(
                                                        new AskedScope()
                                                                .fingerprint("7c:2a:31")
                                                                .entitlements(Set.of("export"))),
                                        null)
                                .getCode())
                .isEqualTo(VerdictResponse.CodeEnum.VALID);

        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> licenses.postLicenses(two, null));
        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getResponseBody()).contains("quota_exceeded");
    }

    @Test
    void theTypeScriptClientOrdersIssuesAndValidates() throws Exception {
        Path client = Keyway.HOME.resolve("clients/typescript");
        Path output = Files.createTempFile("typescript-client", ".txt");
        ProcessBuilder chain = new ProcessBuilder("node", "dist/test/chain.js");
        chain.environment().put("KEYWAY_URL", keyway.url());
        chain.environment().put("KEYWAY_DISTRIBUTOR", Tree.email(tree.distributorName));
        chain.environment().put("KEYWAY_RESELLER", Tree.email(tree.resellerName));
        chain.environment().put("KEYWAY_RESELLER_ID", tree.resellerId);
        chain.environment().put("KEYWAY_PASSWORD", Tree.PASSWORD);
        Process node =
                chain.directory(client.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        boolean ended = node.waitFor(NODE_SECONDS_MAX, TimeUnit.SECONDS);
        node.destroyForcibly();
        assertThat(ended).as(Files.readString(output)).isTrue();
        assertThat(node.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("VALID");
    }

    private ApiClient client() {
        ApiClient client = new ApiClient();
        client.updateBaseUri(keyway.url());
        return client;
    }

    private ApiClient signIn(String email) throws ApiException {
        String token =
                new TokensApi(client())
                        .postTokens(new SignIn().username(email).password(Tree.PASSWORD), null)
                        .getAccessToken();
        ApiClient client = client();
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        return client;
    }

    private static void eventually(Callable<Boolean> reached) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).until(reached);
    }

    /**
     * What was made a moment ago may be answered with 503: nothing was done, so it is asked again.
     */
    private static <A> A answered(Callable<A> call) {
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsMatching(
                        failure ->
                                failure instanceof ApiException refused && refused.getCode() == 503)
                .until(call, answer -> true);
    }
}
