package io.caretrail.filter.spring;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;

/** A filter that is nothing but its doFilter, on Servlet 3.1 too, where the other methods have no default. */
@FunctionalInterface
interface PassingFilter extends Filter {

    @Override
    default void init(FilterConfig config) {}

    @Override
    default void destroy() {}
}
