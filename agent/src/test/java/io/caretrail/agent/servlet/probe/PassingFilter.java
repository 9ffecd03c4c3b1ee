package io.caretrail.agent.servlet.probe;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Passes a request on, wrapped where it was told so; the wrapper knows of no attributes. */
final class PassingFilter implements Filter {

    private final boolean wraps;

    PassingFilter(boolean wraps) {
        this.wraps = wraps;
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (wraps) {
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public Object getAttribute(String name) {
                            return null;
                        }
                    },
                    new HttpServletResponseWrapper((HttpServletResponse) response));
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {}
}
