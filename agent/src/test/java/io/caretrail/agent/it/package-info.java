/**
 * The agent on unmodified servers: a raw client with a ledger of what it sent and saw, and a trail that must agree with
 * it.
 */
@NullMarked
package io.caretrail.agent.it;

import org.jspecify.annotations.NullMarked;
