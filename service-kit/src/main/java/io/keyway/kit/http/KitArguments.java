package io.keyway.kit.http;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.id.Id;
import io.keyway.kit.KitProperties;
import io.keyway.kit.scope.ScopeFilter;
import io.keyway.kit.store.PageRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Resolves the controller parameters of the kit: the caller, a page request, a new id, If-Match.
 */
final class KitArguments implements HandlerMethodArgumentResolver {

    static final List<Class<?>> TYPES =
            List.of(Caller.class, PageRequest.class, NewId.class, IfMatch.class);

    private final KitProperties.Http settings;

    KitArguments(KitProperties.Http settings) {
        this.settings = settings;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Class<?> type = parameter.getParameterType();
        if (type == Caller.class) {
            return ScopeFilter.callerOf(request);
        }
        if (type == PageRequest.class) {
            return page(request);
        }
        if (type == IfMatch.class) {
            return new IfMatch(request.getHeader(HttpHeaders.IF_MATCH));
        }
        String reserved =
                (String)
                        request.getAttribute(
                                IdempotencyFilter.NEW_ID, NativeWebRequest.SCOPE_REQUEST);
        return new NewId(reserved == null ? Id.unique() : reserved);
    }

    private PageRequest page(NativeWebRequest request) {
        String limit = request.getParameter("limit");
        String cursor = request.getParameter("cursor");
        int items = settings.pageDefault();
        if (limit != null) {
            items = limit.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(limit) : 0;
            if (items < 1 || items > settings.pageMax()) {
                throw Refused.invalid("limit", "must be from 1 to " + settings.pageMax()).get();
            }
        }
        if (cursor == null) {
            return new PageRequest(items, null);
        }
        return new PageRequest(
                items,
                PageRequest.position(cursor)
                        .orElseThrow(() -> new Refused(ProblemCode.INVALID_CURSOR)));
    }
}
