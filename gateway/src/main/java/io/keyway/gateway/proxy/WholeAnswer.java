package io.keyway.gateway.proxy;

import io.keyway.contracts.ProblemCode;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A service's answer that reaches the client whole or visibly not. If the service ends while it
 * answers, the client gets a 503 or, when it has already got a part, a connection that is broken
 * off: Spring would take the service's lost connection for the client's and end the answer as if it
 * were complete.
 */
record WholeAnswer(ServerResponse answer) implements ServerResponse {

    @Override
    public HttpStatusCode statusCode() {
        return answer.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return answer.headers();
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return answer.cookies();
    }

    @Override
    public @Nullable ModelAndView writeTo(
            HttpServletRequest request, HttpServletResponse response, Context context)
            throws ServletException, IOException {
        try {
            return answer.writeTo(request, response, context);
        } catch (ClientAbortException clientGone) {
            throw clientGone;
        } catch (IOException cutOff) {
            if (response.isCommitted()) {
                throw new ResourceAccessException("A service ended while it answered", cutOff);
            }
            response.resetBuffer();
            headers().headerNames().forEach(name -> response.setHeader(name, null));
            response.setContentLength(-1);
            return ProxyConfiguration.problem(ProblemCode.UNAVAILABLE)
                    .writeTo(request, response, context);
        }
    }
}
