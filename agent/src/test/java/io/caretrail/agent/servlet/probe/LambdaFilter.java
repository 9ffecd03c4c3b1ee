package io.caretrail.agent.servlet.probe;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;

/** A filter that can be written as a lambda before Servlet 4 too. */
@FunctionalInterface
interface LambdaFilter extends Filter {

    @Override
    default void init(FilterConfig config) {}

    @Override
    default void destroy() {}
}
