package io.keyway.gateway.proxy;

import io.keyway.gateway.GatewayProperties;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/** The connections to the services: a blocking client, because requests run on virtual threads. */
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

    /** It passes on what it gets: no redirects, cookies, decompression or headers of its own. */
    @Bean
    CloseableHttpClient upstreamClient(GatewayProperties settings) {
        GatewayProperties.Upstream upstream = settings.upstream();
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                                .setMaxConnPerRoute(upstream.connectionsMax())
                                .setMaxConnTotal(Integer.MAX_VALUE)
                                .setDefaultConnectionConfig(
                                        ConnectionConfig.custom()
                                                .setConnectTimeout(
                                                        Timeout.of(upstream.connectTimeout()))
                                                .setSocketTimeout(
                                                        Timeout.of(upstream.readTimeout()))
                                                .setValidateAfterInactivity(
                                                        TimeValue.of(upstream.checkIdleAfter()))
                                                .build())
                                .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(Timeout.of(upstream.connectionWait()))
                                .setResponseTimeout(Timeout.of(upstream.readTimeout()))
                                .build())
                .evictIdleConnections(TimeValue.of(upstream.idleFor()))
                .setRetryStrategy(new AnotherConnection())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    @Bean
    @Primary
    HttpComponentsClientHttpRequestFactory upstreams(CloseableHttpClient upstreamClient) {
        return new HttpComponentsClientHttpRequestFactory(upstreamClient);
    }

    /**
     * A GET for which no answer has begun is sent once more: its connection was kept open and the
     * service has closed it meanwhile. Anything else may have had its effect.
     */
    private static final class AnotherConnection implements HttpRequestRetryStrategy {

        @Override
        public boolean retryRequest(
                HttpRequest request, IOException failure, int sent, HttpContext context) {
            return sent == 1
                    && Method.GET.isSame(request.getMethod())
                    && (failure instanceof NoHttpResponseException
                            || failure instanceof SocketException)
                    && !(failure instanceof ConnectException);
        }

        @Override
        public boolean retryRequest(HttpResponse response, int sent, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int sent, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }
}
