package io.caretrail.core.config;

/**
 * What a kind of destination finds wrong with its settings. The texts are shown to whoever reads the log, so neither holds
 * any part of a value: it may be a secret that was put in. Immutable.
 *
 * @param name the key, relative to the destination: {@code url}, {@code headers.X-Name}
 * @param wrong what is wrong with it
 * @param instead what to write instead
 */
public record KeyProblem(String name, String wrong, String instead) {}
